// Where the parser stands in a block of a table.

/// A place in a block of a quoted table.
struct TableScan {
  /// Where the next record starts, and its line.
  var index: Int
  var line: Int
  /// No structural byte from `index` on is passed yet.
  var cursor: StructuralCursor
  /// The byte before a record's first field, then the one behind each field.
  var bounds: [Int32]
  let delimiter: UInt8
  let lineEnd: UInt8
  private let end: Int

  /// The start of a block.
  init(_ block: borrowing Block, delimiter: UInt8, lineEnd: UInt8) {
    self.delimiter = delimiter
    self.lineEnd = lineEnd
    index = block.range.lowerBound
    end = block.range.upperBound
    line = block.firstLine
    cursor = StructuralCursor(quote, lineEnd, delimiter, from: index, to: end)
    bounds = [Int32](repeating: 0, count: block.layout.columnCount + 1)
  }

  mutating func skip(to index: Int, lines: Int) {
    self.index = index
    line += lines
    cursor = StructuralCursor(quote, lineEnd, delimiter, from: index, to: end)
  }
}
