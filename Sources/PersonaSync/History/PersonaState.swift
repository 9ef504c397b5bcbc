// A persona at one point of its history: a commit, or the files as they are now.

internal import Persona
internal import PersonaFile
internal import Workspace

/// What there is of a persona at a point.
struct PersonaState {
  /// The commit; nil for the files as they are.
  var commit: CommitID?
  /// `3fd0539e85`, or `your files`.
  var label: String
  /// The persona file, relative to the workspace; nil where there is none.
  var file: String?
  var bytes: [UInt8]?
  /// Nil where there is none, or none that can be read.
  var evidence: Evidence?

  var isAbsent: Bool { bytes == nil && evidence == nil }

  /// What people wrote; nil without a file.
  var words: [UInt8]? {
    guard let file, let bytes else { return nil }
    return PersonaDocument.words(in: bytes, path: file)
  }
}

extension History {
  /// A persona in a commit, by the name that it had there.
  func state(of persona: PersonaHistory, at commit: CommitID) throws(Failure) -> PersonaState {
    let state = try state(of: persona.id, at: commit)
    guard state.isAbsent else { return state }
    for id in persona.formerIDs {
      let former = try self.state(of: id, at: commit)
      if !former.isAbsent { return former }
    }
    return state
  }

  /// A persona in a commit.
  func state(of id: String, at commit: CommitID) throws(Failure) -> PersonaState {
    let repository = workspace.repository
    let files = try repository.files(below: "personas", at: commit)
    let file = files.keys.sorted().first {
      WorkspaceFolder.isPersona($0) && WorkspaceFolder.personaID(of: $0) == id
    }
    var state = PersonaState(commit: commit, label: commit.short, file: file)
    state.bytes = try file.flatMap { file throws(Failure) in
      try repository.bytes(of: file, at: commit)
    }
    let path = PersonaPaths.evidence(of: id)
    state.evidence = try repository.bytes(of: path, at: commit).flatMap {
      try? EvidenceFile.evidence(from: $0, file: path)
    }
    return state
  }

  /// A persona in the files as they are now.
  func stateOnDisk(of id: String) throws(Failure) -> PersonaState {
    let file = workspace.folder.personaPaths().first { WorkspaceFolder.personaID(of: $0) == id }
    var state = PersonaState(commit: nil, label: "your files", file: file)
    state.bytes = try file.flatMap { file throws(Failure) in
      try workspace.files.read(file, limitBytes: Limits.personaFileBytes)
    }
    let path = PersonaPaths.evidence(of: id)
    state.evidence = try workspace.files.read(path, limitBytes: Limits.personaFileBytes).flatMap {
      try? EvidenceFile.evidence(from: $0, file: path)
    }
    return state
  }
}
