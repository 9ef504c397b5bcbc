// Takes back the last evolution of personas, in new commits: what people wrote since stays, and so does the history.

internal import Persona
internal import PersonaFile
internal import Workspace

/// What became of an undo.
public struct UndoOutcome: Sendable {
  public var isDryRun: Bool
  /// Subjects of the commits that keep hand edits.
  public var edits: [String] = []
  public var personas: [UndoneEvolution] = []
  /// Unified diffs of a dry run, in the order of the commits.
  public var diffs: [String] = []
  /// What became of a run that was interrupted, and what the hooks of git said.
  public var notes: [String] = []

  /// Whether a persona was left as it was for a reason that a person must mend.
  public var hasConflicts: Bool {
    personas.contains { if case .undone = $0.result { false } else { true } }
  }
}

/// What became of one persona.
public struct UndoneEvolution: Sendable {
  public enum Result: Sendable {
    case undone(subject: String)
    /// Words inside the block that do not merge with the text before, or had none to stand in.
    case conflict([String])
    /// The file cannot hold a block.
    case refused([String])
  }

  public var id: String
  public var result: Result
}

/// Takes the last evolution of each persona back.
///
/// - Parameter ids: the personas; all of them when it is empty.
/// - Throws: when there is nothing to take back; nothing is written then.
public func undoEvolutions(
  of ids: [String], in folder: WorkspaceFolder, isDryRun: Bool, tool: String
) throws -> UndoOutcome {
  for id in ids {
    do throws(Failure) {
      try folder.requirePersona(id)
    } catch {
      throw try removed(id, from: folder) ?? error
    }
  }
  return try OpenWorkspace.whileQuiet(in: folder, isDryRun: isDryRun) { workspace, recovery in
    var outcome = try undo(ids, in: workspace, isDryRun: isDryRun, tool: tool)
    if let recovery { outcome.notes.insert(recovery.words, at: 0) }
    return outcome
  }
}

/// Why a persona that there was cannot be gone back with: its file is not there.
private func removed(_ id: String, from folder: WorkspaceFolder) throws(Failure) -> Failure? {
  guard let history = try History(in: folder, of: [id]).persona(id) else { return nil }
  let file = history.file ?? history.edits.first?.file ?? PersonaPaths(file: "personas/\(id).md").file
  let commit = history.file == nil ? history.edits.first { $0.isRemoval }?.commit.shortID : "HEAD"
  let from = commit.map { history.file == nil ? $0 + "~1" : $0 }
  return Failure(
    "the persona \(id) was removed, and undo takes back evolutions only",
    hint: from.map { "bring it back, then sync: git checkout \($0) -- \(shellArgument(file))" }
      ?? "`git log -- \(shellArgument(file))` shows where it went")
}

private func undo(
  _ ids: [String], in workspace: OpenWorkspace, isDryRun: Bool, tool: String
) throws -> UndoOutcome {
  let personas = try workspace.personas(workspace.settings())
  let entries = personas.entries.filter { !$0.isLeftOut && (ids.isEmpty || ids.contains($0.id)) }
  // A file that cannot be read, and not one whose rules are wrong: they play no part.
  let problems = personas.problems.filter { problem in
    ids.contains { id in
      WorkspaceFolder.personaID(of: problem.location.file) == id && !entries.contains { $0.id == id }
    }
  }
  if !problems.isEmpty { throw WrittenProblems(problems) }
  let last = try Undo.last(of: entries, in: workspace.repository)
  let overlooked = try entries.filter { last[$0.id] != nil }.flatMap { entry throws(Failure) in
    try PersonaSet.overlooked(entry, by: workspace.repository)
  }
  if !overlooked.isEmpty { throw WrittenProblems(overlooked) }
  if let without = ids.first(where: { last[$0] == nil }) {
    throw Failure(
      "\(without) has no evolution that could be taken back", hint: "`persona-sync log` lists the evolutions")
  }
  guard !last.isEmpty else {
    throw Failure(
      "there is no evolution that could be taken back", hint: "`persona-sync sync` makes the first")
  }

  var plan = Plan()
  let edits = EditPlanner(files: workspace.files, repository: workspace.repository, personas: personas)
  plan.commits = try edits.commits().filter { last[$0.persona] != nil }
  var outcome = UndoOutcome(isDryRun: isDryRun)
  outcome.edits = plan.commits.map(\.subject)
  let placement = BlockPlacement(repository: workspace.repository, after: plan.commits)
  for entry in entries {
    guard let undo = last[entry.id] else { continue }
    let (commit, result) = try undo.plan(entry, in: workspace, placement: placement, tool: tool)
    outcome.personas.append(UndoneEvolution(id: entry.id, result: result))
    if let commit { plan.commits.append(commit) }
  }
  if isDryRun {
    outcome.diffs = try plan.diffs(workspace.repository)
  } else {
    try plan.apply(to: workspace.repository, files: workspace.files)
    outcome.notes = workspace.repository.hookWords
  }
  outcome.notes = plan.overwritten + outcome.notes
  return outcome
}
