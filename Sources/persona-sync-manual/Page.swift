// Manual pages in the macros of man(7), which groff, mandoc and every `man` understand.

/// One page, in the making.
struct Page {
  private(set) var text: String

  /// - Parameters:
  ///   - name: `persona-sync-log`, the page's name.
  ///   - date: `2026-01-01`; may be empty.
  init(name: String, abstract: String, date: String, version: String) {
    let title = roff(name.uppercased())
    text = ".TH \(title) 1 \"\(date)\" \"persona-sync \(roff(version))\" \"persona-sync manual\"\n.ad l\n"
    heading("NAME")
    text += "\(roff(name)) \\- \(roff(abstract.hasSuffix(".") ? String(abstract.dropLast()) : abstract))\n"
  }

  mutating func heading(_ title: String) { text += ".SH \(title)\n" }

  /// How a command is called.
  mutating func synopsis(_ words: String, _ arguments: [Argument]) {
    heading("SYNOPSIS")
    text += ".nh\n\\fB\(roff(words))\\fR\n"
    for argument in arguments where argument.shouldDisplay { text += argument.usage + "\n" }
    text += ".hy\n"
  }

  /// Paragraphs as they are, the first right below a heading; what is laid out by blanks stays laid out.
  mutating func paragraphs(_ words: String) {
    var isLaidOut = false
    var isFirst = false
    for line in words.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty {
        if isLaidOut { text += ".fi\n.RE\n" }
        isLaidOut = false
        isFirst = true
        continue
      }
      let keepsBlanks = line.hasPrefix("  ") || line.contains("   ")
      if keepsBlanks, !isLaidOut { text += (isFirst ? ".PP\n" : "") + ".RS 2\n.nf\n" }
      if !keepsBlanks, isLaidOut { text += ".fi\n.RE\n" }
      if !keepsBlanks, isFirst { text += ".PP\n" }
      isLaidOut = keepsBlanks
      isFirst = false
      text += roff(keepsBlanks && line.hasPrefix("  ") ? String(line.dropFirst(2)) : String(line)) + "\n"
    }
    if isLaidOut { text += ".fi\n.RE\n" }
  }

  /// A word in bold, what it means below it.
  mutating func item(_ term: String, _ meaning: String) {
    text += ".TP\n\(term)\n\(roff(meaning))\n"
  }

  mutating func arguments(_ arguments: [Argument]) {
    let shown = arguments.filter(\.shouldDisplay)
    for (title, kinds) in [("ARGUMENTS", [Argument.Kind.positional]), ("OPTIONS", [.flag, .option])] {
      let these = shown.filter { kinds.contains($0.kind) }
      if these.isEmpty { continue }
      heading(title)
      for argument in these { item(argument.term, argument.meaning) }
    }
  }
}

/// Text in which nothing is a request, an escape or a dash of typography.
func roff(_ text: String) -> String {
  let escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("'", with: "\\(aq")
    .replacing("`", with: "\\(ga").replacing("\"", with: "\\(dq").replacing("~", with: "\\(ti")
    .replacing("^", with: "\\(ha")
  return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
}

extension Argument {
  /// `\fB\-\-as\-of\fR \fIdate\fR`
  fileprivate var term: String {
    let value = "\\fI\(roff(valueName ?? ""))\\fR"
    guard let names, kind != .positional else { return value }
    let words = names.sorted { $0.kind == .short && $1.kind != .short }.map { name in
      "\\fB" + roff((name.kind == .long ? "--" : "-") + name.name) + "\\fR"
    }
    return words.joined(separator: ", ") + (kind == .option ? " " + value : "")
  }

  /// Its place in the synopsis.
  fileprivate var usage: String {
    let name = names?.first { $0.kind == .long } ?? names?.first
    var short = self
    short.names = name.map { [$0] }
    let word = short.term + (isRepeating ? " ..." : "")
    return isOptional ? "[\(word)]" : word
  }

  fileprivate var meaning: String {
    var words = [abstract ?? ""]
    if let allValues, kind == .option { words.append("One of \(allValues.joined(separator: ", ")).") }
    if let defaultValue { words.append("Without it \(defaultValue).") }
    return words.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
