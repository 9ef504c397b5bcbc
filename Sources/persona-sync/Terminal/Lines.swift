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

/// A text in lines of at most so many columns; a word that is longer than a line is broken.
func lines(of text: String, columns: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  var width = 0
  /// The escape sequence that is in force, to be ended before a line's end and begun again after it.
  var color = ""
  func flush() {
    lines.append(color.isEmpty ? line : line + "\u{1B}[m")
    (line, width) = (color, 0)
  }
  let words = unbrokenWords(of: text).flatMap { word in
    word.displayWidth > columns ? word.split(separator: " ", omittingEmptySubsequences: false) : [word]
  }
  for (number, word) in words.enumerated() {
    let length = word.displayWidth
    if number > 0 {
      if width + 1 + length > columns, width > 0 {
        flush()
      } else {
        line += " "
        width += 1
      }
    }
    for piece in DisplayPieces(word) {
      if piece.first == "\u{1B}" {
        color = piece == "\u{1B}[m" ? "" : String(piece)
      } else {
        let step = piece.displayWidth
        if width + step > columns, width > 0 { flush() }
        width += step
      }
      line += piece
    }
  }
  return lines + [line]
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
    let pieces: [String]
    if let columns = look.columns, line.displayWidth > columns {
      let hanging = String(repeating: " ", count: min(indent + 2, columns / 2))
      let room = max(columns - hanging.count, 1)
      pieces = lines(of: String(line.dropFirst(indent)), columns: room).enumerated().map {
        ($0 == 0 ? line.prefix(indent) : Substring(hanging)) + $1
      }
    } else {
      pieces = [String(line)]
    }
    return pieces.map { isHeading ? look.styled(.heading, $0) : $0 }.joined(separator: "\n")
  }.joined(separator: "\n")
}
