// Puts the tool's part into a persona file beside what people wrote, committed or not.

internal import Persona
internal import PersonaFile
internal import Workspace

/// Plans what becomes of persona files.
struct BlockPlacement {
  private let repository: Repository
  /// The files of hand edits that will have been committed before; the tool's part comes on top of them.
  private let editedFiles: [String: PlannedFile]

  init(repository: Repository, after edits: [PlannedCommit]) {
    self.repository = repository
    // A persona whose file was moved has one in each place; no path is in two edits.
    editedFiles = Dictionary(edits.flatMap(\.files).map { ($0.path, $0) }) { first, _ in first }
  }

  enum Outcome {
    case file(PlannedFile)
    /// Both texts, for a person to choose from.
    case conflict([String])
    /// Why the file cannot hold a block.
    case refused([String])
  }

  /// The persona file with another block: as it will be committed, and as it will be on disk.
  ///
  /// - Parameter toolText: nil for a file without a block.
  func file(of entry: PersonaEntry, toolText: String?, stage: Stage) throws(Failure) -> Outcome {
    var results: [[UInt8]] = []
    // What is on disk comes last; where it is what rules are read from, that is all.
    let documents = entry.document.bytes == entry.disk.bytes ? [entry.disk] : [entry.document, entry.disk]
    for document in documents {
      var block = toolText
      if case .edited(let edited, let digest) = document.blockState {
        guard let toolText else { return .conflict(edit(of: entry)) }
        switch try BlockMerge(entry: entry, repository: repository).merge(
          edited: edited, recordedDigest: digest, toolText: toolText)
        {
        case .merged(let text): block = text
        case .conflict(let both): return .conflict(both)
        }
      }
      do throws(Failure) {
        results.append(try bytes(document, block: block, toolText: toolText, stage: stage))
      } catch {
        guard error.kind != .bug else { throw error }
        return .refused([error.summary] + error.causes + (error.hint.map { ["hint: " + $0] } ?? []))
      }
    }
    let base = try base(of: entry.path)
    let isSame = try repository.isSame(results.first, base, at: entry.path)
    return .file(
      PlannedFile(
        path: entry.path, base: base, committed: isSame ? base : results.first,
        before: entry.isNew ? nil : entry.disk.bytes, after: results.last))
  }

  /// What is committed of a file when its evolution comes: what HEAD holds, or the hand edit before it.
  func base(of path: String) throws(Failure) -> [UInt8]? {
    if let edit = editedFiles[path] { return edit.committed }
    return try repository.bytes(of: path, at: nil)
  }

  private func bytes(
    _ document: PersonaDocument, block: String?, toolText: String?, stage: Stage
  ) throws(Failure) -> [UInt8] {
    if let block, let toolText {
      return try document.replacing(block: block, toolText: toolText, stage: stage)
    }
    let staged = try document.replacing(block: "", toolText: "", stage: stage)
    return try PersonaDocument(bytes: staged, path: document.path).removingBlock()
  }

  private func edit(of entry: PersonaEntry) -> [String] {
    [
      "\(entry.path): somebody wrote into the block, and before that evolution there was none",
      "hint: move those words out of the block, then undo again",
    ]
  }
}
