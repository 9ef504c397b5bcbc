// What the framer hands to the threads that parse: whole records, and where they stand.

/// The records of one block of a file, described; their bytes are in the workspace's buffer.
struct Block: Sendable {
  var range = 0..<0
  /// Index in the source's sorted files.
  var file = 0
  /// Number of the stretch that the records belong to, over all files.
  var stretch = 0
  /// The bytes between the block before and the next, with a header and passed-over lines; empty when the file is
  /// compressed. They end at `rawEnd` in the file.
  var raw = 0..<0
  var rawEnd = 0
  /// Number of the line on which the block starts, from 1.
  var firstLine = 1
  var shape = RecordShape.lines(end: newline)
  /// Tables: which field of a record goes where.
  var layout = TableLayout()
  /// Quoted tables: the first lines of records that never end, ascending.
  var broken: [BrokenRecord] = []
  /// JSON arrays: every element.
  var elements: [Element] = []

  /// The first line of a record whose end is nowhere near; reading goes on at `next`.
  struct BrokenRecord: Sendable {
    var range: Range<Int>
    var next: Int
    var reason: RejectReason
  }

  /// An element of a JSON array, with the line on which it starts counted from the block's first.
  struct Element: Sendable {
    var range: Range<Int>
    var line: Int
    var reason: RejectReason?
  }
}

/// How the bytes of a file fall into records.
enum RecordShape: Sendable, Hashable {
  /// One record a line, fields separated by runs of blanks.
  case blanks(end: UInt8)
  /// One record a line; for JSON lines.
  case lines(end: UInt8)
  /// Delimited fields that may be quoted, also around line breaks.
  case quoted(delimiter: UInt8, end: UInt8)
  /// The elements of one JSON array.
  case elements(end: UInt8)
}

let newline = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")
let quote = UInt8(ascii: "\"")
let backslash = UInt8(ascii: "\\")

/// Where the fields of a table's records go.
struct TableLayout: Sendable, Hashable {
  struct Column: Sendable, Hashable {
    var index: Int
    var slot: Int
  }

  var columnCount = 0
  /// The columns that are mapped; the others are not looked at.
  var mapped: [Column] = []
}
