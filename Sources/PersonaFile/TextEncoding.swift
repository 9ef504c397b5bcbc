// The refusal of files that are not UTF-8 text, each by the name of what they are.

internal import Persona

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
  if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
    throw refusal("it is UTF-32 text", at: nil, hint: save)
  }
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
    throw refusal("it is UTF-16 text", at: nil, hint: save)
  }
  if let offset = bytes.firstIndex(of: 0) {
    throw refusal("it holds a NUL byte, as binary files and UTF-16 text do", at: offset, hint: save)
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
