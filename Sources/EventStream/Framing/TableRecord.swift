// Splits one record of a table into its fields.

/// The fields of the record at hand, as ranges of bytes; reused from record to record.
struct TableRecord {
  /// One field. An escaped one still has its quotes: it starts with one.
  struct Field {
    var start: Int32
    var end: Int32
    var isEscaped: Bool

    var range: Range<Int> { Int(start)..<Int(end) }
  }

  private(set) var fields: [Field] = []
  /// Where the line break behind the record starts, or the end of the bytes.
  private(set) var end = 0
  /// Line breaks within the record.
  private(set) var innerLines = 0
  /// `nil`: runs of blanks.
  private let delimiter: UInt8?
  private let lineEnd: UInt8

  init(delimiter: UInt8?, lineEnd: UInt8) {
    self.delimiter = delimiter
    self.lineEnd = lineEnd
  }

  /// Whether the line was empty: no record at all.
  var isEmpty: Bool {
    fields.isEmpty
      || (fields.count == 1 && fields[0].start == fields[0].end && !fields[0].isEscaped && !hasQuotes)
  }

  /// Whether the only field was an empty one in quotes, which is a record.
  private var hasQuotes = false

  /// Splits the record that starts at `start`, in bytes that end at `limit`; gives where the next one starts.
  @discardableResult
  mutating func split(_ bytes: Span<UInt8>, from start: Int, to limit: Int) -> Int {
    if let delimiter {
      var cursor = StructuralCursor(quote, lineEnd, delimiter, from: start, to: limit)
      return split(bytes, from: start, to: limit, delimiter: delimiter, cursor: &cursor)
    }
    return splitBlanks(bytes, from: start, to: limit)
  }

  /// Splits the record at which the cursor stands: no structural byte from `start` on is passed yet.
  mutating func split(
    _ bytes: Span<UInt8>, from start: Int, to limit: Int, delimiter: UInt8, cursor: inout StructuralCursor
  ) -> Int {
    fields.removeAll(keepingCapacity: true)
    innerLines = 0
    hasQuotes = false
    var fieldStart = start
    while true {
      var isQuoted = false
      var isEscaped = false
      var close = 0
      var index = cursor.next(in: bytes)
      if index == fieldStart, index < limit, bytes[index] == quote {
        isQuoted = true
        (close, isEscaped) = closingQuote(bytes, to: limit, cursor: &cursor)
        index = cursor.next(in: bytes)
      }
      while index < limit, bytes[index] == quote { index = cursor.next(in: bytes) }

      let isLast = index >= limit || bytes[index] != delimiter
      var fieldEnd = index
      if isLast, index < limit, lineEnd == newline, index > fieldStart, bytes[index - 1] == carriageReturn {
        fieldEnd -= 1
      }
      if isQuoted, !isEscaped, fieldEnd == close + 1 {
        hasQuotes = true
        append(fieldStart + 1, close, isEscaped: false)
      } else {
        append(fieldStart, fieldEnd, isEscaped: isQuoted)
      }
      if isLast {
        end = fieldEnd
        return min(index + 1, limit)
      }
      fieldStart = index + 1
    }
  }

  /// The quote that closes the field whose opening quote was just passed, and whether quotes stand within.
  private mutating func closingQuote(
    _ bytes: Span<UInt8>, to limit: Int, cursor: inout StructuralCursor
  ) -> (place: Int, isEscaped: Bool) {
    var isEscaped = false
    while true {
      let index = cursor.next(in: bytes)
      if index >= limit { return (limit, true) }
      let byte = bytes[index]
      if byte == lineEnd { innerLines += 1 }
      if byte != quote { continue }
      guard index + 1 < limit, bytes[index + 1] == quote else { return (index, isEscaped) }
      isEscaped = true
      _ = cursor.next(in: bytes)
    }
  }

  private mutating func splitBlanks(_ bytes: Span<UInt8>, from start: Int, to limit: Int) -> Int {
    fields.removeAll(keepingCapacity: true)
    innerLines = 0
    let lineBreak = firstIndex(of: lineEnd, in: bytes, from: start, to: limit)
    end = lineBreak ?? limit
    if lineBreak != nil, lineEnd == newline, end > start, bytes[end - 1] == carriageReturn { end -= 1 }
    var index = start
    while index < end {
      while index < end, bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t") {
        index += 1
      }
      let fieldStart = index
      while index < end, bytes[index] != UInt8(ascii: " "), bytes[index] != UInt8(ascii: "\t") { index += 1 }
      if index > fieldStart { append(fieldStart, index, isEscaped: false) }
    }
    return lineBreak.map { $0 + 1 } ?? limit
  }

  private mutating func append(_ start: Int, _ end: Int, isEscaped: Bool) {
    fields.append(
      Field(
        start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end), isEscaped: isEscaped))
  }

  /// The fields as texts; for headers.
  func names(in bytes: Span<UInt8>) -> [String] {
    fields.map { field in
      var text: [UInt8] = []
      for index in field.range { text.append(bytes[index]) }
      guard field.isEscaped else { return String(decoding: text, as: UTF8.self) }
      var end = 0
      unescape(&text, text.indices, to: &end)
      return String(decoding: text.prefix(end), as: UTF8.self)
    }
  }
}

/// Copies a field that starts with a quote to `target`, which moves on: within the quotes `""` is one; what
/// follows the closing quote is taken as it stands. The copy may overlap what it is made from only by
/// starting at or before it.
func unescape(_ bytes: inout [UInt8], _ range: Range<Int>, to target: inout Int) {
  var inQuotes = true
  var index = range.lowerBound + 1
  while index < range.upperBound {
    let byte = bytes[index]
    index += 1
    if inQuotes, byte == quote {
      guard index < range.upperBound, bytes[index] == quote else {
        inQuotes = false
        continue
      }
      index += 1
    }
    bytes[target] = byte
    target += 1
  }
}
