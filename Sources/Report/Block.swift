// The tool's part of a persona file: what the data says, in Markdown that also reads well unrendered.

public import Persona

/// The tool's block of a persona file, in Markdown, from its evidence alone; ends with a line end.
///
/// `pictureLink` and `evidenceLink` are relative URLs as seen from the persona file. Parts without figures
/// are left out. Text from data or settings is escaped: it cannot form a marker, tag, link or table.
public func blockMarkdown(_ evidence: Evidence, pictureLink: String?, evidenceLink: String) -> String {
  var paragraphs = ["## What the data says", introduction(evidence)]
  if let pictureLink { paragraphs.append("![\(pictureWords(evidence))](\(linkDestination(pictureLink)))") }
  let sections = [
    ("Claims", evidence.claims.flatMap(claimLines)),
    (
      "What sets this persona apart",
      evidence.distinctions.prefix(distinctionsNamed).map {
        "- " + distinctionWords($0, safe: escapedMarkdown)
      }
    ),
    ("What they lean to", affinityLines(evidence.affinities)),
    ("Where they leave", leavingLines(evidence.distributions)),
    ("When and where they come", visitLines(evidence)),
    ("What changed since the window before", driftLines(evidence.drift)),
    ("How far this goes", reachLines(evidence, evidenceLink: evidenceLink)),
  ]
  for (heading, lines) in sections where !lines.isEmpty {
    paragraphs += ["### \(heading)", lines.joined(separator: "\n")]
  }
  return paragraphs.joined(separator: "\n\n") + "\n"
}

/// Lines and list items of the block go no further than these; the evidence file has them all. It has no more distinctions.
let distinctionsNamed = 8
private let categoriesNamed = 5

private func introduction(_ evidence: Evidence) -> String {
  var lines: [String] = []
  if evidence.stage == .researchDriven {
    lines.append(
      "**Out of date:** these people have done nothing new for too long, so the persona rests on its research"
        + " again. What follows is what was last known.")
  }
  lines.append(peopleWords(evidence) + ".")
  if let learned = evidence.model {
    lines.append(
      "By behaviour, as it was learned up to \(dateWords(learned.learnedDay)): who does such things belongs.")
  }
  let typical = MetricWords.main.prefix(4).compactMap { name in
    evidence.metrics[name].flatMap {
      // That the one in the middle does nothing of it says what they do not do.
      $0.median == 0 ? nil : MetricWords(name, safe: escapedMarkdown)(figure($0.median))
    }
  }
  if !typical.isEmpty { lines.append("Typically (in the median): \(typical.joined(separator: ", ")).") }
  return lines.joined(separator: "\n")
}

private func claimLines(_ claim: Evidence.ClaimResult) -> [String] {
  let verdict = "\(claim.verdict.sign) **\(claim.verdict.rawValue.capitalizedFirst):**"
  return [
    "- \(verdict) \(escapedMarkdown(claim.says))",
    "  - \(claim.measured(safe: escapedMarkdown).capitalizedFirst)",
  ]
}

private func affinityLines(_ affinities: [Evidence.Affinity]) -> [String] {
  affinities.sorted { ($1.lift, $0.name) < ($0.lift, $1.name) }.prefix(categoriesNamed).map {
    "- " + affinityWords($0, safe: escapedMarkdown)
  }
}

private func leavingLines(_ distributions: Evidence.Distributions) -> [String] {
  var lines: [String] = []
  if !distributions.lastBeforeLeaving.isEmpty {
    lines.append("- Last screen before leaving: \(shares(distributions.lastBeforeLeaving, of: "sessions")).")
  }
  for (name, steps) in distributions.enteredFunnels {
    let path = steps.map { "\(quoted($0.event)) \($0.words)" }.joined(separator: " → ")
    lines.append("- Steps of \(quoted(name)), share of all of them: \(path)\(hardestStep(steps)).")
  }
  return lines
}

extension Evidence.Distributions {
  /// By name, those of which more than one step may be shown, and into which some of them go.
  var enteredFunnels: [(name: String, steps: [Evidence.FunnelStep])] {
    funnels.filter { $0.value.count { $0.share != nil } > 1 && $0.value.contains { ($0.share ?? 0) > 0 } }
      .sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }
}

extension Evidence.FunnelStep {
  /// `24%`, and of a step of which too few people are told why there is none.
  var words: String { share.map(percent) ?? "withheld" }
}

/// Names the step that the smallest part of those reach who reached the one before it. Where a step is withheld nobody can tell
/// which one is the hardest.
private func hardestStep(_ steps: [Evidence.FunnelStep]) -> String {
  let shares = steps.compactMap(\.share)
  guard shares.count == steps.count else { return "" }
  let moves = zip(shares, shares.dropFirst()).enumerated().filter { $1.0 > 0 && $1.1 < $1.0 }
  guard let (place, (from, to)) = moves.min(by: { $0.element.1 / $0.element.0 < $1.element.1 / $1.element.0 })
  else { return "" }
  return ". The hardest is \(quoted(steps[place + 1].event)): \(percent(1 - to / from)) of those who reach "
    + "\(quoted(steps[place].event)) do not get there"
}

private func visitLines(_ evidence: Evidence) -> [String] {
  let distributions = evidence.distributions
  var lines: [String] = []
  if let hours = BusyHours(distributions) {
    lines.append("- \(hours.sentence).")
    if let day = hours.busiestDay {
      lines.append("- \(day.name) is the busiest day (\(percent(day.share)) of events).")
    }
  }
  if let trend = Trend(evidence) { lines.append("- \(trend.sentence).") }
  if !distributions.channels.isEmpty {
    lines.append("- Channels: \(shares(distributions.channels, of: "the events that have one")).")
  }
  return lines
}

private func driftLines(_ drift: Evidence.Drift?) -> [String] {
  guard let drift else { return [] }
  let changes = drift.changes.prefix(distinctionsNamed).map { change in
    let words = MetricWords(change.metric, safe: escapedMarkdown)
    let texts = figures([change.before, change.now], as: words.style)
    return "  - \(words("\(texts[0]) → \(texts[1])").capitalizedFirst)"
  }
  return ["- \(comparisonWords(drift))"] + changes + ["- \(eventMixWords(drift))."]
}

/// With which days a window is compared: the head of the figures that moved, which are means, or that there are none.
func comparisonWords(_ drift: Evidence.Drift) -> String {
  "Compared with \(dateWords(drift.from)) to \(dateWords(drift.to)), "
    + (drift.changes.isEmpty ? "no figure moved beyond chance." : "on average:")
}

/// How far the shares of events are those of the window before, which says nothing of how many there are.
func eventMixWords(_ drift: Evidence.Drift) -> String {
  let likeness =
    switch drift.eventsDistance {
    case ..<0.1: "much the same"
    case ..<0.3: "somewhat different"
    default: "very different"
    }
  return "The mix of their events is \(likeness) (distance \(figure(drift.eventsDistance)) of at most 1)"
}

private func reachLines(_ evidence: Evidence, evidenceLink: String) -> [String] {
  var lines: [String] = []
  if let words = evidence.jointPrevalence?.words { lines.append("- \(words).") }
  if let coverage = evidence.coverage {
    // None, the only persona's too, and fewer than may be shown are the same here.
    let shared =
      coverage.shared == 0 ? "few or none of these people" : "\(percent(coverage.shared)) of these people"
    lines.append(
      "- All personas together cover \(percent(coverage.covered)) of everyone; "
        + "\(shared) also belong to another persona.")
  }
  if !evidence.suppressed.isEmpty { lines.append("- Left out: \(omissionWords(evidence.suppressed)).") }
  if !evidence.sources.isEmpty { lines += ["- Sources:"] + evidence.sources.map { "  - \(sourceWords($0))" } }
  lines.append(
    "- [All figures and sources](\(linkDestination(evidenceLink))), formulas version \(evidence.formulas)."
  )
  return lines
}

extension Evidence.JointPrevalence {
  /// `All 5 testable claims are true of 24% of them at the same time`; `nil` without any.
  var words: String? {
    guard let all = atLeast.last else { return nil }
    let claims =
      switch self.claims {
      case 1: "The one testable claim is"
      case 2: "Both testable claims are"
      default: "All \(self.claims) testable claims are"
      }
    // Fewer people than may be shown are counted as none; where so few are left over, the others count as all.
    let people =
      switch all {
      case 0: "few or none of them"
      case 1: "most or all of them"
      default: "\(percent(all)) of them"
      }
    return "\(claims) true of \(people)\(self.claims == 1 ? "" : " at the same time")"
  }
}

/// `3 channels and 14 values of traits (fewer than 20 people); 1 event (looks like personal data)`. The evidence
/// file says which traits and metrics they belong to.
func omissionWords(
  _ suppressed: [Evidence.Suppression], safe: (String) -> String = escapedMarkdown
) -> String {
  var reasons: [String] = []
  for part in suppressed where !reasons.contains(part.reason) { reasons.append(part.reason) }
  return reasons.map { reason in
    var counts: [(kind: String, count: Int)] = []
    for part in suppressed where part.reason == reason {
      let kind = String(part.part.prefix { $0 != "." })
      if let index = counts.firstIndex(where: { $0.kind == kind }) {
        counts[index].count += part.count
      } else {
        counts.append((kind, part.count))
      }
    }
    let parts = counts.map { "\(grouped($0.count)) \(kindWords($0.kind, isOne: $0.count == 1, safe: safe))" }
    return "\(listed(parts)) (\(safe(reason)))"
  }.joined(separator: "; ")
}

/// What a part of the evidence is made of: `hour_of_week` of hours of the week.
func kindWords(_ kind: String, isOne: Bool, safe: (String) -> String = escapedMarkdown) -> String {
  switch kind {
  case "hour_of_week": isOne ? "hour of the week" : "hours of the week"
  case "weeks": isOne ? "week" : "weeks"
  case "last_before_leaving": isOne ? "last screen" : "last screens"
  case "metrics": isOne ? "figure of a metric" : "figures of metrics"
  case "traits": isOne ? "value of a trait" : "values of traits"
  case "everyone": "group in no persona"
  case "sources": isOne ? "count of events" : "counts of events"
  case "people": isOne ? "count of people" : "counts of people"
  case "coverage": isOne ? "share of coverage" : "shares of coverage"
  case "funnels": isOne ? "step of a funnel" : "steps of funnels"
  case "joint_prevalence": isOne ? "share of joint claims" : "shares of joint claims"
  case _ where isOne && kind.hasSuffix("s"): safe(String(kind.dropLast()))
  default: safe(kind.replacing("_", with: " "))
  }
}

/// `app: 41,032 events from 1 Jan 2026 to 20 Nov 2026, 12 rejected`.
private func sourceWords(_ source: Evidence.Source) -> String {
  var words = "\(escapedMarkdown(source.name)): "
  if let records = source.records { words += "\(counted(records, "record", "records")), " }
  words += source.events == 0 ? "no events" : source.eventWords
  if let from = source.from, let to = source.to { words += " from \(dateWords(from)) to \(dateWords(to))" }
  let others = [(source.rejected, "rejected"), (source.duplicates, "repeated")].filter { $0.0 > 0 }
  return words + others.map { ", \(grouped($0.0)) \($0.1)" }.joined()
}

/// `“Store” 31% of sessions, “Home” 12%`, the largest ones.
private func shares(_ shares: [Evidence.Share], of whole: String) -> String {
  shares.prefix(categoriesNamed).enumerated().map { place, share in
    "\(quoted(share.name)) \(percent(share.share))" + (place == 0 ? " of \(whole)" : "")
  }.joined(separator: ", ")
}

private func quoted(_ name: String) -> String { "“\(escapedMarkdown(name))”" }

/// The text of the picture for those who do not see it; made of the tool's own words only.
func pictureWords(_ evidence: Evidence) -> String {
  var parts: [String] = []
  let verdicts = verdictSummary(evidence.claims)
  if !verdicts.isEmpty { parts.append(verdicts) }
  if let hours = BusyHours(evidence.distributions) {
    parts.append(hours.sentence.uncapitalizedFirst)
  }
  if !evidence.distributions.lastBeforeLeaving.isEmpty { parts.append("last screens before leaving") }
  if !evidence.distributions.channels.isEmpty { parts.append("channels") }
  return "Charts of the data" + (parts.isEmpty ? "" : ": " + parts.joined(separator: "; "))
}

/// A relative URL fit for a Markdown link: every byte that could end it is percent-encoded.
public func linkDestination(_ url: String) -> String {
  let kept = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/%".utf8)
  let digits = Array("0123456789ABCDEF")
  return url.utf8.reduce(into: "") { text, byte in
    if kept.contains(byte) {
      text.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      text += "%" + String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
    }
  }
}
