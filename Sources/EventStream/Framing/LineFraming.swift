// Where a block ends when every line is a record.

/// Where a block ends, and whether its last line goes on beyond the buffer and is to be passed over.
struct BlockEnd {
  var cut: Int
  var skipsLine = false
  /// Where the records start that would be others if the file went on; `nil` when there are none.
  var tail: Int?
}

/// Ends a block after the first line that ends at `target` or behind it, or else after the last one that ends before.
/// `nil`: where the first line ends is not in sight, nor that it is too long.
///
/// A line that is longer than the limit is cut one byte behind it, by which the parser knows it.
func lineBlockEnd(
  in bytes: Span<UInt8>, from start: Int, to end: Int, isLast: Bool, target: Int, lineEnd: UInt8
) -> BlockEnd? {
  if let index = firstIndex(of: lineEnd, in: bytes, from: max(start, target - 1), to: end) {
    return BlockEnd(cut: index + 1)
  }
  if isLast {
    let line = lastIndex(of: lineEnd, in: bytes, from: start, to: end).map { $0 + 1 } ?? start
    return BlockEnd(cut: end, tail: line < end ? line : nil)
  }
  if let index = lastIndex(of: lineEnd, in: bytes, from: start, to: end) { return BlockEnd(cut: index + 1) }
  if end - start <= Limits.recordBytes { return nil }
  return BlockEnd(cut: start + Limits.recordBytes + 1, skipsLine: true)
}
