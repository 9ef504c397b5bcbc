// How many cells the tables of a Markdown text can have. Its own file because it is what the library does not ask: it gives a
// row that is short all the cells of the widest, so that 126 KB of text can make 60 million.

/// The cells of a text's tables, counted before they are made: never fewer than there are.
enum TableCells {
  /// The most that are made; in a text with more, tables stay what people typed. As many as later versions of the library
  /// fill in.
  static let maximum = 1 << 19

  /// A table begins with a line of hyphens and bars, each bar with a cell behind it, and goes on up to a blank line.
  static func areFew(in text: String) -> Bool {
    var cells = 0
    var columns = 0
    for line in text.utf8.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    {
      if line.allSatisfy({ $0 == 0x20 || 0x09...0x0C ~= $0 }) {
        columns = 0
      } else if let found = columnsOfDelimiter(line) {
        columns = max(columns, found)
      }
      cells += columns
      if cells > maximum { return false }
    }
    return true
  }

  /// How many columns a line sets out, also within quotations; `nil` where it is no such line.
  private static func columnsOfDelimiter(_ line: Substring.UTF8View) -> Int? {
    var bars = 0
    for byte in line {
      switch byte {
      case UInt8(ascii: "|"): bars += 1
      case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: ">"), 0x20, 0x09...0x0C: break
      default: return nil
      }
    }
    return bars + 1
  }
}
