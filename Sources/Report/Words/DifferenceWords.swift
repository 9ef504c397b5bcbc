// The meaning of the difference between two evidences, as an outline for a terminal: what commit messages tell of, with
// everything that does not fit there.

public import Persona

/// What differs between two evidences of one persona, by kind, each line indented by two blanks or more; empty when
/// they are the same. Without a `before` it tells what the first evidence says, without an `after` that it is gone.
///
/// `safe` makes text from data and settings harmless where it is going to stand.
public func differenceText(
  from before: Evidence?, to after: Evidence?, safe: (String) -> String
) -> String {
  guard let after else {
    return before.map { section("Evidence", ["No evidence any more; it was: \(peopleWords($0))"]) } ?? ""
  }
  guard let before else {
    return section("First evidence", changesInWords(from: nil, to: after).map(safe))
  }
  guard before != after else { return "" }
  let changes = Changes(from: before, to: after)
  let sections = [
    // What follows may be of other people, or measured otherwise.
    ("Rules", rulesWords(before, after).map { [$0] } ?? []),
    ("Stage", stageLines(before, after, changes)),
    ("People", peopleLines(before, after)),
    ("Claims", claimLines(before, after, changes, safe)),
    ("Figures", changes.moves.map { moveLine($0, safe) } + changes.drift.map(safe)),
    (
      "What sets them apart",
      newAndGone(
        before.distinctions, after.distinctions, most: distinctionsNamed, key: { "\($0.kind) \($0.name)" },
        words: { distinctionWords($0, safe: safe) })
    ),
    (
      "What they lean to",
      newAndGone(
        before.affinities, after.affinities, key: { "\($0.kind) \($0.name)" },
        words: { affinityWords($0, safe: safe) })
    ),
    ("Where they come and leave", leaderLines(before, after, safe)),
    ("Basis", basisLines(before, after, safe)),
  ]
  let text = sections.map { section($0, $1) }.joined()
  return text.isEmpty ? "  No verdict turned, and no main figure moved by more than a tenth\n" : text
}

/// At most so many distinctions and affinities are named of each kind.
private let named = 12

private func section(_ heading: String, _ lines: [String]) -> String {
  guard !lines.isEmpty else { return "" }
  return "  \(heading)\n" + lines.map { "    \($0)\n" }.joined()
}

private func stageLines(_ before: Evidence, _ after: Evidence, _ changes: Changes) -> [String] {
  let stage = before.stage == after.stage ? [] : ["\(before.stage.rawValue) -> \(after.stage.rawValue)"]
  // A difference does not know whether a sync let go of the model, or somebody who undid it.
  let isWithout = before.model != nil && after.model == nil
  return stage + (isWithout ? [writtenMatchDecides.capitalizedFirst] : changes.model.map { [$0] } ?? [])
}

/// Counts of people are rounded in the evidence: who joined or left cannot be told, only how many more or fewer.
private func peopleLines(_ before: Evidence, _ after: Evidence) -> [String] {
  let (then, now) = (before.people, after.people)
  guard then.matched != now.matched || then.share != now.share else { return [] }
  return [
    "\(grouped(then.matched)) of \(grouped(then.of)) (\(percent(then.share))) -> \(grouped(now.matched)) of "
      + "\(grouped(now.of)) (\(percent(now.share))), as rounded"
  ]
}

private func claimLines(
  _ before: Evidence, _ after: Evidence, _ changes: Changes, _ safe: (String) -> String
) -> [String] {
  let turned = changes.claims.flatMap { change -> [String] in
    guard let claim = change.after else {
      return ["- \(safe(change.before?.says ?? ""))", "    no longer claimed"]
    }
    let was =
      change.before.map { "was \($0.verdict.rawValue), now \(claim.verdict.rawValue)" }
      ?? "new, \(claim.verdict.rawValue)"
    return [
      "\(claim.verdict.sign) \(safe(claim.says))",
      "    \(was): \(claim.measured(before: change.before, safe: safe))",
    ]
  }
  let told = Set(changes.claims.compactMap { $0.after?.id })
  let old = Dictionary(before.claims.map { ($0.id, $0) }) { first, _ in first }
  let moved = after.claims.filter { claim in
    !told.contains(claim.id) && areApart(old[claim.id]?.interval, claim.interval)
  }
  return turned
    + moved.flatMap { claim in
      [
        "\(claim.verdict.sign) \(safe(claim.says))",
        "    still \(claim.verdict.rawValue): \(claim.measured(before: old[claim.id], safe: safe))",
      ]
    }
}

/// `Active 3.2 -> 3.7 days a week on average (+16%, beyond chance)`
private func moveLine(_ move: Move, _ safe: (String) -> String) -> String {
  let details = [move.growth, move.isBeyondChance ? "beyond chance" : nil].compactMap { $0 }
  return safe(move.words) + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))")
}

/// What came, with a plus, and what is gone, with a minus: where a list has as many items as it ever has, what is not in it may
/// still be so.
private func newAndGone<Item>(
  _ before: [Item], _ after: [Item], most: Int = .max, key: (Item) -> String, words: (Item) -> String
) -> [String] {
  let (old, new) = (Set(before.map(key)), Set(after.map(key)))
  let came = before.count < most ? after.filter { !old.contains(key($0)) } : []
  let gone = after.count < most ? before.filter { !new.contains(key($0)) } : []
  return [("+", came), ("-", gone)]
    .flatMap { sign, items in
      items.prefix(named).map { "\(sign) \(words($0))" }
        + (items.count > named ? ["\(sign) \(items.count - named) more"] : [])
    }
}

private func leaderLines(_ before: Evidence, _ after: Evidence, _ safe: (String) -> String) -> [String] {
  let parts: [(String, KeyPath<Evidence.Distributions, [Evidence.Share]>)] = [
    ("Channel", \.channels), ("Last screen before leaving", \.lastBeforeLeaving),
  ]
  return parts.flatMap { what, part in
    let (then, now) = (before.distributions[keyPath: part], after.distributions[keyPath: part])
    return now.compactMap { share -> (line: String, size: Double)? in
      guard let old = then.first(where: { $0.name == share.name }),
        abs(old.share - share.share) >= tellingShare
      else { return nil }
      let texts = figures([old.share, share.share], as: .share)
      return ("\(what) “\(safe(share.name))”: \(texts[0]) -> \(texts[1])", abs(old.share - share.share))
    }.sorted { $0.size > $1.size }.map(\.line)
  }
}

/// A share of channels or screens is told of when it moved by so much.
private let tellingShare = 0.05

private func basisLines(_ before: Evidence, _ after: Evidence, _ safe: (String) -> String) -> [String] {
  var lines: [String] = []
  if before.window.days != after.window.days {
    lines.append("Window: \(before.window.days) -> \(counted(after.window.days, "day", "days"))")
  }
  if let words = fillingWords(before, after) { lines.append(words) }
  let old = Dictionary(before.sources.map { ($0.name, $0) }) { first, _ in first }
  for source in after.sources where old[source.name]?.digest != source.digest {
    let change =
      switch (old[source.name], old[source.name]?.events, source.events) {
      case (nil, _, _): "new, \(source.eventWords)"
      case (_, let then?, let now?) where then != now:
        "\(grouped(then)) -> \(counted(now, "event", "events"))"
      default: "other records than before"
      }
    lines.append("Source \(safe(source.name)): \(change)")
  }
  let kept = Set(after.sources.map(\.name))
  for source in before.sources where !kept.contains(source.name) {
    lines.append("Source \(safe(source.name)): no longer read")
  }
  return lines
}
