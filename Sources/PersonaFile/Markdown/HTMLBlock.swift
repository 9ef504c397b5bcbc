// Where raw HTML begins and ends in Markdown, by the seven kinds of CommonMark 0.31, section 4.6.

/// A block of raw HTML: what ends it.
enum HTMLBlock: Equatable {
  /// Ends on the line that holds one of these texts, in lower case; kinds 1 to 5.
  case until([String])
  /// Ends before the next blank line; kinds 6 and 7.
  case untilBlankLine

  /// The block that a line begins, if it begins one. `line` starts with `<`.
  init?(start line: ArraySlice<UInt8>, inParagraph: Bool) {
    let text = String(decoding: line.prefix(64), as: UTF8.self).lowercased()
    let name = String(
      text.dropFirst().drop { $0 == "/" }.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) })
    let isClosing = text.hasPrefix("</")
    let after = text.dropFirst(1 + (isClosing ? 1 : 0) + name.count).first
    let endsName = after.map { " \t>".contains($0) } ?? true
    if !isClosing, Self.verbatimTags.contains(name), endsName {
      self = .until(Self.verbatimTags.map { "</\($0)>" })
    } else if text.hasPrefix("<!--") {
      self = .until(["-->"])
    } else if text.hasPrefix("<?") {
      self = .until(["?>"])
    } else if text.hasPrefix("<![cdata[") {
      self = .until(["]]>"])
    } else if text.hasPrefix("<!"), text.dropFirst(2).first.map({ $0.isASCII && $0.isLetter }) ?? false {
      self = .until([">"])
    } else if Self.blockTags.contains(name), endsName || after == "/" {
      self = .untilBlankLine
    } else if !inParagraph, name.first?.isLetter ?? false, Self.isTagAlone(line) {
      self = .untilBlankLine
    } else {
      return nil
    }
  }

  /// Whether the block ends on this line.
  func ends(on line: ArraySlice<UInt8>) -> Bool {
    guard case .until(let ends) = self else { return line.allSatisfy(isSpace) }
    let text = String(decoding: line, as: UTF8.self).lowercased()
    return ends.contains { text.contains($0) }
  }

  /// Whether the line is one tag and nothing after it: the first `>` outside quotes ends it.
  private static func isTagAlone(_ line: ArraySlice<UInt8>) -> Bool {
    var quote: UInt8?
    for (offset, byte) in zip(line.indices, line).dropFirst() {
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "<") || byte == UInt8(ascii: ":") {
        // Another tag, or an address in angle brackets.
        return false
      } else if byte == UInt8(ascii: ">") {
        return line[(offset + 1)...].allSatisfy(isSpace)
      }
    }
    return false
  }

  private static let verbatimTags = ["pre", "script", "style", "textarea"]

  private static let blockTags: Set<String> = [
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col",
    "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer",
    "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe",
    "legend", "li", "link", "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p",
    "param", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr",
    "track", "ul",
  ]
}
