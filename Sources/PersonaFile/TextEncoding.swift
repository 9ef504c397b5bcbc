// Texts that are not UTF-8: what they are, and the refusal of persona files that are such, each by its name.

internal import Persona

/// An encoding of text other than UTF-8, as far as the first bytes tell it.
public enum TextEncoding: Sendable, Equatable {
  case utf16(isBigEndian: Bool)
  case utf32

  /// Bytes that are looked at where no byte order mark stands.
  private static let seenBytes = 1024

  /// By the byte order mark; UTF-16 without one where every other byte is zero, or nearly so, and none beside them.
  ///
  /// - Returns: nil for what is UTF-8, or no text.
  public init?(of bytes: Span<UInt8>) {
    func begins(with mark: [UInt8]) -> Bool {
      mark.count <= bytes.count && mark.indices.allSatisfy { bytes[$0] == mark[$0] }
    }
    if begins(with: [0xFF, 0xFE, 0, 0]) || begins(with: [0, 0, 0xFE, 0xFF]) {
      self = .utf32
    } else if begins(with: [0xFF, 0xFE]) {
      self = .utf16(isBigEndian: false)
    } else if begins(with: [0xFE, 0xFF]) {
      self = .utf16(isBigEndian: true)
    } else {
      let units = min(bytes.count, Self.seenBytes) / 2
      let zeros = (0...1).map { first in (0..<units).count { bytes[2 * $0 + first] == 0 } }
      guard units > 1, zeros.min() == 0, zeros[0] + zeros[1] >= units - units / 10 else { return nil }
      self = .utf16(isBigEndian: zeros[0] > 0)
    }
  }

  /// A text in this encoding as UTF-8; nil for UTF-32, which no program writes unasked.
  public func utf8(of bytes: Span<UInt8>) -> [UInt8]? {
    guard case .utf16(let isBigEndian) = self else { return nil }
    let high = isBigEndian ? 0 : 1
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    for start in stride(from: 0, to: bytes.count - 1, by: 2) {
      units.append(UInt16(bytes[start + high]) << 8 | UInt16(bytes[start + 1 - high]))
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}

/// Throws for bytes that cannot be read as UTF-8 text.
func refuseWhatIsNotText(_ bytes: [UInt8], _ path: String) throws(Failure) {
  func refusal(_ cause: String, at offset: Int?, hint: String) -> Failure {
    let place = offset.map { TextLines(of: bytes, in: 0..<bytes.count).location(of: $0, file: path) }
    return Failure(
      "cannot read \(path)", at: place ?? SourceLocation(file: path), causes: [cause], hint: hint)
  }
  let save = "save it as UTF-8"
  if bytes.count > PersonaDocument.maximumBytes {
    throw refusal(
      "it has more than \(PersonaDocument.maximumBytes >> 20) MiB", at: nil,
      hint: "a persona is a page or two")
  }
  switch TextEncoding(of: bytes.span) {
  case .utf32: throw refusal("it is UTF-32 text", at: nil, hint: save)
  case .utf16: throw refusal("it is UTF-16 text", at: nil, hint: save)
  case nil: break
  }
  if let offset = bytes.firstIndex(of: 0) {
    throw refusal("it holds a NUL byte, as binary files do", at: offset, hint: save)
  }
  if String(validating: bytes, as: UTF8.self) == nil {
    throw refusal("it is not valid UTF-8", at: firstInvalidByte(of: bytes), hint: save)
  }
}

/// Where the first ill-formed sequence starts.
private func firstInvalidByte(of bytes: [UInt8]) -> Int? {
  var decoder = UTF8()
  var iterator = bytes.makeIterator()
  var offset = 0
  while true {
    switch decoder.decode(&iterator) {
    case .scalarValue(let scalar): offset += UTF8.width(scalar)
    case .emptyInput: return nil
    case .error: return offset
    }
  }
}
