// Lets behaviour decide who belongs to a persona, where it agrees with the match that somebody wrote.

internal import Attribution
internal import EventStream
internal import Persona
internal import PersonaFile
internal import Profiles
internal import Workspace

/// Learns a model of the people of a persona's match and commits it as what decides membership from now on.
///
/// Throws when match and model do not agree; nothing is written then.
public func promotePersona(
  _ id: String, in folder: WorkspaceFolder, asOf: String?, tool: String,
  progress: @escaping RunProgress.Report = { _ in }
) throws -> SyncOutcome {
  try folder.requirePersona(id)
  let options = SyncOptions(asOf: asOf, isDryRun: false, leavesEdits: false, tool: tool)
  return try evolve(folder, options: options, progress: progress) {
    workspace, settings, personas throws(Failure) in
    guard let index = personas.firstIndex(where: { $0.id == id }) else {
      throw Failure("there is no persona \(id)")
    }
    try requirePromotable(personas[index])
    let behaviour = try Behaviour.read(
      settings, in: workspace, asOf: asOf,
      engine: Engine(settings, in: folder, report: progress))
    var people = try AttributedPeople(MeasuredBehaviour(behaviour), personas: personas.map(\.rules))
    var rules = people.rules
    rules[index].learned = try learnedRule(of: index, id, people)
    try people.attribute(to: rules)
    let attributed = people
    return Assessed(
      personas: personas, assessment: try Assessment(of: people, personas: personas), only: [id]
    ) { () throws(Failure) in try Restatements(attributed, in: workspace) }
  }
}

private func requirePromotable(_ entry: PersonaEntry) throws(Failure) {
  if entry.rules.learned != nil {
    throw Failure(
      "\(entry.id) is data-first already",
      hint:
        "`git revert` of its commits since, and of the one that made it so, gives its match back its say")
  }
  guard entry.rules.match != nil else {
    throw Failure(
      "cannot promote \(entry.id)", causes: ["nothing says who belongs to it"],
      hint: "write a `match`, or let `persona-sync discover` find its people")
  }
}

private func learnedRule(
  of index: Int, _ id: String, _ people: AttributedPeople
) throws(Failure) -> LearnedRule {
  switch people.attribution.standing(of: index) {
  case .fresh: break
  case .stale:
    throw Failure(
      "cannot promote \(id)", causes: ["its people have done nothing new for too long"],
      hint: "sync newer events first")
  case .tooFewPeople, .noMatch:
    throw Failure(
      "cannot promote \(id)", causes: ["fewer people match than may be shown"],
      hint: "widen its `match`, or wait for more people")
  }
  let promotion = try people.promotion(of: index)
  guard let learned = promotion.learned else {
    throw Failure(
      "cannot promote \(id)", causes: ["it has too few people, or leaves too few, to learn from"],
      hint: "wait for more people")
  }
  guard promotion.agrees else {
    let interval = learned.agreementInterval.map { " (\(percent($0.low)) to \(percent($0.high)))" } ?? ""
    throw Failure(
      "cannot promote \(id)",
      causes: [
        "its match and a model of its people agree on \(percent(learned.agreement)) of those whom either takes"
          + "\(interval); the whole interval must reach \(percent(Promotion.leastAgreement))"
      ],
      hint: (people.rules[index].match?.asksForTraits == true
        ? "its match asks for a trait, which behaviour may not show"
        : "others behave as its people do, or they behave in several ways")
        + "; it stays data-augmented")
  }
  return learned
}
