// Where a link in prose leads: decided by the few schemes that are let through, as browsers read them.

/// The address of a link or a picture.
enum Address: Equatable {
  /// `http`, `https` or `mailto`, fit for an attribute.
  case web(String)
  case mail(String)
  /// Seen from the file that it stands in, percent-encoding decoded, without query and fragment.
  case relative(String)
  /// Any other scheme, another host without a scheme, a place on the same page, nothing.
  case refused

  init(_ written: String) {
    // Browsers drop these before they look for a scheme.
    let scalars = written.unicodeScalars.filter { !Self.isInvisible($0) }
    let text = String(String.UnicodeScalarView(scalars))
    let slashed = text.replacing("\\", with: "/")
    if let end = slashed.firstIndex(where: { ":/?#".contains($0) }), slashed[end] == ":" {
      switch slashed[..<end].lowercased() {
      case "http", "https": self = .web(Self.encoded(text))
      case "mailto": self = .mail(Self.encoded(text))
      default: self = .refused
      }
      return
    }
    let path = Self.decoded(written.prefix { $0 != "?" && $0 != "#" })
    self = path.isEmpty || slashed.hasPrefix("//") ? .refused : .relative(path)
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator: true
    default: false
    }
  }

  /// Every byte that a URL cannot hold percent-encoded; what is encoded already stays.
  private static func encoded(_ url: String) -> String {
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    return url.utf8.reduce(into: "") { text, byte in
      let scalar = Unicode.Scalar(byte)
      if byte < 0x80,
        scalar.properties.isAlphabetic || "0123456789-._~:/?#[]@!$&'()*+,;=%".contains(Character(scalar))
      {
        text.unicodeScalars.append(scalar)
      } else {
        text += "%"
        text.unicodeScalars.append(digits[Int(byte >> 4)])
        text.unicodeScalars.append(digits[Int(byte & 15)])
      }
    }
  }

  private static func decoded(_ path: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = path.utf8
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2, let value = UInt8(Substring(digits), radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
