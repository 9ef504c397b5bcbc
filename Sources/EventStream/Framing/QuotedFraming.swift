// Where the records of a quoted table end: RFC 4180, with a way out of quotes that are never closed.

/// Finds the end of a block of a quoted table, and the records in it that never end.
///
/// A quote opens a field only as its first byte; within quotes `""` is a quote. A record that is not closed
/// within `Limits.recordBytes`, or by the end of the file, is broken: only its first line is given up, and
/// reading goes on behind it.
struct QuotedFraming {
  let delimiter: UInt8
  let lineEnd: UInt8
  /// From a line break within quotes before this place, no record ends before it: what a broken record has
  /// shown. Without it a table full of open quotes would cost a mebibyte of reading a line.
  private var knownOpen: (until: Int, inQuotes: Bool)?

  init(delimiter: UInt8, lineEnd: UInt8) {
    self.delimiter = delimiter
    self.lineEnd = lineEnd
  }

  /// Ends a block after the first record that ends at `target` or behind it, or else after the last one that ends
  /// before. `nil`: where the first record ends is not in sight, nor that it is broken.
  mutating func blockEnd(
    in bytes: Span<UInt8>, from start: Int, to end: Int, isLast: Bool, target: Int,
    broken: inout [Block.BrokenRecord]
  ) -> BlockEnd? {
    var record = start
    var tail: Int?
    while true {
      record = endOfPlainLines(in: bytes, from: record, to: min(target, end))
      if record >= min(target, end) { break }
      switch recordEnd(in: bytes, from: record, to: end, isLast: isLast) {
      case .ends(let next):
        if next == end, bytes[end - 1] != lineEnd { tail = tail ?? record }
        record = next
      case .broken(let description, let skipsLine):
        broken.append(description)
        // A quote that is open at the end of the file may be closed by what is appended.
        let isOpenAtEnd = description.reason == .openQuote && end - record <= Limits.recordBytes
        if isOpenAtEnd || description.next == end && bytes[end - 1] != lineEnd { tail = tail ?? record }
        record = description.next
        if skipsLine { return BlockEnd(cut: record, skipsLine: true) }
      case .notInSight:
        return record > start ? BlockEnd(cut: record) : nil
      }
    }
    return BlockEnd(cut: record, tail: isLast ? tail : nil)
  }

  /// Behind the lines without quotes that follow `start`, which is the start of a record: each of them is one.
  ///
  /// It stops before a line that is too long, and before the last line when that is not complete.
  private func endOfPlainLines(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let quoted = firstIndex(of: quote, in: bytes, from: start, to: end) ?? end
    guard let last = lastIndex(of: lineEnd, in: bytes, from: start, to: quoted) else { return start }
    var line = start
    while last - line > Limits.recordBytes {
      let limit = line + Limits.recordBytes
      guard let lineBreak = lastIndex(of: lineEnd, in: bytes, from: line, to: limit) else { return line }
      line = lineBreak + 1
    }
    return last + 1
  }

  /// The buffer's first `count` bytes are gone.
  mutating func drop(_ count: Int) { knownOpen?.until -= count }

  enum RecordEnd {
    /// Where the next record starts.
    case ends(Int)
    /// `skipsLine`: its line goes on beyond the buffer.
    case broken(Block.BrokenRecord, skipsLine: Bool)
    /// It goes on behind the bytes, and is not too long yet.
    case notInSight
  }

  /// Where the record that starts at `start` ends.
  mutating func recordEnd(in bytes: Span<UInt8>, from start: Int, to end: Int, isLast: Bool) -> RecordEnd {
    let limit = start + Limits.recordBytes
    var cursor = StructuralCursor(quote, lineEnd, lineEnd, from: start, to: end)
    var inQuotes = false
    var firstLineEnd: Int?
    while true {
      let index = cursor.next(in: bytes)
      if index > limit || index == end {
        if index == end, end - start <= Limits.recordBytes {
          if !isLast { return .notInSight }
          if !inQuotes { return .ends(end) }
        }
        if firstLineEnd != nil { knownOpen = (index, inQuotes) }
        return brokenRecord(
          in: bytes, from: start, firstLineEnd: firstLineEnd, to: end, isLast: isLast, inQuotes: inQuotes)
      }
      if bytes[index] == lineEnd {
        if !inQuotes { return .ends(index + 1) }
        if firstLineEnd == nil {
          firstLineEnd = index
          if let known = knownOpen, index < known.until {
            cursor = StructuralCursor(quote, lineEnd, lineEnd, from: known.until, to: end)
            inQuotes = known.inQuotes
          }
        }
      } else if !inQuotes {
        inQuotes = index == start || bytes[index - 1] == delimiter
      } else if index + 1 < end, bytes[index + 1] == quote {
        _ = cursor.next(in: bytes)
      } else {
        inQuotes = false
      }
    }
  }

  private func brokenRecord(
    in bytes: Span<UInt8>, from start: Int, firstLineEnd: Int?, to end: Int, isLast: Bool, inQuotes: Bool
  ) -> RecordEnd {
    if let lineBreak = firstLineEnd {
      let endsCRLF = lineEnd == newline && lineBreak > start && bytes[lineBreak - 1] == carriageReturn
      return .broken(
        .init(
          range: start..<(endsCRLF ? lineBreak - 1 : lineBreak), next: lineBreak + 1,
          reason: inQuotes ? .openQuote : .tooLong), skipsLine: false)
    }
    if end - start <= Limits.recordBytes {
      return .broken(.init(range: start..<end, next: end, reason: .openQuote), skipsLine: false)
    }
    let limit = start + Limits.recordBytes
    let lineBreak = firstIndex(of: lineEnd, in: bytes, from: limit, to: end)
    return .broken(
      .init(range: start..<limit, next: lineBreak.map { $0 + 1 } ?? end, reason: .tooLong),
      skipsLine: lineBreak == nil && !isLast)
  }
}
