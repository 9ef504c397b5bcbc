// The tool's block, which is Markdown, as an outline for a terminal.

/// The text of a block without marks of Markdown: headings without indent, what stands below them indented, pictures
/// left out. A block that a person has edited keeps every line that it has.
public func blockText(_ markdown: String) -> String {
  markdown.split(separator: "\n", omittingEmptySubsequences: false).compactMap(outlined).joined()
}

private func outlined(_ line: Substring) -> String? {
  let indent = line.prefix { $0 == " " }.count
  let text = line.dropFirst(indent)
  if text.isEmpty || text.hasPrefix("![") { return nil }
  let (level, rest): (Int, Substring) =
    if text.hasPrefix("## ") {
      (0, text.dropFirst(3))
    } else if text.hasPrefix("### ") {
      (1, text.dropFirst(4))
    } else if text.hasPrefix("- ") {
      (2 + indent / 2, text.dropFirst(2))
    } else {
      (1, text)
    }
  return String(repeating: "  ", count: level) + plain(rest) + "\n"
}

/// The words of a line: what is escaped stands for itself, emphasis and the addresses of links go.
private func plain(_ markdown: Substring) -> String {
  var text = ""
  var rest = markdown
  while let character = rest.popFirst() {
    switch character {
    case "\\":
      guard let next = rest.first, next.isASCII, next.isPunctuation || next.isSymbol else { fallthrough }
      text.append(rest.removeFirst())
    case "*" where rest.first == "*": rest.removeFirst()
    case "[":
      guard let end = rest.firstRange(of: "]("), let close = rest[end.upperBound...].firstIndex(of: ")")
      else {
        fallthrough
      }
      text += plain(rest[..<end.lowerBound])
      rest = rest[rest.index(after: close)...]
    default: text.append(character)
    }
  }
  return text
}
