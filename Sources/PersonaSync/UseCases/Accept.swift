// Makes a persona of a group that behaviour shows, or learns one anew that the group carries on.

internal import Attribution
internal import EventStream
internal import Persona
internal import PersonaFile
internal import Profiles
internal import Report
internal import Workspace

/// Commits groups of `discover` as personas: for each its file, its evidence with the model, and its picture.
///
/// A group that carries a data-first persona on becomes that persona's new model.
///
/// - Parameters:
///   - numbers: of the groups, from 1, in the order in which `discover` lists them.
///   - name: of the one group; nil: a working name made from what sets it apart.
public func acceptGroups(
  _ numbers: [Int], named name: String?, in folder: WorkspaceFolder, options: DiscoverOptions, tool: String,
  progress: @escaping RunProgress.Report = { _ in }
) throws -> SyncOutcome {
  let syncOptions = SyncOptions(asOf: options.asOf, isDryRun: false, leavesEdits: false, tool: tool)
  return try evolve(folder, options: syncOptions, progress: progress) {
    workspace, settings, personas throws(Failure) in
    let behaviour = try Behaviour.read(
      settings, in: workspace, asOf: options.asOf,
      engine: Engine(settings, in: folder, report: progress))
    var people = try AttributedPeople(MeasuredBehaviour(behaviour), personas: personas.map(\.rules))
    let grouping = try people.grouping(options)
    var acceptance = Acceptance(personas: personas)
    // One that is named twice is one persona.
    for number in Set(numbers).sorted() {
      try acceptance.take(number, of: grouping, named: name, in: workspace, settings)
    }
    try people.attribute(to: acceptance.personas.map(\.rules))
    let attributed = people
    return Assessed(
      personas: acceptance.personas, assessment: try Assessment(of: people, personas: acceptance.personas),
      only: acceptance.ids
    ) { () throws(Failure) in try Restatements(attributed, in: workspace) }
  }
}

/// The personas of a workspace with those that groups become.
private struct Acceptance {
  private(set) var ids: Set<String> = []
  private(set) var personas: [PersonaEntry]

  init(personas: [PersonaEntry]) { self.personas = personas }

  mutating func take(
    _ number: Int, of grouping: Grouping, named name: String?, in workspace: OpenWorkspace,
    _ settings: Settings
  ) throws(Failure) {
    guard grouping.groups.indices.contains(number - 1) else {
      throw Failure(
        "there is no group \(number)",
        causes: [
          grouping.groups.isEmpty
            ? grouping.reason : "discover finds \(grouping.groups.count) of them now"
        ], hint: "`persona-sync discover` lists them")
    }
    let group = grouping.groups[number - 1]
    if case .same(let known, _) = group.descent,
      let place = personas.firstIndex(where: { $0.id == known })
    {
      guard name == nil else {
        throw Failure(
          "group \(number) is the persona \(known) already", hint: "leave --name out to learn \(known) anew")
      }
      ids.insert(known)
      personas[place].rules.learned = group.rule
      return
    }
    let name = name ?? workingName(of: group)
    let entry = try Self.entry(for: group, named: name, in: workspace, settings)
    ids.insert(entry.id)
    personas.append(entry)
    personas.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }

  /// Two groups may be set apart by the same things; the second has a number.
  private func workingName(of group: Grouping.Group) -> String {
    let name = Report.workingName(group.distinctions)
    let taken = Set(personas.map(\.id))
    guard taken.contains(personaID(from: name)) else { return name }
    return (2...(personas.count + 2)).lazy.map { "\(name) \($0)" }
      .first { !taken.contains(personaID(from: $0)) } ?? name
  }

  private static func entry(
    for group: Grouping.Group, named name: String, in workspace: OpenWorkspace, _ settings: Settings
  ) throws(Failure) -> PersonaEntry {
    let path = try newPersonaPath(for: name, in: workspace.folder)
    let text = discoveredPersonaText(name: name, group)
    let document = try PersonaDocument(bytes: Array(text.utf8), path: path)
    var rules = document.rules
    rules.learned = group.rule
    return PersonaEntry(
      paths: PersonaPaths(file: path), document: document, disk: document, committed: nil, rules: rules,
      writtenDigest: document.writtenDigest(of: rules.id, settings),
      committedEvidence: nil, past: PastEvidence(workspace.repository), isNew: true)
  }
}
