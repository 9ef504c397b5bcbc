// Keeps what a person wrote inside the tool's block: a three-way merge with the last text that the tool wrote.

internal import Persona
internal import PersonaFile
internal import Report
internal import Workspace

/// Merges a hand-edited block with the tool's new text.
struct BlockMerge {
  let entry: PersonaEntry
  let repository: Repository

  enum Result {
    case merged(String)
    /// Words for the person, with both texts.
    case conflict([String])
  }

  /// The end marker names the tool's own last text by its digest; that text is the base.
  func merge(edited: String, recordedDigest: String, toolText: String) throws(Failure) -> Result {
    // A run that ended before its commit has put this text in already.
    if BlockText.digest(of: toolText) == recordedDigest { return .merged(edited) }
    // With nothing in common, both texts are shown.
    let base = try lastToolText(recordedDigest)
    var form = ConflictForm()
    (form.ours, form.theirs) = ("as it was edited", "as the data say now")
    let merged = try Repository.merge(
      base: Array((base ?? "").utf8), ours: Array(edited.utf8), theirs: Array(toolText.utf8), conflicts: form)
    switch merged {
    case .clean(let bytes): return .merged(String(decoding: bytes, as: UTF8.self))
    case .conflict(let bytes):
      return .conflict([
        "\(entry.path): the block was edited by hand"
          + (base == nil
            ? ", and what the tool wrote there is not in the history any more" : " where the data changed")
          + "; both texts:",
        conflicts(in: String(decoding: bytes, as: UTF8.self)),
        "hint: write your words outside the block; then undo the edit inside it, or delete the block with both its markers, "
          + "as when a formatter rewrote it: the next sync writes it anew",
      ])
    }
  }

  /// The parts between conflict markers, which are all that a person must look at.
  private func conflicts(in merged: String) -> String {
    var isInside = false
    let lines = merged.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      if line.hasPrefix("<<<<<<< ") { isInside = true }
      defer { if line.hasPrefix(">>>>>>> ") { isInside = false } }
      return isInside
    }
    return lines.joined(separator: "\n")
  }

  /// The text with this digest: made again from the committed evidence, or found in the history of the file, or of the
  /// persona file whose name it had before, or made again from evidence in the history. Of the last a merge can leave the
  /// block beside other evidence, and where it was edited when it was written no version of the file has it by itself.
  private func lastToolText(_ digest: String) throws(Failure) -> String? {
    if let evidence = entry.committedEvidence, let text = toolText(of: evidence, digest) { return text }
    for record in try repository.history(of: entry.path, limit: nil) {
      guard let bytes = try repository.bytes(of: entry.path, at: record.id) else { continue }
      if let text = toolText(in: bytes, digest) { return text }
    }
    for version in try repository.fileVersions(below: ["personas"]) {
      for (path, blob) in version.blobs.sorted(by: { $0.key < $1.key }) {
        guard let blob, path != entry.path else { continue }
        if let text = toolText(in: try repository.bytes(of: blob, as: path), digest) { return text }
      }
    }
    let path = entry.paths.evidence
    for version in try repository.versions(of: [path], until: { _, _ in false })[path] ?? [] {
      guard let blob = version.blob, let bytes = try? repository.bytes(of: blob, as: path),
        let evidence = try? EvidenceFile.evidence(from: bytes, file: path)
      else { continue }
      if let text = toolText(of: evidence, digest) { return text }
    }
    return nil
  }

  /// The block that evidence makes, where it has this digest.
  private func toolText(of evidence: Evidence, _ digest: String) -> String? {
    let text = ToolPart.evidence(evidence).block(at: entry.paths)
    return BlockText.digest(of: text) == digest ? text : nil
  }

  /// The block of a version of the file, where it has this digest.
  private func toolText(in bytes: [UInt8], _ digest: String) -> String? {
    guard let text = (try? PersonaDocument(bytes: bytes, path: entry.path))?.blockText,
      BlockText.digest(of: text) == digest
    else { return nil }
    return text
  }
}
