// What turned, moved or came new between two evidences of one persona.

public import Persona

/// In which words two evidences of a persona differ, most telling first; empty when little changed.
///
/// A figure is told of when its two 95% intervals have no value in common, or, for the main metrics, when its
/// mean moved by more than a tenth; of a total, such as events, the same must be true by the time for which people
/// were known. `days_known` grows by itself and never counts, nor does any figure where a window is not full of data.
/// Without a `before` the words describe the first evidence. Plain text, one line each, without control characters.
///
/// - Parameter rules: how the rules differ, where that is known; where they changed who is counted, figures are told and not
///   compared.
public func changesInWords(
  from before: Evidence?, to after: Evidence, rules: RuleChange? = nil
) -> [String] {
  guard let before else { return firstWords(after) }
  let changes = Changes(from: before, to: after, rules: rules)
  let stage = [changes.stage, changes.model].compactMap { $0 }
  guard let words = rules?.words else {
    let unknown = rules == nil ? rulesWords(before, after).map { [$0] } ?? [] : []
    return stage + unknown + changes.verdicts + changes.figures + changes.drift + changes.others
  }
  let known = Set(changes.claims.compactMap { $0.after?.id })
  return stage + ["\(words.capitalizedFirst), so what was told before is not compared with what follows"]
    + (changes.peopleCount.map { [$0] } ?? []) + changes.verdicts
    + after.claims.filter { !known.contains($0.id) }.map(\.withVerdict) + changes.drift
}

/// What moved beyond chance since the window before: `Active 4.2 -> 5.1 days a week on average`, strongest first. Plain text.
public func driftWords(_ drift: Evidence.Drift) -> [String] {
  drift.changes.map { Move(metric: $0.metric, before: $0.before, now: $0.now, isBeyondChance: true).words }
}

/// The differences, each kind by itself, so that a subject line can take the ones that fit.
struct Changes {
  var stage: String?
  /// Why behaviour decides now who belongs, or decides no more.
  var model: String?
  /// The claims that turned, were rewritten, came or went.
  var claims: [ClaimChange] = []
  var verdicts: [String] { claims.map(\.words) }
  /// The metrics that moved, the main ones first.
  var moves: [Move] = []
  /// `Active 4.2 -> 5.1 days a week on average`, as many as fit a message.
  var figures: [String] {
    let more = moves.count - Self.figuresNamed
    return moves.prefix(Self.figuresNamed).map(\.words)
      + (more > 0 ? ["\(counted(more, "more figure", "more figures")) moved beyond chance"] : [])
  }
  /// What moved beyond chance since the window before, and had not, or the other way, by the last evolution.
  var drifted: [String] = []
  /// The same with the window before.
  var drift: [String] = []
  /// `1,080 -> 1,230 people`, where that is much.
  var people: String?
  /// `People: 1,080 -> 1,230`
  var peopleCount: String?
  var others: [String] = []
  /// Whether the data had begun before either window did. Else no figure is compared.
  let areWindowsFull: Bool

  /// At most so many figures are named.
  private static let figuresNamed = 10
  /// A main metric, or the number of people, is told of when it moved by more than this share.
  private static let notable = 0.1

  init(from before: Evidence, to after: Evidence, rules: RuleChange? = nil) {
    if before.stage != after.stage { stage = "Stage: \(before.stage.rawValue) -> \(after.stage.rawValue)" }
    model = modelWords(from: before.model, to: after.model)
    areWindowsFull = before.isWindowFull && after.isWindowFull
    compareClaims(before.claims, after.claims, rules)
    if areWindowsFull, rules?.words == nil { compareMetrics(before.metrics, after.metrics) }
    compareDrift(before.drift, after.drift)
    compareTheRest(before, after)
  }

  private mutating func compareClaims(
    _ before: [Evidence.ClaimResult], _ after: [Evidence.ClaimResult], _ rules: RuleChange?
  ) {
    let old = Dictionary(before.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let kept = Set(after.map(\.id))
    claims =
      after.compactMap { claim in
        let then = old[claim.id]
        let isRewritten = then != nil && rules?.claims.contains(claim.id) ?? false
        // By another basis a verdict does not turn: it is another one.
        guard then == nil || isRewritten || rules?.words == nil && then?.verdict != claim.verdict else {
          return nil
        }
        return ClaimChange(before: then, after: claim, isRewritten: isRewritten)
      } + before.filter { !kept.contains($0.id) }.map { ClaimChange(before: $0, after: nil) }
  }

  private mutating func compareMetrics(
    _ before: [String: Evidence.Metric], _ after: [String: Evidence.Metric]
  ) {
    let longer = weeksKnown(after) / weeksKnown(before)
    moves = after.compactMap { name, now -> Move? in
      guard name != "days_known", let then = before[name], let move = Move(name, from: then, to: now),
        Self.isTold(move)
      else { return nil }
      guard !MetricWords.isRate(name) else { return move }
      // A total grows by itself when people have been known for longer.
      let pace = Move(name, from: then, to: now, over: longer)
      return pace.map { Self.isTold($0) && $0.isGrowth == move.isGrowth } == true ? move : nil
    }.sorted()
  }

  private static func isTold(_ move: Move) -> Bool {
    move.isBeyondChance || (move.rank != nil && move.size > notable)
  }

  private mutating func compareDrift(_ before: Evidence.Drift?, _ after: Evidence.Drift?) {
    guard var new = after else { return }
    // What goes on in the same direction was told; what turns was not.
    let told = Set((before?.changes ?? []).map(direction))
    new.changes.removeAll { told.contains(direction($0)) }
    let than = "Beyond chance against \(dateWords(new.from)) to \(dateWords(new.to))"
    drifted = driftWords(new)
    drift = drifted.map { "\(than): \($0.uncapitalizedFirst)" }
  }

  private mutating func compareTheRest(_ before: Evidence, _ after: Evidence) {
    let (then, now) = (before.people.matched, after.people.matched)
    if abs(Double(now - then)) > Self.notable * Double(then) {
      people = "\(grouped(then)) -> \(grouped(now)) people"
    }
    if now != then { peopleCount = "People: \(grouped(then)) -> \(grouped(now))" }
    others += peopleCount.map { [$0] } ?? []
    let leaders: [(String, KeyPath<Evidence.Distributions, [Evidence.Share]>)] = [
      ("Most used channel", \.channels), ("Most common last screen", \.lastBeforeLeaving),
    ]
    for (what, part) in leaders {
      if let then = before.distributions[keyPath: part].first?.name,
        let now = after.distributions[keyPath: part].first?.name, then != now
      {
        others.append("\(what): \(oneLine(then, limit: nameLimit)) -> \(oneLine(now, limit: nameLimit))")
      }
    }
    if before.window.days != after.window.days {
      others.append("Window: \(before.window.days) -> \(counted(after.window.days, "day", "days"))")
    }
    if let words = fillingWords(before, after) { others.append(words) }
  }
}

/// For how many weeks of the window people were known, as their active days have it; 1 where that is not shown.
private func weeksKnown(_ metrics: [String: Evidence.Metric]) -> Double {
  guard let days = metrics["active_days"]?.mean, let rate = metrics["active_days_per_week"]?.mean, days > 0,
    rate > 0
  else { return 1 }
  return days / rate
}

/// Why no figures are compared; `nil` where they are.
func fillingWords(_ before: Evidence, _ after: Evidence) -> String? {
  guard !before.isWindowFull || !after.isWindowFull else { return nil }
  return "Figures are not compared: the data do not fill both windows yet"
}

/// That rules changed between two evidences; `nil` when none did. A model that comes or goes is one of them, and of what
/// changed beside it the evidence does not tell.
func rulesWords(_ before: Evidence, _ after: Evidence) -> String? {
  guard before.rules != after.rules else { return nil }
  guard before.model == after.model else { return "The rules changed: the model, and perhaps others" }
  let words = "The settings or the persona's rules changed"
  guard let model = after.model, model.origin == .promoted else { return words }
  return words + "; the model of \(dateWords(model.learnedDay)) decides who belongs, whatever a match says"
}

/// A metric that moved, and whether it grew.
private func direction(_ change: Evidence.Drift.Change) -> String {
  change.metric + (change.now > change.before ? "+" : "-")
}

/// Texts in a line of plain text are cut at these lengths, in characters.
let claimLimit = 120
let nameLimit = 60

/// Whether two intervals have no value in common.
func areApart(_ a: Evidence.Interval?, _ b: Evidence.Interval?) -> Bool {
  guard let a, let b else { return false }
  return a.high < b.low || b.high < a.low
}

/// Why behaviour decides now who belongs, or decides no more; nil when nothing changed.
private func modelWords(from before: LearnedRule?, to after: LearnedRule?) -> String? {
  guard before != after else { return nil }
  guard let after else {
    return
      "Too few people fit the model of \(dateWords(before?.learnedDay ?? "")), or none came lately; "
      + writtenMatchDecides
  }
  return (before == nil ? "" : "Learned anew: ") + agreementWords(after)
}

/// What is so without a model, whatever became of it.
let writtenMatchDecides = "the written match decides again who belongs"

/// `The match and a model of its people agree on 83% (79-87%), so behaviour decides who belongs`
func agreementWords(_ learned: LearnedRule) -> String {
  switch learned.origin {
  case .discovered:
    "Found in behaviour as a group; found again to \(percent(learned.agreement)) in other people"
  case .promoted:
    "The match and a model of its people agree on \(percent(learned.agreement))"
      + (learned.agreementInterval.map { " (\(percent($0.low)) to \(percent($0.high)))" } ?? "")
      + ", so behaviour decides who belongs"
  }
}

extension LearnedRule {
  /// `2026-03-31`
  var learnedDay: String { String(learned.prefix { $0 != "T" }) }
}

private func firstWords(_ evidence: Evidence) -> [String] {
  [peopleWords(evidence)] + [evidence.model.map(agreementWords)].compactMap { $0 }
    + evidence.claims.map(\.withVerdict)
}

extension Evidence.ClaimResult {
  /// `Confirmed: Plays in the evening - 58% of events (95% interval 57% to 59%); expected at least 50%`
  fileprivate var withVerdict: String { "\(verdict.rawValue.capitalizedFirst): \(inWords)" }
}

/// `1,230 of 9,980 people (12%), 90 days to 20 Nov 2026`, and where that is within the window, `with data from 16 Nov 2026 on`.
func peopleWords(_ evidence: Evidence) -> String {
  let (people, window) = (evidence.people, evidence.window)
  let count = "\(grouped(people.matched)) of \(counted(people.of, "person", "people"))"
  return "\(count) (\(percent(people.share))), \(windowWords(window))"
    + (evidence.dataFrom.map { ", with data from \(dateWords($0)) on" } ?? "")
}

/// `90 days to 20 Nov 2026`.
func windowWords(_ window: Evidence.Window) -> String {
  "\(counted(window.days, "day", "days")) to \(dateWords(window.to))"
}

/// The last day that a block or a picture speaks of, as `2026-11-20`; nil for a text that has no such words.
public func lastDay(inWords text: String) -> String? {
  guard let match = text.firstMatch(of: /%\), [0-9,]+ days? to ([0-9]{1,2} [A-Z][a-z]{2} [0-9]{4})/) else {
    return nil
  }
  return date(inWords: String(match.1))
}
