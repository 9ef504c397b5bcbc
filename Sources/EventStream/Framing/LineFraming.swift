// Where a block ends when every line is a record.

/// Where a block ends, and whether its last line goes on beyond the buffer and is to be passed over.
struct BlockEnd {
  var cut: Int
  var skipsLine = false
  /// Where the records start that would be others if the file went on; `nil` when there are none.
  var tail: Int?
}

/// Ends a block after the first line that ends at `target` or behind it.
///
/// Unless the file ends at `end`, more than `Limits.recordBytes` bytes follow `target`. A line that is longer
/// is cut one byte behind the limit, by which the parser knows it.
func lineBlockEnd(
  in bytes: Span<UInt8>, from start: Int, to end: Int, isLast: Bool, target: Int, lineEnd: UInt8
) -> BlockEnd {
  if let index = firstIndex(of: lineEnd, in: bytes, from: max(start, target - 1), to: end) {
    return BlockEnd(cut: index + 1)
  }
  if isLast {
    let line = lastIndex(of: lineEnd, in: bytes, from: start, to: end).map { $0 + 1 } ?? start
    return BlockEnd(cut: end, tail: line < end ? line : nil)
  }
  let line = lastIndex(of: lineEnd, in: bytes, from: start, to: min(target, end)).map { $0 + 1 } ?? start
  return BlockEnd(cut: line + Limits.recordBytes + 1, skipsLine: true)
}
