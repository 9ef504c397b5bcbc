// Finds what people changed by hand below `personas/` and plans to commit it as it is, one commit a persona.

internal import Persona
internal import PersonaFile
internal import Workspace

/// Plans the commits of hand edits.
struct EditPlanner {
  let files: FileStore
  let repository: Repository
  let personas: PersonaSet

  /// One commit for each persona that was changed by hand; sorted by id. Other files below `personas/`, and those that
  /// cannot be read, are left to their owner.
  func commits() throws(Failure) -> [PlannedCommit] {
    let changed = try repository.changedPaths(under: "personas")
    // A sparse checkout leaves files out of the work tree, which is no removal.
    let leftOut = Set(try repository.pathsLeftOut(under: "personas"))
    let entries = Dictionary(personas.entries.map { ($0.path, $0) }) { first, _ in first }
    var commits: [String: PlannedCommit] = [:]
    for change in changed where WorkspaceFolder.isPersona(change.path) {
      let entry = entries[change.path]
      guard entry != nil || (change.kind == .deleted && !leftOut.contains(change.path)) else { continue }
      let id = WorkspaceFolder.personaID(of: change.path)
      let bytes = try files.read(change.path, limitBytes: Limits.personaFileBytes)
      let edited = try entry?.byHand() ?? bytes
      let base = try repository.bytes(of: change.path, at: nil)
      if edited == base { continue }  // only the tool's own parts differ, as after an interrupted run
      let file = PlannedFile(
        path: change.path, base: base, committed: edited, before: bytes, after: bytes)
      commits[id, default: PlannedCommit(kind: .edit, persona: id, message: "", files: [])].files.append(file)
    }
    for (id, commit) in commits { commits[id]?.message = "\(id): \(verb(commit.files)) by hand\n" }
    return commits.values.sorted { $0.persona.utf8.lexicographicallyPrecedes($1.persona.utf8) }
  }

  /// Evidence of personas whose files are gone goes with them; git keeps what it said.
  func orphans(of folder: WorkspaceFolder, tool: String) throws(Failure) -> [PlannedCommit] {
    // A file that goes while this run goes on is there for all of it, and one that a sparse checkout leaves out is too.
    // By bytes, as files are named: an id that was spelled anew has evidence of the new name.
    let ids = Set(
      (try folder.personaIDs() + personas.entries.map(\.id)
        + repository.pathsLeftOut(under: "personas").map(WorkspaceFolder.personaID)).map { Array($0.utf8) })
    var commits: [PlannedCommit] = []
    for id in folder.evidenceIDs() where !ids.contains(Array(id.utf8)) {
      guard try isOurs(id) else { continue }
      var commit = PlannedCommit(
        kind: .evolution, persona: id,
        message: "\(id): evidence removed with the persona\n\nPersona: \(id)\nTool: \(tool)\n", files: [])
      let paths = PersonaPaths(file: "personas/\(id).md")
      for path in [paths.evidence, paths.picture] {
        let base = try repository.bytes(of: path, at: nil)
        let before = try files.read(path, limitBytes: Limits.personaFileBytes)
        guard base != nil else { continue }
        commit.files.append(
          PlannedFile(path: path, base: base, committed: nil, before: before, after: nil))
      }
      if !commit.files.isEmpty, paths.strangers(among: commit.files).isEmpty { commits.append(commit) }
    }
    return commits
  }

  /// Whether the committed file is evidence that the tool wrote for this persona.
  private func isOurs(_ id: String) throws(Failure) -> Bool {
    let path = PersonaPaths.evidence(of: id)
    guard let bytes = try repository.bytes(of: path, at: nil) else { return false }
    return (try? EvidenceFile.evidence(from: bytes, file: path))?.persona == id
  }

  /// What was done to the files of one persona. One that is gone where another came has another folder.
  private func verb(_ files: [PlannedFile]) -> String {
    let (isNew, isGone) = (files.contains { $0.base == nil }, files.contains { $0.committed == nil })
    return switch (isNew, isGone) {
    case (true, true): "moved"
    case (true, false): "added"
    case (false, true): "removed"
    case (false, false): "edited"
    }
  }
}
