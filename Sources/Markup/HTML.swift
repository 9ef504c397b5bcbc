// A piece of an HTML page as a type of its own, so that words from files or data cannot become markup by mistake.

/// HTML that is known to be well meant: literals of the program as they stand, and everything else escaped.
///
/// `"<p>\(words)</p>"` escapes `words` when it is a `String`, and takes it as it is when it is `HTML`. No initialiser
/// takes a text that came into being while the program runs, so the only tags of a page are those in the source.
/// Escaped words are safe in an element and in a quoted attribute that is no address.
public struct HTML: Sendable, Hashable {
  /// The markup.
  public private(set) var text: String

  /// Nothing.
  public init() { text = "" }

  public var isEmpty: Bool { text.isEmpty }

  public static func += (html: inout HTML, more: HTML) { html.text += more.text }

  public static func + (html: HTML, more: HTML) -> HTML {
    var html = html
    html += more
    return html
  }

  /// Adds words, escaped.
  public mutating func append(_ words: String) { text.append(escaping: words) }
}

extension HTML: ExpressibleByStringInterpolation {
  public init(stringLiteral: StaticString) { text = stringLiteral.description }

  public init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  /// Puts literals in as they are, and words escaped.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    public mutating func appendLiteral(_ literal: StaticString) { text += literal.description }

    public mutating func appendInterpolation(_ words: String) { text.append(escaping: words) }

    public mutating func appendInterpolation(_ number: Int) { text += String(number) }

    public mutating func appendInterpolation(_ html: HTML) { text += html.text }

    /// Puts several pieces in, one after the other.
    public mutating func appendInterpolation(_ pieces: [HTML]) { for piece in pieces { text += piece.text } }
  }
}

extension [HTML] {
  /// The pieces as one, with `separator` between them.
  public func joined(separator: HTML = HTML()) -> HTML {
    var html = HTML()
    for (place, piece) in enumerated() {
      if place > 0 { html += separator }
      html += piece
    }
    return html
  }
}

extension String {
  /// Adds words so that HTML shows exactly these. Control characters and noncharacters, which HTML does not allow,
  /// become U+FFFD.
  fileprivate mutating func append(escaping words: String) {
    guard !words.utf8.allSatisfy(isPlain) else {
      self += words
      return
    }
    for scalar in words.unicodeScalars {
      switch scalar {
      case "&": self += "&amp;"
      case "<": self += "&lt;"
      case ">": self += "&gt;"
      case "\"": self += "&quot;"
      case "'": self += "&#39;"
      case "\n", "\t": unicodeScalars.append(scalar)
      case _ where isForbidden(scalar): self += "\u{FFFD}"
      default: unicodeScalars.append(scalar)
      }
    }
  }
}

/// A printable character of ASCII that means nothing in HTML.
private func isPlain(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
  default: (0x20..<0x7F).contains(byte)
  }
}

private func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.generalCategory == .control || scalar.value & 0xFFFE == 0xFFFE
    || (0xFDD0...0xFDEF).contains(scalar.value)
}
