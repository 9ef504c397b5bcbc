// Where the elements of a JSON array start and end.

/// Splits the top level of one JSON array, block by block.
///
/// Only strings and brackets are told apart; whether an element is an object is the parser's business. A
/// string ends at a line break at the latest, as JSON has none within strings. An element that is not closed
/// within `Limits.recordBytes`, or by the end of the file, is given up; reading goes on at the next line that
/// starts with `{`.
struct ElementFraming {
  private enum State {
    case beforeArray, inArray
    /// After a broken element, looking for a line that starts with `{`.
    case seekingLine
    case afterArray
    /// What follows the text that follows the array.
    case ignoring
  }

  private var state = State.beforeArray
  private let lineEnd: UInt8

  init(lineEnd: UInt8) { self.lineEnd = lineEnd }

  /// Whether anything but an array was met at the start.
  private(set) var isNoArray = false

  /// Ends a block before the first element that starts at `target` or behind it.
  ///
  /// Unless the file ends at `end`, more than `Limits.recordBytes` bytes follow `target`.
  mutating func blockEnd(
    in bytes: Span<UInt8>, from start: Int, to end: Int, isLast: Bool, target: Int,
    elements: inout [Block.Element]
  ) -> Int {
    var index = start
    var counted = (place: start, line: 0)
    /// Where all elements end, from the first that is broken on.
    var ends: ElementEnds?
    func append(_ range: Range<Int>, _ reason: RejectReason?) {
      counted.line += count(of: lineEnd, in: bytes, from: counted.place, to: range.lowerBound)
      counted.place = range.lowerBound
      elements.append(.init(range: range, line: counted.line, reason: reason))
    }

    while index < end {
      if state == .seekingLine {
        guard let next = lineWithObject(in: bytes, from: &index, to: end) else { return isLast ? end : index }
        index = next
        state = .inArray
      }
      if state == .ignoring { return end }
      index = firstNonBlank(in: bytes, from: index, to: end, orCommas: state == .inArray)
      guard index < min(target, end) else { break }
      switch state {
      case .beforeArray:
        guard bytes[index] == UInt8(ascii: "[") else {
          isNoArray = true
          return end
        }
        index += 1
        state = .inArray
      case .inArray where bytes[index] == UInt8(ascii: "]"):
        index += 1
        state = .afterArray
      case .inArray:
        if let elementEnd = endOfElement(in: bytes, from: index, to: end, knowing: ends) {
          append(index..<endWithoutBlanks(in: bytes, from: index, to: elementEnd), nil)
          index = elementEnd
        } else {
          ends = ends ?? ElementEnds(in: bytes, from: index, to: end, lineEnd: lineEnd)
          let isTooLong = end - index > Limits.recordBytes
          append(
            index..<(firstIndex(of: lineEnd, in: bytes, from: index, to: min(end, index + Limits.recordBytes))
              ?? min(end, index + Limits.recordBytes)), isTooLong ? .tooLong : .openArray)
          state = .seekingLine
        }
      case .afterArray:
        let lineBreak = firstIndex(of: lineEnd, in: bytes, from: index, to: end) ?? end
        append(index..<min(lineBreak, index + Limits.recordBytes), .afterArray)
        state = .ignoring
      case .seekingLine, .ignoring:
        break
      }
    }
    if isLast, index >= end, state == .inArray {
      append(end..<end, .openArray)
      state = .ignoring
    }
    return index
  }

  /// The end of the element that starts at `start`: the comma or bracket behind it. `nil` when there is none
  /// within the limit.
  private func endOfElement(
    in bytes: Span<UInt8>, from start: Int, to end: Int, knowing ends: ElementEnds?
  ) -> Int? {
    let last = min(end, start + Limits.recordBytes + 1)
    if let ends { return ends.end(ofElementAt: start).flatMap { $0 < last ? $0 : nil } }
    var depth = 0
    var inString = false
    var index = start
    while index < last {
      let byte = bytes[index]
      if inString {
        switch byte {
        case backslash where index + 1 < last && bytes[index + 1] != lineEnd: index += 1
        case quote, lineEnd: inString = false
        default: break
        }
      } else {
        switch byte {
        case quote: inString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}") where depth > 0: depth -= 1
        case UInt8(ascii: "]") where depth > 0: depth -= 1
        case UInt8(ascii: "]"): return index
        case UInt8(ascii: ",") where depth == 0: return index
        default: break
        }
      }
      index += 1
    }
    return nil
  }

  /// The first `{` that starts a line behind `index`, which moves to where the search is to go on.
  private func lineWithObject(in bytes: Span<UInt8>, from index: inout Int, to end: Int) -> Int? {
    let start = index
    while let lineBreak = firstIndex(of: lineEnd, in: bytes, from: index, to: end) {
      let first = firstNonBlank(in: bytes, from: lineBreak + 1, to: end, orCommas: true)
      if first < end, bytes[first] == UInt8(ascii: "{") { return first }
      if first == end {
        // The line break is looked at again with what follows, unless that would be for ever.
        index = lineBreak == start ? end : lineBreak
        return nil
      }
      // No line between begins with anything.
      index = first
    }
    index = end
    return nil
  }
}

/// The first byte in `bytes[start..<end]` that is no JSON white space, or `end`.
private func firstNonBlank(in bytes: Span<UInt8>, from start: Int, to end: Int, orCommas: Bool) -> Int {
  var index = start
  while index < end, isJSONBlank(bytes[index]) || (orCommas && bytes[index] == UInt8(ascii: ",")) {
    index += 1
  }
  return index
}

private func endWithoutBlanks(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
  var index = end
  while index > start, isJSONBlank(bytes[index - 1]) { index -= 1 }
  return index
}

/// White space of RFC 8259.
func isJSONBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == newline || byte == carriageReturn
}
