// Finds the values in a text, window by window. The hot loop of an audit.

/// A place in a text where a value may stand: its hash is that of a value.
public struct Hit: Sendable, Hashable {
  public var hash: UInt64
  /// Bytes of the text.
  public var range: Range<Int>
  /// What stands there, with the letters of ASCII in lower case.
  public var folded: [UInt8]
}

/// Looks for values in one text after the other. One for each thread: its memory is used again.
public struct TextSearch: ~Copyable {
  private var folded = FoldedText()

  /// Bytes in which values may begin, before the next window; they and what is made of them stay in a near cache.
  private static let windowBytes = 128 << 10

  public init() {}

  /// Calls `report` for every value in the text, in the order of their ends within their beginnings.
  public mutating func search(
    _ text: Span<UInt8>, for values: borrowing SoughtValues, report: (Hit) -> Void
  ) {
    var start = 0
    while start < text.count {
      // A value that begins in the window ends behind it at most, and what follows it is seen too.
      let end = min(text.count, start + Self.windowBytes + values.longest + 64)
      folded.fold(text.extracting(start..<end), after: start == 0 ? 0 : text[start - 1])
      let limit = end == text.count ? end - start : Self.windowBytes
      for hit in hits(beginningBefore: limit, in: values) {
        report(
          Hit(
            hash: hit.hash, range: (hit.start + start)..<(hit.end + start),
            folded: Array(folded.text(hit.start..<hit.end))))
      }
      start += limit
    }
  }

  private borrowing func hits(
    beginningBefore limit: Int, in values: borrowing SoughtValues
  ) -> [(hash: UInt64, start: Int, end: Int)] {
    var found: [(hash: UInt64, start: Int, end: Int)] = []
    let starts = folded.starts
    for step in 0..<((limit + 63) / 64) {
      var mask = starts[step]
      while mask != 0 {
        let start = step << 6 + mask.trailingZeroBitCount
        mask &= mask - 1
        if start >= limit { break }
        var end = folded.end(ofRunAt: start)
        var hash = folded.hash(0, start..<end)
        // Nearly all texts end here.
        while values.mayBegin(hash), end - start <= values.longest {
          if values.contains(hash) { found.append((hash, start, end)) }
          // The next word, with what stands between.
          guard end < folded.count else { break }
          if !folded.isStart(end) {
            let next = folded.end(ofRunAt: end)
            hash = folded.hash(hash, end..<next)
            guard next < folded.count else { break }
            end = next
          }
          let next = folded.end(ofRunAt: end)
          hash = folded.hash(hash, end..<next)
          end = next
        }
      }
    }
    return found
  }
}
