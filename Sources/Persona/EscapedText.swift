// Text that comes from data, made safe to stand in Markdown. Its own file because everything that writes Markdown
// needs it and a gap here would let a file of events write into a person's page.

/// `text` as Markdown that shows exactly these words and nothing else.
///
/// The result is one line without spaces at its ends. In CommonMark, GitHub's dialect and Obsidian's it forms no
/// tag, comment, marker, link, mention, entity, emphasis, code, mathematics, heading, list, quotation, table cell
/// border, Liquid tag or line break, wherever in a line it is put. What is not seen in a line is not in it, as
/// `visibleScalars` says. `@` becomes `(at)`: no escape keeps every renderer from making an address of it.
public func escapedMarkdown(_ text: String) -> String {
  let scalars = visibleScalars(of: text)
  var result = String.UnicodeScalarView()
  for index in scalars.indices {
    let scalar = scalars[index]
    let before = index > 0 ? scalars[index - 1] : nil
    let after = index + 1 < scalars.count ? scalars[index + 1] : nil
    if scalar == "@" {
      result.append(contentsOf: "(at)".unicodeScalars)
      continue
    }
    let opensBlock = isBlockMarker(scalar, at: index, before: after) && scalars[..<index].allSatisfy(isDigit)
    if opensBlock || isActive(scalar, after: before, before: after, in: scalars[..<index]) {
      result.append("\\")
    }
    result.append(scalar)
  }
  return String(result)
}

/// Whether a character at the start of a line, or after digits that start it, would open a block:
/// `- `, `+ `, `===`, `:-`, `1. `, `1) `.
private func isBlockMarker(_ scalar: Unicode.Scalar, at index: Int, before next: Unicode.Scalar?) -> Bool {
  switch scalar {
  case "-", "+", "=", ":": index == 0
  case ".", ")": index > 0 && (next == nil || next == " ")
  default: false
  }
}

/// Whether a character can start or end something in Markdown between these neighbours.
private func isActive(
  _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?,
  in prefix: ArraySlice<Unicode.Scalar>
) -> Bool {
  switch scalar {
  case "\\", "`", "*", "[", "]", "<", ">", "|", "~", "$", "{", "}", "^":
    return true
  case "_":
    // Between letters or digits it cannot open or close emphasis, and names such as level_up stay readable.
    return !(previous.map(isWordPart) ?? false) || !(next.map(isWordPart) ?? false)
  case "&":
    return next.map { isWordPart($0) || $0 == "#" } ?? true
  case "#":
    return previous == nil || previous == " " || previous == "#"
  case "%", "=":
    // Obsidian's %%comment%% and ==highlight==, Liquid's {% tag %}.
    return previous == scalar || next == scalar || previous == "{" || next == "}"
  case ":":
    return next == nil || next == "/"
  case ".":
    let host = prefix.suffix(3).map { $0.properties.lowercaseMapping }
    return host == ["w", "w", "w"]
  default:
    return false
  }
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

private func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.isAlphabetic || scalar.properties.numericType != nil
}
