// Plain tables and paragraphs: columns as wide as their widest cell, as far as the terminal has room.

/// Lays out rows of cells, the first of which are the heads; the last column is not padded.
///
/// Where somebody watches, a table that is too wide has its widest columns of text broken into lines; when that is not
/// enough, each row becomes a list of its cells.
///
/// - Parameter unbroken: the columns of text that are never broken. What is aligned to the right never is.
func table(
  _ rows: [[String]], indent: String = "", rightAligned: Set<Int> = [], unbroken: Set<Int> = [],
  look: Look = Terminal.standard.output
) -> String {
  let columns = rows.map(\.count).max() ?? 0
  var widths = (0..<columns).map { column in
    rows.map { column < $0.count ? $0[column].displayWidth : 0 }.max() ?? 0
  }
  if let room = look.columns {
    let least = (0..<columns).map { column in
      rightAligned.union(unbroken).contains(column)
        ? widths[column] : min(widths[column], leastTextColumns)
    }
    let spare = room - indent.displayWidth - 2 * max(columns - 1, 0)
    guard least.reduce(0, +) <= spare || rows.count < 2 else {
      return list(rows, indent: indent, look: look)
    }
    while widths.reduce(0, +) > spare,
      let widest = widths.indices.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] })
    {
      widths[widest] -= 1
    }
  }
  return rows.enumerated().map { number, row in
    let cells = row.enumerated().map { column, cell in
      lines(of: number == 0 ? look.styled(.heading, cell) : cell, columns: max(widths[column], 1))
    }
    return (0..<(cells.map(\.count).max() ?? 0)).map { line in
      indent
        + laidOut(cells.map { line < $0.count ? $0[line] : "" }, widths: widths, rightAligned: rightAligned)
    }.joined()
  }.joined()
}

/// The narrowest that a column of text is made before a table becomes a list.
private let leastTextColumns = 12

private func laidOut(_ cells: [String], widths: [Int], rightAligned: Set<Int>) -> String {
  cells.enumerated().map { column, cell in
    let padding = String(repeating: " ", count: max(widths[column] - cell.displayWidth, 0))
    if rightAligned.contains(column) { return padding + cell }
    return column == cells.count - 1 ? cell : cell + padding
  }.joined(separator: "  ") + "\n"
}

/// Each row as a heading, its first cell, with the others below it, each behind its head.
private func list(_ rows: [[String]], indent: String, look: Look) -> String {
  let heads = rows[0]
  let width = heads.dropFirst().map(\.displayWidth).max() ?? 0
  let before = indent.displayWidth + 2 + width + 2
  let room = max((look.columns ?? .max) - before, 8)
  return rows.dropFirst().map { row in
    let others = zip(heads, row).dropFirst().map { head, cell in
      let padding = String(repeating: " ", count: width - head.displayWidth)
      let parts = lines(of: cell, columns: room)
      return "\(indent)  \(head)\(padding)  "
        + parts.joined(separator: "\n" + String(repeating: " ", count: before)) + "\n"
    }
    return indent + look.styled(.heading, row.first ?? "") + "\n" + others.joined()
  }.joined()
}

/// Text in lines of at most 80 columns, or as many as the terminal has, broken at blanks; ends with a newline.
///
/// What stands between backticks is never broken, even where it is longer than a line. A word that has no room behind
/// the indent of further lines stands further out.
func wrapped(_ text: String, indent: Int, hanging: Int, look: Look = Terminal.standard.output) -> String {
  let columns = min(look.columns ?? 80, 80)
  var lines: [String] = []
  var line = String(repeating: " ", count: indent)
  var isBegun = false
  /// The blanks before the next word. Those at a line's beginning are not kept, those between two words are.
  var gap = ""
  for word in unbrokenWords(of: text) {
    if word.isEmpty {
      gap += isBegun ? " " : ""
      continue
    }
    if isBegun, line.displayWidth + gap.count + word.displayWidth > columns {
      lines.append(line)
      line = String(repeating: " ", count: min(hanging, max(columns - word.displayWidth, 0)))
    } else {
      line += gap
    }
    line += word
    (isBegun, gap) = (true, " ")
  }
  return (lines + [line]).map { $0 + "\n" }.joined()
}

/// As much of a text as fits, with an ellipsis for the rest. The text has no colours.
func cut(_ text: String, columns: Int, look: Look) -> String {
  guard text.displayWidth > columns else { return text }
  var room = columns - look.ellipsis.displayWidth
  return text.prefix { character in
    room -= character.displayWidth
    return room >= 0
  } + look.ellipsis
}
