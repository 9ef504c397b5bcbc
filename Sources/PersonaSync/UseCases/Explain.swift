// Explains one profile: which rows linked its identifiers, and why it does or does not match each persona.

internal import Attribution
internal import EventStream
internal import Persona
internal import Profiles

/// The explanation as text, for standard output. `written` is an identifier, with its kind (`user:17`) or without.
public func explainProfile(
  _ written: String, in folder: WorkspaceFolder, asOf: String?,
  progress: @escaping RunProgress.Report = { _ in }
) throws -> String {
  let identified = try IdentifiedPeople(folder, asOf: asOf, .everybody, progress: progress)
  let (people, behaviour) = (identified.people, identified.behaviour)
  let profile = try behaviour.profile(named: written)
  let identifiers = try behaviour.graph.identifiers(of: [profile]).flatMap(\.self)
  var lines = ["identifiers"]
  lines += identifiers.map { "  \($0.kind):\($0.value)" }
  let links = try linkingRows(profile, behaviour: behaviour)
  lines.append("linked by")
  lines += links.isEmpty ? ["  nothing: it has one identifier only"] : links.map { "  " + $0 }
  for (index, entry) in people.personas.enumerated() where entry.rules.decidesMembership {
    let isMember = people.attribution.members(of: index)[profile]
    if let learned = try people.attribution.reasons(of: profile, persona: index) {
      lines += learnedLines(entry, people.attributed.rules[index], isMember, learned.shares, learned.reasons)
      continue
    }
    lines.append("\(entry.id): \(isMember ? "matches" : "does not match")")
    for outcome in try people.attribution.explanation(of: profile, persona: index) {
      let indent = String(repeating: "  ", count: outcome.path.count + 1)
      lines.append("\(indent)\(outcome.passed ? "pass" : "fail")  \(outcome.words)  (\(outcome.actual))")
    }
  }
  return lines.joined(separator: "\n") + "\n"
}

/// The probabilities of a data-first persona, and what moves its own most.
private func learnedLines(
  _ entry: PersonaEntry, _ rules: PersonaRules, _ isMember: Bool, _ shares: [Double],
  _ reasons: [LearnedReason]
) -> [String] {
  guard let learned = rules.learned else { return [] }
  let own = shares[learned.group]
  var lines = ["\(entry.id): \(isMember ? "belongs" : "does not belong"), probability \(percent(own))"]
  if shares.allSatisfy({ $0 == 0 }) {
    lines.append("  fits no group: further from all than their people are")
  }
  let telling = reasons.filter { abs($0.weight) >= 0.1 && !$0.value.isNaN }
    .sorted { (abs($1.weight), $0.measure.name) < (abs($0.weight), $1.measure.name) }
  for reason in telling.prefix(6) {
    let figures = [reason.value, reason.usual].map { value in
      reason.measure.scale == .share ? percent(value) : "\((value * 100).rounded() / 100)"
    }
    let side = reason.weight > 0 ? "for    " : "against"
    lines.append("  \(side)  \(reason.measure.words)  (\(figures[0]); usual \(figures[1]))")
  }
  return lines
}

extension Model.Measure {
  /// What the measure measures, in the words of the settings.
  fileprivate var words: String {
    switch family {
    case .metric, .score: name
    case .event: "share of events \(name)"
    case .channel: "share of events by \(name)"
    case .time: "share of events in the \(name)"
    }
  }
}

/// The rows on which the profile's identifiers stand together, as they were first seen.
private func linkingRows(_ profile: Int, behaviour: IdentifiedBehaviour) throws(Failure) -> [String] {
  try behaviour.graph.links(of: profile).map { link in
    let file = behaviour.behaviour.summaries[link.source].files[Int(link.location >> 40)]
    let line = link.location & (1 << 40 - 1)
    return "\(file):\(line)  " + link.identifiers.map { "\($0.kind):\($0.value)" }.joined(separator: " = ")
  }
}

/// Every value that stopped being a link, as CSV: kind, value, why, and how many values it hangs together with.
public func listStoppedLinks(
  in folder: WorkspaceFolder, asOf: String?,
  progress: @escaping RunProgress.Report = { _ in }
) throws -> String {
  let people = try IdentifiedPeople(folder, asOf: asOf, progress: progress)
  return try people.behaviour.graph.stoppedLinks().reduce(
    csvLine(["kind", "value", "reason", "neighbours"])
  ) {
    $0 + csvLine([$1.identifier.kind, $1.identifier.value, $1.reason, "\($1.neighbours)"])
  }
}
