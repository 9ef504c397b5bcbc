// Help with its headings in the look of headings. The words are the parser's own.

enum HelpWords {
  /// `USAGE:`, `OPTIONS:` and the like, and what stands above examples, as headings.
  static func styled(_ help: String, look: Look = Terminal.standard.output) -> String {
    guard look.hasColors, help.contains("USAGE: ") else { return help }
    return help.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard let colon = line.firstIndex(of: ":") else { return String(line) }
      let (head, rest) = (line[...colon], line[line.index(after: colon)...])
      let isHeading =
        head.allSatisfy { $0.isUppercase || $0 == " " || $0 == ":" }
        || rest.isEmpty && !line.hasPrefix(" ")
      return isHeading ? look.styled(.heading, String(head)) + rest : String(line)
    }.joined(separator: "\n")
  }
}
