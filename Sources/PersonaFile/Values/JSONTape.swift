// A JSON text taken apart into one list of values, each of which knows where it stands and where the next begins: what
// reads thousands of evidence files cannot pay for an object, a text and a place for each value.

internal import Persona

/// A JSON text that was found to be one.
///
/// A class, because everything that reads from it shares its bytes.
final class JSONTape: Sendable {
  enum Kind: UInt8, Sendable {
    case null, yes, no, number, string, list, map
  }

  /// A value; those inside it follow it, in a map each after its key.
  struct Value: Sendable {
    var kind: Kind
    /// Whether a string holds a backslash.
    var isEscaped = false
    /// The bytes of the value, quotes included. Texts are shorter than two GiB by far: `NodeLimits.bytes`.
    var start: Int32
    var end: Int32 = 0
    /// The place of the first value after it that is not inside it.
    var next: Int32 = 0
  }

  let bytes: [UInt8]
  let file: String
  let values: [Value]

  init(bytes: [UInt8], file: String, values: [Value]) {
    self.bytes = bytes
    self.file = file
    self.values = values
  }

  func kind(_ place: Int) -> Kind { values[place].kind }

  /// The places of the items of a list.
  func items(of list: Int) -> [Int] {
    var places: [Int] = []
    var place = list + 1
    while place < values[list].next {
      places.append(place)
      place = Int(values[place].next)
    }
    return places
  }

  /// The places of the keys of a map; each value stands behind its key.
  func keys(of map: Int) -> [Int] {
    var places: [Int] = []
    var place = map + 1
    while place < values[map].next {
      places.append(place)
      place = Int(values[place + 1].next)
    }
    return places
  }

  /// The place of the value of the first member with this key.
  func member(_ key: String, of map: Int) -> Int? {
    var place = map + 1
    while place < values[map].next {
      if isText(place, key) { return place + 1 }
      place = Int(values[place + 1].next)
    }
    return nil
  }

  private func isText(_ place: Int, _ text: String) -> Bool {
    let value = values[place]
    if value.isEscaped { return self.text(place) == text }
    let inside = Int(value.start + 1)..<Int(value.end - 1)
    return inside.count == text.utf8.count && bytes[inside].elementsEqual(text.utf8)
  }

  /// The text of a string, or of any other value as it is written.
  func text(_ place: Int) -> String {
    let value = values[place]
    let range = Int(value.start)..<Int(value.end)
    guard value.kind == .string else { return bytes.text(in: range) }
    let inside = (range.lowerBound + 1)..<(range.upperBound - 1)
    return value.isEscaped ? unescaped(bytes[inside]) : bytes.text(in: inside)
  }

  /// The value of a number; nil for anything else, and where it is too large.
  func number(_ place: Int) -> Double? {
    let value = values[place]
    guard value.kind == .number else { return nil }
    var digits = 0
    var decimals: Int?
    var whole: UInt64 = 0
    for byte in bytes[Int(value.start)..<Int(value.end)] {
      switch byte {
      case UInt8(ascii: "-"): continue
      case UInt8(ascii: "."): decimals = 0
      case 0x30...0x39 where digits < Self.powersOfTen.count - 1:
        whole = whole * 10 + UInt64(byte & 15)
        digits += 1
        decimals = decimals.map { $0 + 1 }
      default:
        let number = Double(text(place))
        return number?.isFinite == true ? number : nil
      }
    }
    // Both are exact, so that the quotient is the double nearest to what is written (W. Clinger, "How to read
    // floating point numbers accurately", 1990).
    let size = Double(whole) / Self.powersOfTen[decimals ?? 0]
    return bytes[Int(value.start)] == UInt8(ascii: "-") ? -size : size
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  /// Where a value begins.
  func location(of place: Int) -> SourceLocation {
    lines.location(of: Int(values[place].start), file: file)
  }

  private var lines: TextLines {
    TextLines(of: bytes, in: (bytes.starts(with: [UInt8].byteOrderMark) ? 3 : 0)..<bytes.count)
  }

  /// The whole text as located nodes.
  func node() -> Node { node(0, lines) }

  private func node(_ place: Int, _ lines: TextLines) -> Node {
    let value = values[place]
    let kind: Node.Kind =
      switch value.kind {
      case .null: .null
      case .yes, .no, .number: .scalar(text: text(place), isPlain: true)
      case .string: .scalar(text: text(place), isPlain: false)
      case .list: .list(items(of: place).map { node($0, lines) })
      case .map: .map(keys(of: place).map { (node($0, lines), node($0 + 1, lines)) })
      }
    let start = Int(value.start)
    return Node(kind, at: lines.location(of: start, file: file), byteRange: start..<Int(value.end))
  }
}

/// What stands between the quotes of a string that was found to be well written.
private func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
  var text: [UInt8] = []
  var rest = bytes
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
      text.append(byte)
      continue
    }
    switch letter {
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "u"): text += character(&rest).utf8
    default: text.append(letter)
    }
  }
  return String(decoding: text, as: UTF8.self)
}

/// The character of the four digits after `\u`, and of the second half of a pair behind them; half of a pair alone becomes
/// U+FFFD.
private func character(_ rest: inout ArraySlice<UInt8>) -> String {
  let unit = hexadecimalUnit(&rest)
  var after = rest
  if UTF16.isLeadSurrogate(unit), after.starts(with: "\\u".utf8) {
    after.removeFirst(2)
    let second = hexadecimalUnit(&after)
    if UTF16.isTrailSurrogate(second) {
      rest = after
      return String(decoding: [unit, second], as: UTF16.self)
    }
  }
  return String(decoding: [unit], as: UTF16.self)
}

private func hexadecimalUnit(_ rest: inout ArraySlice<UInt8>) -> UInt16 {
  defer { rest.removeFirst(4) }
  return UInt16(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16) ?? 0xFFFD
}
