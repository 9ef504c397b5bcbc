// The evolutions of a workspace, read back from the commits that made them.

public import Persona

/// The evolutions of one persona, or of all, newest first: the commits that a sync made.
public func evolutions(of persona: String?, in folder: WorkspaceFolder) throws(Failure) -> [Evolution] {
  let history = try History(in: folder, of: persona.map { [$0] })
  let evolutions = history.personas.flatMap(\.evolutions).filter { $0.window != nil }
    .sorted { $0.commit.position < $1.commit.position }
  // A persona that is gone still has its history; one that never was is a slip.
  if let persona, evolutions.isEmpty { try folder.requirePersona(persona) }
  return evolutions
}
