// Evidence with each figure in a line of words: what git shows in place of the JSON when it compares two versions.

public import Persona

/// The evidence in words, in an order that never changes. A line says by itself which figure it holds, with all of its
/// decimals, so that a difference of two texts shows what moved and nothing else; what sets people apart is rounded, and
/// the numbers of a learned model are left out.
///
/// `safe` makes text from data and settings harmless where it is going to stand.
public func evidenceText(_ evidence: Evidence, safe: (String) -> String) -> String {
  let (people, window) = (evidence.people, evidence.window)
  let head = [
    "Persona \(safe(evidence.persona)), \(evidence.stage.rawValue)",
    "\(grouped(people.matched)) of \(counted(people.of, "person", "people")) (\(exactShare(people.share)))",
    "\(window.from) to \(window.to) (\(counted(window.days, "day", "days")))",
  ]
  let distributions = evidence.distributions
  let sections: [(String, [String])] = [
    ("By behaviour", evidence.model.map { ["\(agreementWords($0)), learned up to \($0.learnedDay)"] } ?? []),
    ("Claims", evidence.claims.flatMap { claimLines($0, safe) }),
    ("Metrics", evidence.metrics.sorted { $0.key < $1.key }.flatMap { metricLines($0, $1, safe) }),
    ("Scores", evidence.scores.sorted { $0.key < $1.key }.map { scoreLine($0, $1, safe) }),
    ("What sets them apart", evidence.distinctions.map { distinctionWords($0, safe: safe) }),
    ("What they lean to", evidence.affinities.map { affinityWords($0, safe: safe) }),
    ("Hours of the week, share of events", hourLines(distributions.hourOfWeek)),
    ("Weeks, share of people who came", distributions.weeks.map { "\($0.monday): \(exactShare($0.share))" }),
    ("Channels, share of the events that have one", shareLines(distributions.channels, safe)),
    ("Events, share of all", shareLines(distributions.events, safe)),
    ("Last screen before leaving, share of sessions", shareLines(distributions.lastBeforeLeaving, safe)),
    (
      "Traits, share of people",
      distributions.traits.sorted { $0.key < $1.key }.flatMap { trait, shares in
        shareLines(shares, safe).map { "\(safe(trait)): \($0)" }
      }
    ),
    (
      "Funnels, share of people",
      distributions.funnels.sorted { $0.key < $1.key }.flatMap { funnel, steps in
        steps.map { "\(safe(funnel)): “\(safe($0.event))” \($0.share.map(exactShare) ?? $0.words)" }
      }
    ),
    ("All personas together", overallLines(evidence)),
    ("Since the window before", driftLines(evidence.drift, safe)),
    ("Left out", evidence.suppressed.map { "\(safe($0.part)): \($0.count), \(safe($0.reason))" }),
    (
      "Sources", evidence.sources.flatMap { sourceLines($0, safe) } + ["rules sha256:\(safe(evidence.rules))"]
    ),
  ]
  return head.map { $0 + "\n" }.joined()
    + sections.filter { !$0.1.isEmpty }.map { heading, lines in
      "\n\(heading)\n" + lines.map { "  \($0)\n" }.joined()
    }.joined()
}

/// `67.75%`
private func exactShare(_ share: Double) -> String {
  exactDecimal(share * 100, decimals: publishedDecimals(share) - 2) + "%"
}

private func exact(_ value: Double) -> String { exactDecimal(value, decimals: publishedDecimals(value)) }

private func range(_ interval: Evidence.Interval?, _ text: (Double) -> String) -> String {
  interval.map { " (95% interval \(text($0.low)) to \(text($0.high)))" } ?? ""
}

private func claimLines(_ claim: Evidence.ClaimResult, _ safe: (String) -> String) -> [String] {
  let text = claim.isShare ? exactShare : exact
  let value = claim.value.map { text($0) + range(claim.interval, text) } ?? "no figures"
  let difference = claim.difference.map { ", difference\(range($0, text))" } ?? ""
  return [
    "\(claim.verdict.rawValue): \(safe(claim.says))",
    "  \(safe(claim.measure)) \(value), expected \(safe(claim.expected))\(difference), over \(counted(claim.n, "person", "people"))",
  ]
}

/// `Active 3.5123 days a week: mean (95% interval 3.3 to 3.7)`, a line for each figure.
private func metricLines(
  _ name: String, _ metric: Evidence.Metric, _ safe: (String) -> String
) -> [String] {
  let words = MetricWords(name, safe: safe)
  let figures: [(String, Double?, Evidence.Interval?)] = [
    ("mean", metric.mean, metric.meanInterval), ("median", metric.median, metric.medianInterval),
    ("10th percentile", metric.p10, nil), ("25th percentile", metric.p25, nil),
    ("75th percentile", metric.p75, nil), ("90th percentile", metric.p90, nil),
    ("everyone's mean", metric.everyoneMean, nil), ("everyone's median", metric.everyoneMedian, nil),
  ]
  let lines = figures.compactMap { what, value, interval in
    value.map { "\(words(exact($0)).capitalizedFirst), \(what)\(range(interval, exact))" }
  }
  let lift = metric.lift.map { [", mean over everyone's: \(exact($0))"] } ?? []
  return lines + ["\(safe(name)), over \(counted(metric.n, "person", "people"))" + lift.joined()]
}

private func scoreLine(_ name: String, _ score: Evidence.Score, _ safe: (String) -> String) -> String {
  "\(safe(name)): mean \(exact(score.mean)), median \(exact(score.median))"
}

/// A line for each day: the hours with something in them, and those that too few people stand behind.
private func hourLines(_ hours: [Double?]) -> [String] {
  guard hours.count == 168 else { return [] }
  let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
  return days.enumerated().map { day, name in
    let shares = hours[(day * 24)..<(day * 24 + 24)].enumerated()
    let known = shares.compactMap { hour, share in
      share.flatMap { $0 == 0 ? nil : "\(hour):00 \(exactShare($0))" }
    }
    let unknown = shares.filter { $0.element == nil }.map { "\($0.offset):00" }
    return "\(name): " + (known.isEmpty ? "nothing" : known.joined(separator: ", "))
      + (unknown.isEmpty ? "" : "; too few people at " + unknown.joined(separator: ", "))
  }
}

private func shareLines(_ shares: [Evidence.Share], _ safe: (String) -> String) -> [String] {
  shares.map { "“\(safe($0.name))” \(exactShare($0.share))" }
}

private func overallLines(_ evidence: Evidence) -> [String] {
  let joint = evidence.jointPrevalence.map { joint in
    joint.atLeast.enumerated().map {
      "at least \($0 + 1) of \(joint.claims) claims true: \(exactShare($1))"
    }
  }
  let coverage = evidence.coverage.map {
    [
      "covered by any persona: \(exactShare($0.covered))",
      "also in another persona: \(exactShare($0.shared))",
    ]
  }
  return (joint ?? []) + (coverage ?? [])
}

private func driftLines(_ drift: Evidence.Drift?, _ safe: (String) -> String) -> [String] {
  guard let drift else { return [] }
  return ["\(drift.from) to \(drift.to): distance of events \(exact(drift.eventsDistance))"]
    + drift.changes.map { change in
      MetricWords(change.metric, safe: safe)("\(exact(change.before)) -> \(exact(change.now))")
        .capitalizedFirst
    }
}

private func sourceLines(_ source: Evidence.Source, _ safe: (String) -> String) -> [String] {
  let span = [source.from, source.to].compactMap(\.self).joined(separator: " to ")
  let counts =
    (source.records.map { "\(counted($0, "record", "records")), " } ?? "")
    + "\(source.eventWords), \(grouped(source.rejected)) rejected, "
    + "\(grouped(source.duplicates)) repeated"
  return [
    "\(safe(source.name)): \(counts)" + (span.isEmpty ? "" : ", \(span)"),
    "\(safe(source.name)): \(safe(source.digest))",
  ]
}
