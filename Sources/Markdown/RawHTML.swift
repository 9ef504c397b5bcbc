// HTML that stands in Markdown: its words without its tags.

import Markup

/// The words of a block of HTML, without tags, comments, scripts and styles; nothing where no word is left.
///
/// What comes out is escaped whatever went in, so a tag that is not found here is shown and not obeyed.
func wordsOfHTML(_ block: String) -> HTML {
  var words = ""
  var rest = Substring(block)
  while let open = rest.firstIndex(of: "<") {
    words += rest[..<open]
    rest = rest[open...]
    let skipped = length(ofTagAt: rest)
    if skipped == nil { words += "<" }
    rest = rest.dropFirst(skipped ?? 1)
  }
  words += rest
  let lines = words.split(whereSeparator: \.isNewline).map { line in
    line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
  var html = HTML()
  html.append(keepingReferences: lines.filter { !$0.isEmpty }.joined(separator: "\n"))
  return html
}

/// Whether inline HTML is a line break, which tables in Markdown have no other way to say.
func isLineBreak(_ tag: String) -> Bool {
  let name = tag.lowercased().filter { !$0.isWhitespace && $0 != "/" }
  return name == "<br>"
}

/// Characters up to the end of what begins with this `<`; nil when it begins nothing.
private func length(ofTagAt text: Substring) -> Int? {
  for (opening, closing) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")]
  where text.hasPrefix(opening) {
    return text.dropFirst(opening.count).length(through: closing).map { $0 + opening.count } ?? text.count
  }
  let name = text.dropFirst(text.hasPrefix("</") ? 2 : 1).prefix {
    $0.isASCII && ($0.isLetter || $0.isNumber)
  }
  guard !name.isEmpty else { return nil }
  if wordless.contains(name.lowercased()), !text.hasPrefix("</") {
    return lengthOfElement(text, name: name.lowercased())
  }
  return text.length(through: ">") ?? text.count
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
