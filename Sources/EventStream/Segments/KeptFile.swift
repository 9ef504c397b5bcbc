// What is known of a file that was parsed: enough to know it again, and to go on where parsing ended.

/// A file of a source as it was read.
struct KeptFile: Sendable {
  /// As in the source's list of files.
  var path: String
  /// `nil`: the file was young, or changed while it was read; only its bytes can tell whether it is the same.
  var stamp: FileStamp?
  /// Which file all of it was read from; `nil`: not one alone, or unknown.
  var identity: FileIdentity?
  /// Whether the bytes of the file are the text itself. Compressed ones have neither hashes nor a place to go on.
  var isPlain: Bool
  var form: FileForm
  /// Parts of the file in order, without a gap.
  var stretches: [KeptStretch]
  /// Where parsing ended: the end of the last stretch.
  var end: ResumePoint

  /// What serves when the file has grown; `nil`: nothing does.
  ///
  /// Small stretches at the end are parsed again with what is new when there are many of them, so that a file that grows
  /// by little at a time has few; mostly what is kept stays, and what was made of it serves too.
  ///
  /// - Parameter smallRows: a stretch with fewer rows is small.
  func beginning(smallRows: Int) -> KeptFile? {
    guard isPlain, form.canGrow else { return nil }
    var kept = self
    if let last = stretches.last, !last.isFirm { kept.dropLast() }
    let large = kept.stretches.lastIndex { $0.rowCount >= smallRows }.map { $0 + 1 } ?? 0
    if kept.stretches.count - large >= Self.mostSmallStretches {
      while kept.stretches.count > large { kept.dropLast() }
    }
    return kept.stretches.isEmpty ? nil : kept
  }

  private static let mostSmallStretches = 8

  private mutating func dropLast() { end = stretches.removeLast().start }
}

/// A part of a file that was parsed in one go.
struct KeptStretch: Sendable {
  var start: ResumePoint
  /// Whether it would be parsed to the same records if the file went on.
  var isFirm: Bool
  var rowCount: Int
  var segments: [SegmentName]
  /// Of plain files: the raw bytes, without a gap, ascending.
  var blocks: [BlockHash]
  /// Places without the index of the file.
  var tally: RecordTally
}

/// XXH3 (64 bits) of the bytes from the end of the block before to this end.
struct BlockHash: Sendable, Hashable {
  var end: Int
  var hash: UInt64
}

/// A place between two records where parsing can go on without what is before it.
struct ResumePoint: Sendable, Hashable {
  /// In the plain bytes of the file.
  var offset = 0
  /// Number of the line there, from 1.
  var line = 1
  /// Whether the place is within a line that is passed over.
  var skipsLine = false
}
