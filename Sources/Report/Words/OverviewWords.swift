// How all personas stand together, in words for a terminal.

public import Persona

/// The overview as plain text, some forty lines at most for a dozen personas. `safe` makes text from data harmless.
public func overviewText(_ overview: Overview, safe: (String) -> String) -> String {
  var parts = [uncoveredText(overview, safe: safe)]
  let pairs = overview.pairs.map { "  " + pairWords($0, safe: safe) + "\n" }
  if !pairs.isEmpty { parts.append("Personas that may be one:\n" + pairs.joined()) }
  if !overview.splits.isEmpty {
    parts.append(
      "Personas whose people behave in several ways:\n"
        + overview.splits.map { splitText($0, safe: safe) }.joined())
  }
  let makeUps = overview.personas.map { makeUpText($0, safe: safe) }
  if !makeUps.isEmpty { parts.append("What people in them are, against everyone:\n" + makeUps.joined()) }
  return parts.joined(separator: "\n")
}

private func uncoveredText(_ overview: Overview, safe: (String) -> String) -> String {
  switch overview.uncovered {
  case .people(let people): return uncoveredText(people, of: overview, safe: safe)
  case .hardlyAnybody: return "Too few people are left out by the personas to say how many.\n"
  case .nearlyEverybody: return "Too few people are described by a persona to say how many.\n"
  case .unknown: return "There are too few people to say whom the personas leave out.\n"
  }
}

private func uncoveredText(
  _ people: Evidence.People, of overview: Overview, safe: (String) -> String
) -> String {
  var lines = [
    "\(grouped(people.matched)) of \(counted(people.of, "person", "people")) (\(percent(people.share))) belong to "
      + "no persona, \(windowWords(overview.window))."
  ]
  let distinctions = overview.uncoveredDistinctions.map { "    " + distinctionWords($0, safe: safe) }
  if !distinctions.isEmpty {
    lines += ["  What sets them apart from the people of the personas:"] + distinctions
  }
  let events = overview.uncoveredEvents.prefix(5).map { "\(safe($0.name)) \(percent($0.share))" }
  if !events.isEmpty { lines += ["  What they do:", "    " + events.joined(separator: ", ")] }
  return lines.joined(separator: "\n") + "\n"
}

private func pairWords(_ pair: Overview.Pair, safe: (String) -> String) -> String {
  let names = "\(safe(pair.a)) and \(safe(pair.b))"
  switch pair.reason {
  case .samePeople(let share): return "\(names): \(percent(share)) of the people of either belong to both"
  case .alike(let metrics):
    return
      "\(names): different people who behave alike, none of \(metrics) metrics differs by more than a trifle"
  }
}

private func splitText(_ split: Overview.Split, safe: (String) -> String) -> String {
  "  \(safe(split.persona)):\n"
    + split.parts.map { part in
      "    \(counted(part.people, "person", "people")): \(safe(workingName(part.distinctions)).uncapitalizedFirst)\n"
    }.joined()
}

private func makeUpText(_ persona: Overview.Persona, safe: (String) -> String) -> String {
  let people = "\(counted(persona.people.matched, "person", "people")) (\(percent(persona.people.share)))"
  let shared = persona.shared == 0 ? "" : ", \(percent(persona.shared)) also in another"
  let traits = persona.traits.map { trait in
    let shares = figures([trait.here, trait.everyone], as: .share)
    return "    \(safe(trait.name)) \(safe(trait.value)): \(shares[0]), everyone \(shares[1])\n"
  }
  let medians = persona.medians.map { median in
    let texts = figures([median.here, median.everyone], as: .number)
    return "    \(safe(median.name)): \(texts[0]) in the median, everyone \(texts[1])\n"
  }
  return "  \(safe(persona.id)): \(people)\(shared)\n" + (traits + medians).joined()
}
