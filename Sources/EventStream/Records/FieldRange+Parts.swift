// One of several texts that share a field: `900000;950000`.

extension FieldRange {
  /// The part of the field that follows `index` separators, without the blanks around it; nothing where there is none.
  func part(_ index: Int, separator: UInt8, _ bytes: borrowing [UInt8]) -> FieldRange {
    if isNothing || self == .tooLong { return self }
    var start = range.lowerBound
    var left = index
    for place in range where bytes[place] == separator {
      if left == 0 { return FieldRange(trimmed: start..<place, bytes) }
      left -= 1
      start = place + 1
    }
    return left == 0 ? FieldRange(trimmed: start..<range.upperBound, bytes) : .nothing
  }

  private init(trimmed range: Range<Int>, _ bytes: borrowing [UInt8]) {
    let inner = boundsWithoutBlanks(of: bytes.span.extracting(range))
    self.init(range.lowerBound + inner.lowerBound..<range.lowerBound + inner.upperBound)
  }
}
