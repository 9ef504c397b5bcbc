// The groups that the data show, in words for a terminal.

public import Persona

/// The grouping as plain text. `safe` makes text from data harmless.
public func groupingText(_ grouping: Grouping, safe: (String) -> String) -> String {
  let people = grouping.people
  let who = grouping.isUncovered ? "people of no persona" : "people"
  var parts = [
    "Looked at \(grouped(people.matched)) \(who) of \(grouped(people.of)), \(windowWords(grouping.window)).\n"
      + "\(grouping.reason.capitalizedFirst).\n"
  ]
  if !grouping.trail.isEmpty { parts.append(trailText(grouping)) }
  for (place, group) in grouping.groups.enumerated() {
    parts.append("\(place + 1). " + groupText(group, safe: safe))
  }
  if let ungrouped = grouping.ungrouped {
    parts.append(
      "\(counted(ungrouped.matched, "person is", "people are")) in none of them (\(percent(ungrouped.share))).\n"
    )
  }
  if !grouping.gone.isEmpty { parts.append(grouping.gone.map { goneText($0, safe: safe) }.joined()) }
  return parts.joined(separator: "\n")
}

private func goneText(_ gone: Grouping.Gone, safe: (String) -> String) -> String {
  let whereto =
    switch gone.whereto {
    case .nobody: "fewer people than may be shown are like it now"
    case .persona(let other): "its people are mostly in \(safe(other)) now"
    case .scattered: "no group has most of its people"
    }
  return "Gone: \(safe(gone.persona)), \(whereto)\n"
}

private func trailText(_ grouping: Grouping) -> String {
  let rows = grouping.trail.map { candidate in
    [
      "\(candidate.groups)", percent(candidate.separation), percent(candidate.stability),
      percent(candidate.coverage),
    ]
  }
  let lines = ([["groups", "parted by", "found again", "of people"]] + rows).map { row in
    row.map { String(repeating: " ", count: max(0, 13 - $0.count)) + $0 }.joined() + "\n"
  }
  return lines.joined()
}

private func groupText(_ group: Grouping.Group, safe: (String) -> String) -> String {
  let people = "\(counted(group.people.matched, "person", "people")) (\(percent(group.people.share)))"
  var lines = ["\(safe(workingName(group.distinctions))): \(people), found again \(percent(group.stability))"]
  lines += group.distinctions.map { "   " + distinctionWords($0, safe: safe) }
  let personas = group.personas.filter { $0.share >= 0.1 }.map { persona in
    "\(persona.share == 1 ? "most or all" : percent(persona.share)) in \(safe(persona.name))"
  }
  if !personas.isEmpty { lines.append("   Of them " + personas.joined(separator: ", ")) }
  if let descent = descentWords(group.descent) { lines.append("   " + safe(descent)) }
  return lines.joined(separator: "\n") + "\n"
}

private func descentWords(_ descent: Grouping.Descent) -> String? {
  switch descent {
  case .new: nil
  case .same(let persona, let similarity):
    "It is \(persona): \(percent(similarity)) of both are the same people"
  case .part(let persona): "A part of \(persona), which has split"
  case .merger(let personas): "\(personas.joined(separator: " and ")) have become one"
  case .wider(let persona): "Most people of \(persona) are in it, among others"
  case .former(let persona): "Most of its people were \(persona)'s in the window before"
  }
}
