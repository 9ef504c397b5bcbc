// Two versions of a file of a workspace made into one, for git: what people wrote is merged as git merges text, and what
// the tool wrote is taken from one side whole. The next sync works it out anew, so that it need not be mixed.

internal import Persona
internal import PersonaFile
internal import Report
internal import Workspace

/// Three versions of one file, as git stores them.
struct VersionMerge {
  /// Where the file lies; only its name counts.
  let path: String
  /// What both came from; empty where they have nothing in common.
  let base: [UInt8]
  let ours: [UInt8]
  let theirs: [UInt8]
  let conflicts: ConflictForm

  func merged() throws(Failure) -> MergedText {
    if [base, ours, theirs].contains(where: isBinary) { return .conflict(ours) }
    if let later = laterEvidence() ?? laterPicture() { return .clean(later) }
    if WorkspaceFolder.isPersona(path), let merged = try mergedPersona() { return merged }
    return try text(base, ours, theirs)
  }

  private func text(_ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8]) throws(Failure) -> MergedText {
    try Repository.merge(base: base, ours: ours, theirs: theirs, conflicts: conflicts)
  }

  /// As git tells: a zero among the first bytes.
  private func isBinary(_ bytes: [UInt8]) -> Bool { bytes.prefix(8_000).contains(0) }

  /// The evidence that reaches further; ours where both reach as far. The rule against subtracting two evolutions counts
  /// from it, so it must be the last that anybody has seen.
  private func laterEvidence() -> [UInt8]? {
    guard let mine = try? EvidenceFile.evidence(from: ours, file: path),
      let other = try? EvidenceFile.evidence(from: theirs, file: path),
      let end = LocalDays.instant(mine.asOf), let otherEnd = LocalDays.instant(other.asOf)
    else { return nil }
    return end < otherEnd ? theirs : ours
  }

  private func laterPicture() -> [UInt8]? {
    guard path.lowercased().hasSuffix(".svg"),
      let mine = lastDay(inWords: String(decoding: ours, as: UTF8.self)),
      let other = lastDay(inWords: String(decoding: theirs, as: UTF8.self))
    else { return nil }
    return mine < other ? theirs : ours
  }

  /// Nil where the tool's part cannot be told from the words, or was written to by people on both sides: then all of the
  /// file is text.
  private func mergedPersona() throws(Failure) -> MergedText? {
    guard let mine = document(ours), let other = document(theirs),
      let part = toolPart(of: document(base), mine, other),
      let mineWithPart = with(part, mine), let otherWithPart = with(part, other)
    else { return nil }
    // With one and the same part in all three, it changes nowhere, and cannot conflict.
    let baseWithPart = document(base).flatMap { with(part, $0) }
    let merged = try text(baseWithPart?.bytes ?? base, mineWithPart.bytes, otherWithPart.bytes)
    if holds(merged, part: mineWithPart) { return merged }
    guard let baseWithPart else { return nil }
    // Where it was moved and its place conflicts, the words are merged without it.
    let words = try text(
      baseWithPart.removingBlock(), mineWithPart.removingBlock(), otherWithPart.removingBlock())
    guard let whole = document(words.bytes).flatMap({ with(part, $0) })?.bytes else { return nil }
    return words.isClean ? .clean(whole) : .conflict(whole)
  }

  private func document(_ bytes: [UInt8]) -> PersonaDocument? {
    try? PersonaDocument(bytes: bytes, path: path)
  }

  private func with(_ part: PersonaDocument, _ document: PersonaDocument) -> PersonaDocument? {
    guard let bytes = try? document.replacingToolPart(with: part) else { return nil }
    return self.document(bytes)
  }

  /// The version whose block the merged file gets: the one side that changed it, else the one that a person edited, whose
  /// words the next sync merges, else the later.
  private func toolPart(
    of base: PersonaDocument?, _ mine: PersonaDocument, _ other: PersonaDocument
  ) -> PersonaDocument? {
    guard mine.hasBlock else { return other.hasBlock ? other : nil }
    guard other.hasBlock, mine.block != other.block else { return mine }
    if mine.block == base?.block { return other }
    if other.block == base?.block { return mine }
    switch (mine.blockState, other.blockState) {
    case (.edited, .edited): return nil
    case (.edited, _): return mine
    case (_, .edited): return other
    default:
      // A block without figures says that nothing may be shown any more: rather that than too much.
      guard let day = mine.blockText.flatMap(lastDay) else { return mine }
      guard let otherDay = other.blockText.flatMap(lastDay) else { return other }
      return day < otherDay ? other : mine
    }
  }

  /// Whether a text has the block of `part` whole, once, and outside the conflicts.
  private func holds(_ merged: MergedText, part: PersonaDocument) -> Bool {
    guard let range = part.blockRange else { return false }
    let block = part.bytes[range]
    let text = merged.bytes
    guard let found = text.firstRange(of: block), text[found.upperBound...].firstRange(of: block) == nil
    else {
      return false
    }
    if merged.isClean { return document(text)?.block == part.block }
    let marker = { (character: Character) in
      Array(("\n" + String(repeating: character, count: self.conflicts.markerLength) + " ").utf8)
    }
    let before = [UInt8(ascii: "\n")] + text[..<found.lowerBound]
    return before.ranges(of: marker("<")).count == before.ranges(of: marker(">")).count
  }
}

extension PersonaDocument {
  /// The block's text and its checksum.
  fileprivate var block: [String?] {
    if case .edited(let text, let digest) = blockState { [text, digest] } else { [blockText] }
  }
}

extension MergedText {
  fileprivate var isClean: Bool { if case .clean = self { true } else { false } }

  var bytes: [UInt8] {
    switch self {
    case .clean(let bytes), .conflict(let bytes): bytes
    }
  }
}
