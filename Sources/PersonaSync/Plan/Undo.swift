// Finds the last evolution of a persona that stands, and what was before it.

internal import Persona
internal import PersonaFile
internal import Report
internal import Workspace

/// The last evolution of a persona that was not taken back yet.
struct Undo {
  /// The trailer of a commit that takes an evolution back; it names the blob of the evidence that is gone by that.
  static let trailer = "Undo"

  let commit: CommitRecord
  /// The evidence that the evolution left, as its trailer names it.
  let undone: String
  /// The commit before it; nil for the first of a branch.
  private let parent: CommitID?

  /// The last evolution of each persona that stands; those without one are left out.
  static func last(of entries: [PersonaEntry], in repository: Repository) throws(Failure) -> [String: Undo] {
    guard let head = repository.head() else { return [:] }
    let current = try repository.files(below: "evidence", at: head)
    let versions = try repository.versions(of: entries.map(\.paths.evidence)) { _, _ in false }
    var found: [String: Undo] = [:]
    for entry in entries {
      let path = entry.paths.evidence
      guard let last = standing(versions[path] ?? [], current: current[path]) else { continue }
      if last.isCutOff {
        throw Failure(
          "cannot take back the last evolution of \(entry.id)",
          causes: ["this is a shallow clone, and what was before it is not in it"],
          hint: "fetch the rest: git fetch --unshallow")
      }
      found[entry.id] = Undo(
        commit: last.commit, undone: name(of: last.blob), parent: last.commit.parents.first)
    }
    return found
  }

  /// The newest version of evidence that nothing has taken back.
  ///
  /// A sync adds a version. Whatever else leads to evidence that there was before takes back what came after that: `undo`,
  /// `git revert`, a checkout of old files. What leads to other evidence adds it: the revert of an undo, a squash. Only
  /// contents count, so it does not matter if commits were moved (rebase, cherry-pick), amended or melted together.
  ///
  /// - Parameter versions: newest first.
  private static func standing(_ versions: [FileVersion], current: ObjectID?) -> FileVersion? {
    var standing: [FileVersion] = []
    for version in versions.reversed() {
      let isSync = version.commit.trailer("Tool") != nil && !version.commit.isUndo
      if isSync {
        standing.append(version)
      } else if let place = standing.lastIndex(where: { $0.blob == version.blob }) {
        standing.removeSubrange((place + 1)...)
      } else if version.blob != nil {
        standing.append(version)
      } else {
        standing = []
      }
    }
    // What follows is another branch's that a merge did not take.
    return standing.last { $0.blob == current }
  }

  private static func name(of blob: ObjectID?) -> String { blob?.hexadecimal ?? "none" }

  /// The commit that takes it back, or why it cannot be.
  func plan(
    _ entry: PersonaEntry, in workspace: OpenWorkspace, placement: BlockPlacement, tool: String
  ) throws(Failure) -> (commit: PlannedCommit?, result: UndoneEvolution.Result) {
    let before = try Before(entry, at: parent, in: workspace.repository)
    let stage = before.stage
    var changes: [PlannedFile]
    switch try placement.file(of: entry, toolText: before.toolText(for: entry), stage: stage) {
    case .conflict(let texts): return (nil, .conflict(texts))
    case .refused(let reasons): return (nil, .refused(reasons))
    case .file(let file): changes = [file]
    }
    for (path, bytes) in [
      (entry.paths.evidence, before.evidenceBytes), (entry.paths.picture, before.picture),
    ] {
      let onDisk = try workspace.files.read(path, limitBytes: Limits.personaFileBytes)
      changes.append(
        PlannedFile(
          path: path, base: try placement.base(of: path), committed: bytes, before: onDisk, after: bytes))
    }
    let strangers = entry.paths.strangers(among: changes)
    if !strangers.isEmpty { return (nil, .refused(strangers)) }
    let message = undoMessage(
      persona: entry.id, before: before.evidence, subject: commit.subject, undone: (Self.trailer, undone),
      stage: stage, tool: tool)
    let undoing = PlannedCommit(
      kind: .evolution, persona: entry.id, message: message, files: changes.filter(\.isChange))
    return (undoing, .undone(subject: undoing.subject))
  }
}

/// The tool's part of a persona as a commit has it.
private struct Before {
  private(set) var evidence: Evidence?
  private(set) var evidenceBytes: [UInt8]?
  private(set) var picture: [UInt8]?
  private var document: PersonaDocument?

  init(_ entry: PersonaEntry, at commit: CommitID?, in repository: Repository) throws(Failure) {
    guard let commit else { return }
    evidenceBytes = try repository.bytes(of: entry.paths.evidence, at: commit)
    evidence = evidenceBytes.flatMap { try? EvidenceFile.evidence(from: $0, file: entry.paths.evidence) }
    picture = try repository.bytes(of: entry.paths.picture, at: commit)
    // The file may have lain elsewhere.
    let paths = try repository.files(below: "personas", at: commit).keys.sorted().filter {
      WorkspaceFolder.isPersona($0) && WorkspaceFolder.personaID(of: $0) == entry.id
    }
    document = try (paths.first { $0 == entry.path } ?? paths.first).flatMap { path throws(Failure) in
      try repository.bytes(of: path, at: commit).flatMap { try? PersonaDocument(bytes: $0, path: path) }
    }
  }

  var stage: Stage { document?.writtenStage.flatMap(Stage.init) ?? evidence?.stage ?? .researchDriven }

  /// The text of the block; nil for none.
  func toolText(for entry: PersonaEntry) -> String? {
    // As it was written, though the words of this version of the tool may be others. Its links hold in one place only.
    if document?.blockState == .intact, document?.path == entry.path { return document?.blockText }
    return evidence.map { ToolPart.evidence($0).block(at: entry.paths) } ?? document?.blockText
  }
}
