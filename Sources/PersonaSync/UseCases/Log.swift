// The evolutions of a workspace, read back from the commits that made them.

public import Persona
internal import Report

/// The evolutions of one persona, or of all, newest first: the commits that changed its evidence, whoever made them.
/// One that changed that of several personas, as a squash does, is told once.
public func evolutions(of persona: String?, in folder: WorkspaceFolder) throws(Failure) -> [Evolution] {
  let history = try History(in: folder, of: persona.map { [$0] })
  var told: Set<String> = []
  let evolutions = history.personas.flatMap(\.evolutions)
    // Where a shallow clone ends, everything counts as changed.
    .filter { !$0.isCutOff || $0.window != nil }
    .sorted { $0.commit.position < $1.commit.position }
    .filter { told.insert($0.commit.id).inserted }
  // A persona that is gone still has its history; one that never was is a slip.
  if let persona, evolutions.isEmpty { try folder.requirePersona(persona) }
  return evolutions
}

/// The history of one persona, or of all, to be looked at: trends, then evolutions and hand edits, newest first.
///
/// - Parameter safe: makes text from data and files harmless where it is going to stand.
public func historyGraphs(
  of id: String?, in folder: WorkspaceFolder, safe: (String) -> String
) throws(Failure) -> String {
  let history = try History(in: folder)
  var texts: [String] = []
  for persona in try history.personas(named: id) {
    if id == nil, persona.evolutions.isEmpty { continue }
    let edits = persona.edits.map { edit in
      History.PlacedMilestone(
        milestone: Milestone(
          .edit, commit: edit.commit.shortID, day: edit.commit.day, author: edit.commit.author,
          subject: edit.commit.subject),
        position: edit.commit.position)
    }
    let commits = (try history.milestones(of: persona) + edits).sorted { $0.position < $1.position }
    texts.append(historyGraph(of: persona.id, commits.map(\.milestone), safe: safe))
  }
  return texts.joined(separator: "\n")
}
