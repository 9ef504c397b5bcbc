// HTML that stands in Markdown, cut into words and tags. Its own file because this is where attributes end: what is taken
// for a tag too soon or too late becomes words.

/// A piece of HTML.
enum HTMLPiece: Equatable {
  /// As they are written, with references such as `&amp;`.
  case words(String)
  /// A tag that begins an element, by its name in small letters.
  case begin(String)
  case end(String)

  /// The pieces of a text; none for comments, scripts and styles.
  ///
  /// A tag that is not found here is words, which are escaped like any others.
  static func all(of text: String) -> [HTMLPiece] {
    var pieces: [HTMLPiece] = []
    var words = ""
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "<") {
      words += rest[..<open]
      rest = rest[open...]
      if let markup = Markup(at: rest) {
        if let piece = markup.piece {
          if !words.isEmpty { pieces.append(.words(words)) }
          words = ""
          pieces.append(piece)
        }
        rest = rest.dropFirst(markup.length)
      } else {
        words += "<"
        rest = rest.dropFirst()
      }
    }
    words += rest
    return words.isEmpty ? pieces : pieces + [.words(words)]
  }
}

/// Whether inline HTML is a line break, which tables in Markdown have no other way to say.
func isLineBreak(_ tag: String) -> Bool { HTMLPiece.all(of: tag) == [.begin("br")] }

/// What begins with `<` and is no words.
private struct Markup {
  /// Nothing of what is not for readers.
  var piece: HTMLPiece?
  /// In characters.
  var length: Int

  /// `nil` where the `<` begins nothing.
  init?(at text: Substring) {
    for (opening, closing) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")]
    where text.hasPrefix(opening) {
      length = text.dropFirst(opening.count).length(through: closing).map { $0 + opening.count } ?? text.count
      return
    }
    let isEnd = text.hasPrefix("</")
    let name = text.dropFirst(isEnd ? 2 : 1).prefix(while: isNamePart).lowercased()
    guard let first = name.first, first.isLetter || first.isNumber else { return nil }
    if !isEnd, wordless.contains(name) {
      length = lengthOfElement(text, name: name)
    } else {
      piece = isEnd ? .end(name) : .begin(name)
      length = lengthOfTag(text) ?? text.length(through: ">") ?? text.count
    }
  }
}

/// Names of other vocabularies have a colon, those of components a hyphen.
private func isNamePart(_ character: Character) -> Bool {
  character.isASCII && (character.isLetter || character.isNumber || character == ":" || character == "-")
}

/// Characters through the `>` that ends a tag: one between quotation marks is part of a value. `nil` where it never ends.
private func lengthOfTag(_ text: Substring) -> Int? {
  var quote: Character?
  var isBehindEquals = false
  for (place, character) in text.enumerated() {
    if let open = quote {
      if character == open { quote = nil }
    } else if character == ">" {
      return place + 1
    } else if isBehindEquals, character == "\"" || character == "'" {
      quote = character
    }
    isBehindEquals = character == "=" || isBehindEquals && character.isWhitespace
  }
  return nil
}

/// Elements whose words are not for readers.
private let wordless = ["script", "style", "template", "noscript", "iframe", "svg", "math"]

/// Characters up to the end of the element's end tag, or of the text.
private func lengthOfElement(_ text: Substring, name: String) -> Int {
  var rest = text.dropFirst(1)
  while let start = rest.firstRange(of: "</")?.upperBound {
    rest = rest[start...]
    guard rest.prefix(name.count).lowercased() == name else { continue }
    guard let end = rest.firstIndex(of: ">") else { break }
    return text.distance(from: text.startIndex, to: end) + 1
  }
  return text.count
}

extension StringProtocol {
  /// Characters up to and including the first `end`.
  fileprivate func length(through end: String) -> Int? {
    firstRange(of: end).map { distance(from: startIndex, to: $0.upperBound) }
  }
}
