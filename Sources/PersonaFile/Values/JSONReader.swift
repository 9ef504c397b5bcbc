// JSON taken apart, strictly by RFC 8259. Written here because splicing needs the byte range of every value, which no
// JSON library at hand gives.

public import Persona

/// Reads one JSON text.
///
/// Numbers, `true` and `false` become plain scalars, strings scalars that are not plain. Keys that repeat are kept:
/// `NodeReader.fields` notes them. A byte order mark is passed over. Half of a surrogate pair becomes U+FFFD.
///
/// - Throws: A located `Failure` for text that is not UTF-8, not JSON, or deeper or longer than `NodeLimits` allow.
public func parseJSON(_ bytes: [UInt8], file: String) throws(Failure) -> Node {
  try JSONTape(reading: bytes, file: file).node()
}

extension JSONTape {
  /// Reads one JSON text, as `parseJSON` does.
  convenience init(reading bytes: [UInt8], file: String) throws(Failure) {
    var reader = JSONReader(bytes: bytes, file: file)
    try reader.document()
    self.init(bytes: bytes, file: file, values: reader.values)
  }
}

/// Walks over the bytes of a JSON text.
private struct JSONReader {
  private let bytes: [UInt8]
  private let file: String
  private var offset: Int
  private(set) var values: [JSONTape.Value] = []

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    offset = bytes.starts(with: [UInt8].byteOrderMark) ? 3 : 0
    // Canonical evidence has a value in every ten bytes.
    values.reserveCapacity(min(bytes.count, NodeLimits.bytes) / 8)
  }

  mutating func document() throws(Failure) {
    guard bytes.count <= NodeLimits.bytes else {
      throw Failure("\(file) has more than \(NodeLimits.bytes >> 20) MiB", at: SourceLocation(file: file))
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Failure("\(file) is not valid UTF-8", at: SourceLocation(file: file))
    }
    try value(depth: 1)
    skipSpace()
    guard offset == bytes.count else { throw failure("something stands after the value") }
  }

  private mutating func value(depth: Int) throws(Failure) {
    guard depth <= NodeLimits.depth else {
      throw failure("there are more than \(NodeLimits.depth) levels inside each other")
    }
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): try add(.map) { reader throws(Failure) in try reader.members(depth: depth) }
    case UInt8(ascii: "["): try add(.list) { reader throws(Failure) in try reader.items(depth: depth) }
    case UInt8(ascii: "\""): try addString()
    case UInt8(ascii: "t"): try add(.yes) { reader throws(Failure) in try reader.word("true") }
    case UInt8(ascii: "f"): try add(.no) { reader throws(Failure) in try reader.word("false") }
    case UInt8(ascii: "n"): try add(.null) { reader throws(Failure) in try reader.word("null") }
    case UInt8(ascii: "-")?, (UInt8(ascii: "0")...UInt8(ascii: "9"))?:
      try add(.number) { reader throws(Failure) in try reader.number() }
    case nil: throw failure("the text ends where a value must stand")
    default: throw failure("a value must stand here")
    }
  }

  /// Adds a value, and all that `read` adds inside it.
  private mutating func add(
    _ kind: JSONTape.Kind, read: (inout JSONReader) throws(Failure) -> Void
  ) throws(Failure) {
    let place = values.count
    values.append(JSONTape.Value(kind: kind, start: Int32(offset)))
    try read(&self)
    values[place].end = Int32(offset)
    values[place].next = Int32(values.count)
  }

  private mutating func addString() throws(Failure) {
    let start = Int32(offset)
    let isEscaped = try string()
    values.append(
      JSONTape.Value(
        kind: .string, isEscaped: isEscaped, start: start, end: Int32(offset), next: Int32(values.count + 1)))
  }

  private mutating func members(depth: Int) throws(Failure) {
    offset += 1
    skipSpace()
    if take("}") { return }
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw failure("a key in double quotes must stand here") }
      try addString()
      skipSpace()
      guard take(":") else { throw failure("`:` must stand after a key") }
      try value(depth: depth + 1)
      skipSpace()
    } while take(",")
    guard take("}") else { throw failure("`,` or `}` must stand here") }
  }

  private mutating func items(depth: Int) throws(Failure) {
    offset += 1
    skipSpace()
    if take("]") { return }
    repeat {
      try value(depth: depth + 1)
      skipSpace()
    } while take(",")
    guard take("]") else { throw failure("`,` or `]` must stand here") }
  }

  private mutating func word(_ word: String) throws(Failure) {
    guard bytes[offset...].starts(with: word.utf8) else { throw failure("a value must stand here") }
    offset += word.utf8.count
  }

  private mutating func number() throws(Failure) {
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
  /// Passes over a string, and says whether it holds a backslash.
  private mutating func string() throws(Failure) -> Bool {
    offset += 1
    var isEscaped = false
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return isEscaped
      case UInt8(ascii: "\\"):
        try escape()
        isEscaped = true
      case ..<0x20:
        throw failure("a line break or control character stands in a string")
      default:
        offset += 1
      }
    }
    throw failure("the text ends inside a string")
  }

  private mutating func escape() throws(Failure) {
    offset += 1
    guard let byte = peek else { throw failure("the text ends inside a string") }
    guard byte != UInt8(ascii: "u") else {
      offset += 1
      let digits = bytes[offset...].prefix(4)
      guard digits.count == 4, digits.allSatisfy(isHexadecimalDigit) else {
        throw failure("four hexadecimal digits must stand after `\\u`")
      }
      offset += 4
      return
    }
    guard "\"\\/bfnrt".utf8.contains(byte) else {
      throw failure("`\\` must be followed by one of \" \\ / b f n r t u")
    }
    offset += 1
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

  private func failure(_ cause: String) -> Failure {
    let lines = TextLines(of: bytes, in: (bytes.starts(with: [UInt8].byteOrderMark) ? 3 : 0)..<bytes.count)
    return Failure(
      "cannot read the JSON", at: lines.location(of: offset, file: file), causes: [cause],
      hint: "check the commas, quotes and brackets up to there")
  }
}

private func isHexadecimalDigit(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
}
