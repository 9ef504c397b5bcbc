// A URL or a path without its query and its fragment. Its own file: what follows `?` and `#` is one visit's business, and
// no name of a screen.

extension FieldRange {
  /// The field without what follows `?` or `#` in a URL or a path, and without `?name=` and what follows in any text; a
  /// field that begins with it keeps its first character.
  func withoutQuery(_ bytes: borrowing [UInt8]) -> FieldRange {
    let range = range
    let isPath = bytes[range.lowerBound] == UInt8(ascii: "/")
    for place in range {
      switch bytes[place] {
      case UInt8(ascii: "?"), UInt8(ascii: "#"):
        let isCut =
          isPath && isUnbroken(range.lowerBound..<place, bytes) || isInURL(place, range, bytes)
          || bytes[place] == UInt8(ascii: "?") && isQuery(place, range, bytes)
        if isCut { return FieldRange(range.lowerBound..<max(place, range.lowerBound + 1)) }
      default: break
      }
    }
    return self
  }

  /// Whether `://` stands before a place with no blank between.
  private func isInURL(_ place: Int, _ range: Range<Int>, _ bytes: borrowing [UInt8]) -> Bool {
    var start = place
    while start > range.lowerBound, !isBlank(bytes[start - 1]) { start -= 1 }
    var index = start
    while index + 3 <= place {
      if bytes[index] == UInt8(ascii: ":"), bytes[index + 1] == UInt8(ascii: "/"),
        bytes[index + 2] == UInt8(ascii: "/")
      {
        return true
      }
      index += 1
    }
    return false
  }

  /// Whether a name and `=` follow.
  private func isQuery(_ place: Int, _ range: Range<Int>, _ bytes: borrowing [UInt8]) -> Bool {
    var end = place + 1
    while end < range.upperBound, !isBlank(bytes[end]), bytes[end] != UInt8(ascii: "=") { end += 1 }
    return end > place + 1 && end < range.upperBound && bytes[end] == UInt8(ascii: "=")
  }

  private func isUnbroken(_ range: Range<Int>, _ bytes: borrowing [UInt8]) -> Bool {
    for place in range where isBlank(bytes[place]) { return false }
    return true
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }
}
