// Putting the tool's part into a persona file, and taking it out: every other byte stays as it was, and the result is read
// back before anybody gets it.

public import Persona

extension PersonaDocument {
  /// The file with the block and the stage scalar replaced; every other byte as it was.
  ///
  /// A block that is not there yet comes at the end of the file, after a blank line. Where the file already says
  /// what it shall say, its bytes come back unchanged.
  ///
  /// - Parameters:
  ///   - block: The text to stand between the markers: the tool's own, or its merge with a person's edits.
  ///   - toolText: The tool's own text, over which the checksum in the end marker is made.
  /// - Throws: A `Failure` where something at the end of the file would swallow the block, and one of kind bug where
  ///   the result would change a byte outside the tool's parts or would not be read back as it was meant.
  public func replacing(block: String, toolText: String, stage: Stage) throws(Failure) -> [UInt8] {
    try replacing(
      BlockText.normalised(block), digest: BlockText.digest(of: toolText), stage: stage)
  }

  /// The file with the tool's part of another version of it, edited by a person or not. A file in which nothing but
  /// that differs becomes the other one.
  ///
  /// - Returns: nil where the other version has no block.
  /// - Throws: as `replacing(block:toolText:stage:)`.
  public func replacingToolPart(with other: PersonaDocument) throws(Failure) -> [UInt8]? {
    guard let text = other.blockText else { return nil }
    let digest =
      if case .edited(_, let recorded) = other.blockState { recorded } else { BlockText.digest(of: text) }
    return try replacing(text, digest: digest, stage: other.toolStage)
  }

  /// The stage in the tool's part; nil where it has no place for one.
  private var toolStage: Stage? {
    if case .json(let json) = form, let stage = json.blockStage { return stage }
    return writtenStage.flatMap(Stage.init)
  }

  /// - Parameter stage: nil to leave what is written.
  private func replacing(_ text: String, digest: String, stage: Stage?) throws(Failure) -> [UInt8] {
    let blockEdit =
      switch form {
      case .markdown(let markdown): try markdown.edit(block: text, digest: digest, of: bytes)
      case .json(let json):
        json.edit(block: text, digest: digest, stage: stage ?? .researchDriven, of: bytes)
      }
    let edits = [blockEdit, stage.flatMap { stagePlace?.edit(to: $0) }].compactMap { $0 }
    if edits.isEmpty { return bytes }
    let result = try splice(bytes, edits, file: path)
    try check(result, holds: text, stage)
    return result
  }

  /// The bytes of the tool's block, with its markers; nil where there is none.
  public var blockRange: Range<Int>? {
    switch form {
    case .markdown(let markdown): markdown.block?.range
    case .json(let json): json.block?.range
    }
  }

  /// Where the block begins; nil where there is none.
  public var blockLocation: SourceLocation? {
    blockRange.map { range in
      let line = bytes[..<range.lowerBound].count { $0 == .lineFeed } + 1
      return SourceLocation(file: path, line: line, column: 1)
    }
  }

  /// The file without the tool's block, as it was before the block first came; the stage scalar stays.
  public func removingBlock() throws(Failure) -> [UInt8] {
    let edit =
      switch form {
      case .markdown(let markdown): markdown.removal(of: bytes)
      case .json(let json): json.removal()
      }
    return try splice(bytes, edit.map { [$0] } ?? [], file: path)
  }

  /// Reads the result back: what was put in must be what is found.
  private func check(_ result: [UInt8], holds text: String, _ stage: Stage?) throws(Failure) {
    var causes: [String] = []
    do throws(Failure) {
      let document = try PersonaDocument(bytes: result, path: path)
      if document.blockText != text { causes.append("the block does not read back as it was written") }
      if stagePlace != nil, let stage, document.writtenStage != stage.rawValue {
        causes.append("the stage does not read back as it was written")
      }
      if document.rulesDigest != rulesDigest || document.name != name {
        causes.append("the persona's own words do not read back as before")
      }
    } catch {
      causes = [error.summary] + error.causes
    }
    guard causes.isEmpty else {
      throw Failure(
        "cannot put the tool's part into \(path)", at: SourceLocation(file: path), causes: causes,
        hint: "the file is left as it was; please report this", kind: .bug)
    }
  }
}
