// The colours of texts about the history: a line's own sign says what it means, the colour repeats it.

import Persona

extension Terminal {
  /// Writes an outline about the history, through the pager.
  func write(history text: String) {
    page()
    write(outline(colored(text), look: output))
  }

  /// What begins with the signs of verdicts has each in its colour; what came is green, what went is red.
  private func colored(_ text: String) -> String {
    guard output.hasColors else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let indent = line.prefix { $0 == " " }
      let rest = line.dropFirst(indent.count)
      guard !indent.isEmpty, let sign = rest.first else { return String(line) }
      switch sign {
      case "+": return indent + styled(.good, String(rest))
      case "-": return indent + styled(.bad, String(rest))
      case "@": return indent + styled(.hint, String(rest))
      case "●", "·": return indent + styled(.hint, String(sign)) + rest.dropFirst()
      default:
        let signs = rest.prefix { $0 == " " || Self.style(of: $0) != nil }
        return indent + signs.map(colored).joined() + rest.dropFirst(signs.count)
      }
    }.joined(separator: "\n")
  }

  private func colored(_ sign: Character) -> String {
    Self.style(of: sign).map { styled($0, String(sign)) } ?? String(sign)
  }

  private static func style(of sign: Character) -> Style? {
    Verdict.allCases.first { $0.sign == String(sign) }?.style
  }
}
