// JSON to located nodes, strictly by RFC 8259. Written here because splicing needs the byte range of every value,
// which no JSON library at hand gives.

public import Persona

/// Reads one JSON text.
///
/// Numbers, `true` and `false` become plain scalars, strings scalars that are not plain. Keys that repeat are kept:
/// `NodeReader.fields` notes them. A byte order mark is passed over. Half of a surrogate pair becomes U+FFFD.
///
/// - Throws: A located `Failure` for text that is not UTF-8, not JSON, or deeper or longer than `NodeLimits` allow.
public func parseJSON(_ bytes: [UInt8], file: String) throws(Failure) -> Node {
  var reader = JSONReader(bytes: bytes, file: file)
  return try reader.document()
}

/// Walks over the bytes of a JSON text.
struct JSONReader {
  private let bytes: [UInt8]
  private let file: String
  private let lines: TextLines
  private var offset: Int
  /// The line that the last value began on; the next begins there or further on.
  private var line = 0

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    offset = bytes.starts(with: [UInt8].byteOrderMark) ? 3 : 0
    lines = TextLines(of: bytes, in: offset..<bytes.count)
  }

  mutating func document() throws(Failure) -> Node {
    guard bytes.count <= NodeLimits.bytes else {
      throw Failure("\(file) has more than \(NodeLimits.bytes >> 20) MiB", at: SourceLocation(file: file))
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Failure("\(file) is not valid UTF-8", at: SourceLocation(file: file))
    }
    let root = try value(depth: 1)
    skipSpace()
    guard offset == bytes.count else { throw failure("something stands after the value") }
    return root
  }

  private mutating func value(depth: Int) throws(Failure) -> Node {
    guard depth <= NodeLimits.depth else {
      throw failure("there are more than \(NodeLimits.depth) levels inside each other")
    }
    skipSpace()
    let start = offset
    let location = locationOfValue()
    let kind: Node.Kind
    switch peek {
    case UInt8(ascii: "{"): kind = .map(try members(depth: depth))
    case UInt8(ascii: "["): kind = .list(try items(depth: depth))
    case UInt8(ascii: "\""): kind = .scalar(text: try string(), isPlain: false)
    case UInt8(ascii: "t"): kind = .scalar(text: try word("true"), isPlain: true)
    case UInt8(ascii: "f"): kind = .scalar(text: try word("false"), isPlain: true)
    case UInt8(ascii: "n"):
      _ = try word("null")
      kind = .null
    case UInt8(ascii: "-")?, (UInt8(ascii: "0")...UInt8(ascii: "9"))?:
      kind = .scalar(text: try number(), isPlain: true)
    case nil: throw failure("the text ends where a value must stand")
    default: throw failure("a value must stand here")
    }
    return Node(kind, at: location, byteRange: start..<offset)
  }

  private mutating func members(depth: Int) throws(Failure) -> [(key: Node, value: Node)] {
    var members: [(key: Node, value: Node)] = []
    offset += 1
    skipSpace()
    if take("}") { return members }
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw failure("a key in double quotes must stand here") }
      let start = offset
      let location = locationOfValue()
      let text = try string()
      let key = Node(.scalar(text: text, isPlain: false), at: location, byteRange: start..<offset)
      skipSpace()
      guard take(":") else { throw failure("`:` must stand after a key") }
      members.append((key, try value(depth: depth + 1)))
      skipSpace()
    } while take(",")
    guard take("}") else { throw failure("`,` or `}` must stand here") }
    return members
  }

  private mutating func items(depth: Int) throws(Failure) -> [Node] {
    var items: [Node] = []
    offset += 1
    skipSpace()
    if take("]") { return items }
    repeat {
      items.append(try value(depth: depth + 1))
      skipSpace()
    } while take(",")
    guard take("]") else { throw failure("`,` or `]` must stand here") }
    return items
  }

  private mutating func word(_ word: String) throws(Failure) -> String {
    guard bytes[offset...].starts(with: word.utf8) else { throw failure("a value must stand here") }
    offset += word.utf8.count
    return word
  }

  private mutating func number() throws(Failure) -> String {
    let start = offset
    _ = take("-")
    let zero = peek == UInt8(ascii: "0")
    guard digits() > 0 else { throw failure("a digit must stand here") }
    if zero, bytes[start..<offset].drop(while: { $0 == UInt8(ascii: "-") }).count > 1 {
      throw failure("a number may not begin with 0")
    }
    if take(".") {
      guard digits() > 0 else { throw failure("a digit must stand here") }
    }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      guard digits() > 0 else { throw failure("a digit must stand here") }
    }
    return bytes.text(in: start..<offset)
  }

  /// Passes over digits and says how many.
  private mutating func digits() -> Int {
    let start = offset
    while let byte = peek, (0x30...0x39).contains(byte) { offset += 1 }
    return offset - start
  }
}

// Strings and small steps.
extension JSONReader {
  private mutating func string() throws(Failure) -> String {
    offset += 1
    var text: [UInt8] = []
    // Most strings stand as they are.
    let end = bytes[offset...].firstIndex {
      $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 < 0x20
    }
    if let end, bytes[end] == UInt8(ascii: "\"") {
      defer { offset = end + 1 }
      return bytes.text(in: offset..<end)
    }
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text += try escape().utf8
      case ..<0x20:
        throw failure("a line break or control character stands in a string")
      default:
        text.append(byte)
        offset += 1
      }
    }
    throw failure("the text ends inside a string")
  }

  private mutating func escape() throws(Failure) -> String {
    offset += 1
    guard let byte = peek else { throw failure("the text ends inside a string") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let unit = try hexadecimalUnit()
      guard UTF16.isLeadSurrogate(unit), bytes[offset...].starts(with: "\\u".utf8) else {
        return String(decoding: [unit], as: UTF16.self)
      }
      let start = offset
      offset += 2
      let next = try hexadecimalUnit()
      if UTF16.isTrailSurrogate(next) { return String(decoding: [unit, next], as: UTF16.self) }
      offset = start
      return "\u{FFFD}"
    default:
      offset -= 1
      throw failure("`\\` must be followed by one of \" \\ / b f n r t u")
    }
  }

  private mutating func hexadecimalUnit() throws(Failure) -> UInt16 {
    let digits = bytes[offset...].prefix(4)
    guard digits.count == 4, digits.allSatisfy(isHexadecimalDigit),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits must stand after `\\u`") }
    offset += 4
    return unit
  }

  private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, isSpace(byte) || byte == .lineFeed || byte == .carriageReturn { offset += 1 }
  }

  private mutating func locationOfValue() -> SourceLocation {
    while line + 1 < lines.count, lines.starts[line + 1] <= offset { line += 1 }
    return SourceLocation(file: file, line: line + 1, column: offset - lines.starts[line] + 1)
  }

  private func failure(_ cause: String) -> Failure {
    Failure("cannot read the JSON", at: lines.location(of: offset, file: file), causes: [cause])
  }
}

private func isHexadecimalDigit(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
}
