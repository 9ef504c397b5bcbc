// A URL or a path without its query and its fragment. Its own file: what follows `?` and `#` is one visit's business, and
// no name of a screen.

extension FieldRange {
  /// The field without what follows `?` or `#` in a URL or a path, and without `?name=` and what follows in any text; a
  /// field that begins with it keeps its first character.
  func withoutQuery(_ bytes: borrowing [UInt8]) -> FieldRange {
    let range = range
    var surroundings = MarkSurroundings(range, bytes)
    for place in range {
      switch bytes[place] {
      case UInt8(ascii: "?"), UInt8(ascii: "#"):
        surroundings.move(to: place, bytes)
        if surroundings.isPath || surroundings.isURL
          || bytes[place] == UInt8(ascii: "?") && surroundings.isQuery(bytes)
        {
          return FieldRange(range.lowerBound..<max(place, range.lowerBound + 1))
        }
      default: break
      }
    }
    return self
  }
}

/// What stands around the marks `?` and `#` of a text, asked for in order: every byte is looked at once before a mark
/// and once behind, however many marks there are.
private struct MarkSurroundings {
  private let range: Range<Int>
  private let startsWithSlash: Bool
  private var mark: Int
  private var hasBlank = false
  /// Whether `://` stands before the mark with no blank between.
  private(set) var isURL = false
  /// The first blank or `=` behind a mark that was asked about, or the end.
  private var stop: Int

  init(_ range: Range<Int>, _ bytes: borrowing [UInt8]) {
    self.range = range
    startsWithSlash = bytes[range.lowerBound] == UInt8(ascii: "/")
    mark = range.lowerBound
    stop = range.lowerBound
  }

  /// Whether the text begins with `/` and has no blank before the mark.
  var isPath: Bool { startsWithSlash && !hasBlank }

  mutating func move(to place: Int, _ bytes: borrowing [UInt8]) {
    for index in mark..<place {
      if isBlank(bytes[index]) {
        hasBlank = true
        isURL = false
      } else if index >= range.lowerBound + 2, bytes[index] == UInt8(ascii: "/"),
        bytes[index - 1] == UInt8(ascii: "/"), bytes[index - 2] == UInt8(ascii: ":")
      {
        isURL = true
      }
    }
    mark = place
  }

  /// Whether a name and `=` follow the mark.
  mutating func isQuery(_ bytes: borrowing [UInt8]) -> Bool {
    stop = max(stop, mark + 1)
    while stop < range.upperBound, !isBlank(bytes[stop]), bytes[stop] != UInt8(ascii: "=") { stop += 1 }
    return stop > mark + 1 && stop < range.upperBound && bytes[stop] == UInt8(ascii: "=")
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }
}
