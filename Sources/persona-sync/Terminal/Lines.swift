// Text broken into lines that fit: at blanks where there are some, colours carried from line to line.

/// What stands between blanks, and where two blanks follow each other nothing.
///
/// What backticks enclose is one word with its blanks: it may be a command, and one that goes over a line's end cannot
/// be pasted.
func unbrokenWords(of text: String) -> [Substring] {
  let last = text.lastIndex(of: "`")
  var words: [Substring] = []
  var isOpen = false
  for piece in text.split(separator: " ", omittingEmptySubsequences: false) {
    if isOpen, let last, piece.startIndex <= last, let word = words.popLast() {
      words.append(text[word.startIndex..<piece.endIndex])
    } else {
      words.append(piece)
      isOpen = false
    }
    if piece.count(where: { $0 == "`" }) % 2 == 1 { isOpen.toggle() }
  }
  return words
}

/// A text in lines of at most so many columns; a word that is longer than a line is broken, behind hyphens where it has
/// some.
func lines(of text: String, columns: Int) -> [String] {
  var filling = FillingLines(columns: columns)
  let words = unbrokenWords(of: text).flatMap { word in
    word.displayWidth > columns ? word.split(separator: " ", omittingEmptySubsequences: false) : [word]
  }
  for (number, word) in words.enumerated() {
    let length = word.displayWidth
    if number > 0 { filling.separate(before: length) }
    for part in length > columns ? hyphenated(word) : [word] { filling.add(part) }
  }
  return filling.lines + [filling.line]
}

/// The parts of a word, each but the last with the hyphen at its end.
private func hyphenated(_ word: Substring) -> [Substring] {
  var parts: [Substring] = []
  var rest = word
  while let hyphen = rest.firstIndex(of: "-") {
    parts.append(rest[...hyphen])
    rest = rest[rest.index(after: hyphen)...]
  }
  return parts + [rest]
}

/// Lines that are filled from left to right.
private struct FillingLines {
  let columns: Int
  /// Those that are full.
  var lines: [String] = []
  var line = ""
  private var width = 0
  /// The escape sequence that is in force, to be ended before a line's end and begun again after it.
  private var color = ""

  init(columns: Int) { self.columns = columns }

  /// A blank, or the line's end where a word so long has no room behind one.
  mutating func separate(before length: Int) {
    guard width + 1 + length <= columns || width == 0 else { return end() }
    line += " "
    width += 1
  }

  /// What has no room is begun on a line of its own, and broken when it needs more than one.
  mutating func add(_ part: Substring) {
    if width + part.displayWidth > columns, width > 0 { end() }
    for piece in DisplayPieces(part) {
      if piece.first == "\u{1B}" {
        color = piece == "\u{1B}[m" ? "" : String(piece)
      } else {
        let step = piece.displayWidth
        if width + step > columns, width > 0 { end() }
        width += step
      }
      line += piece
    }
  }

  private mutating func end() {
    lines.append(color.isEmpty ? line : line + "\u{1B}[m")
    (line, width) = (color, 0)
  }
}

/// An outline that fits the terminal: what is too long goes on below, further in than it began.
///
/// Where nobody watches it is the text as it stands. A line without indent that others are indented below is a heading.
func outline(_ text: String, look: Look = Terminal.standard.output) -> String {
  guard look != .plain else { return text }
  let written = text.split(separator: "\n", omittingEmptySubsequences: false)
  return written.enumerated().map { number, line in
    let indent = line.prefix { $0 == " " }.count
    let isHeading = indent == 0 && number + 1 < written.count && written[number + 1].hasPrefix(" ")
    return fitted(line, hanging: indent + 2, look: look)
      .map { isHeading ? look.styled(.heading, $0) : $0 }.joined(separator: "\n")
  }.joined(separator: "\n")
}

/// A line in as many as the terminal needs, all but the first so far in; one where nobody watches.
func fitted(_ line: some StringProtocol, hanging: Int, look: Look) -> [String] {
  guard let columns = look.columns, line.displayWidth > columns else { return [String(line)] }
  let indent = line.prefix { $0 == " " }
  let hanging = String(repeating: " ", count: min(hanging, columns / 2))
  let room = max(columns - hanging.count, 1)
  return lines(of: String(line.dropFirst(indent.count)), columns: room).enumerated().map {
    ($0 == 0 ? String(indent) : hanging) + $1
  }
}
