// Where elements of a JSON array end, wherever one starts: for arrays that are broken again and again.

/// Of some bytes of an array, for every place at which an element may start, the comma or bracket behind it.
///
/// One reading of the bytes answers for all places. Without it an array full of brackets that are never closed would
/// cost `Limits.recordBytes` of reading a line.
struct ElementEnds {
  /// Where the brackets and commas outside strings stand.
  private var marks: [UInt32] = []
  /// Of each mark, the end of an element that has no mark before it; `none`: it does not end.
  private var ends: [UInt32] = []
  private static let none = UInt32.max

  /// - Parameter start: a place outside strings.
  init(in bytes: Span<UInt8>, from start: Int, to end: Int, lineEnd: UInt8) {
    findMarks(in: bytes, from: start, to: end, lineEnd: lineEnd)
    let closing = closingMarks(in: bytes)
    ends = Array(repeating: Self.none, count: marks.count)
    for index in marks.indices.reversed() {
      switch bytes[Int(marks[index])] {
      case UInt8(ascii: ","), UInt8(ascii: "]"): ends[index] = marks[index]
      case UInt8(ascii: "}"): ends[index] = endBehind(UInt32(index))
      default: ends[index] = endBehind(closing[index])
      }
    }
  }

  /// The end of an element that starts at a place outside strings; `nil` when there is none in the bytes.
  func end(ofElementAt start: Int) -> Int? {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(marks[middle]) < start { low = middle + 1 } else { high = middle }
    }
    guard low < marks.count, ends[low] != Self.none else { return nil }
    return Int(ends[low])
  }

  private func endBehind(_ mark: UInt32) -> UInt32 {
    mark == Self.none || Int(mark) + 1 == marks.count ? Self.none : ends[Int(mark) + 1]
  }

  private mutating func findMarks(in bytes: Span<UInt8>, from start: Int, to end: Int, lineEnd: UInt8) {
    var inString = false
    var index = start
    while index < end {
      switch bytes[index] {
      case backslash where inString && index + 1 < end && bytes[index + 1] != lineEnd: index += 1
      case quote: inString.toggle()
      case lineEnd: inString = false
      case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","):
        if !inString { marks.append(UInt32(index)) }
      default: break
      }
      index += 1
    }
  }

  /// Of each mark that opens, the one that closes it.
  private func closingMarks(in bytes: Span<UInt8>) -> [UInt32] {
    var closing = [UInt32](repeating: Self.none, count: marks.count)
    var open: [Int] = []
    for index in marks.indices {
      switch bytes[Int(marks[index])] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): open.append(index)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if let opening = open.popLast() { closing[opening] = UInt32(index) }
      default: break
      }
    }
    return closing
  }
}
