// Plain tables and paragraphs for the terminal: columns as wide as their widest cell, lines that fit 80 columns.

/// Lays out rows of cells; the last column is not padded.
func table(_ rows: [[String]], indent: String = "", rightAligned: Set<Int> = []) -> String {
  let columns = rows.map(\.count).max() ?? 0
  let widths = (0..<columns).map { column in
    rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
  }
  return rows.map { row in
    let cells = row.enumerated().map { column, cell in
      let padding = String(repeating: " ", count: widths[column] - cell.count)
      if rightAligned.contains(column) { return padding + cell }
      return column == row.count - 1 ? cell : cell + padding
    }
    return indent + cells.joined(separator: "  ") + "\n"
  }.joined()
}

/// Text in lines of at most 80 columns, broken at blanks; ends with a newline.
func wrapped(_ text: String, indent: Int, hanging: Int) -> String {
  var lines: [String] = []
  var line = String(repeating: " ", count: indent)
  var isEmpty = true
  for word in text.split(separator: " ") {
    if !isEmpty, line.count + 1 + word.count > 80 {
      lines.append(line)
      line = String(repeating: " ", count: hanging)
      isEmpty = true
    }
    line += (isEmpty ? "" : " ") + word
    isEmpty = false
  }
  return (lines + [line]).map { $0 + "\n" }.joined()
}
