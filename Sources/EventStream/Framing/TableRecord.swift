// Splits one record of a table into its fields.

/// The fields of the record at hand, as ranges of bytes; reused from record to record.
struct TableRecord {
  /// The fields of the record at hand, and behind `fieldCount` what is left of others.
  private(set) var fields = [FieldRange](repeating: .nothing, count: 16)
  private(set) var fieldCount = 0
  /// Whether one of them still has its quotes.
  private(set) var hasEscapes = false
  /// Where the line break behind the record starts, or the end of the bytes.
  private(set) var end = 0
  /// Line breaks within the record.
  private(set) var innerLines = 0
  /// Whether a field stood in quotes.
  private var hasQuotes = false
  /// `nil`: runs of blanks.
  private let delimiter: UInt8?
  private let lineEnd: UInt8

  init(delimiter: UInt8?, lineEnd: UInt8) {
    self.delimiter = delimiter
    self.lineEnd = lineEnd
  }

  /// Whether the line was empty: no record at all. A field of empty quotes is one.
  var isEmpty: Bool { fieldCount == 0 || (fieldCount == 1 && fields[0].isNothing && !hasQuotes) }

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
    while true {
      let before = cursor
      let next = splitOnce(bytes, from: start, to: limit, delimiter: delimiter, cursor: &cursor)
      if fieldCount <= fields.count { return next }
      // More fields than any record had so far.
      fields = [FieldRange](repeating: .nothing, count: 2 * fieldCount)
      cursor = before
    }
  }

  /// Splits the record, but keeps no more fields than there is room for.
  @inline(__always)
  private mutating func splitOnce(
    _ bytes: Span<UInt8>, from start: Int, to limit: Int, delimiter: UInt8, cursor: inout StructuralCursor
  ) -> Int {
    let lineEnd = lineEnd
    var fields = self.fields.mutableSpan
    var count = 0
    var quotes = QuotedField()
    var fieldStart = start
    var recordEnd = start
    var isLast = false
    while !isLast {
      var index = cursor.next(in: bytes)
      var byte = index < limit ? bytes[index] : lineEnd
      var closingQuote: Int?
      if byte == quote {
        closingQuote = quotes.pass(
          bytes, from: fieldStart, to: limit, lineEnd: lineEnd, index: &index, cursor: &cursor)
        byte = index < limit ? bytes[index] : lineEnd
      }
      isLast = byte != delimiter
      var fieldEnd = index
      if isLast {
        if index < limit, lineEnd == newline, index > fieldStart, bytes[index - 1] == carriageReturn {
          fieldEnd -= 1
        }
        recordEnd = fieldEnd
      }
      if count < fields.count {
        if let closingQuote {
          fields[count] = quotes.field(fieldStart..<fieldEnd, closedAt: closingQuote)
        } else {
          fields[count] = FieldRange(fieldStart..<fieldEnd)
        }
      }
      count += 1
      fieldStart = index + 1
    }
    end = recordEnd
    fieldCount = count
    innerLines = quotes.innerLines
    hasQuotes = quotes.isAny
    hasEscapes = quotes.hasEscapes
    return min(fieldStart, limit)
  }

  private mutating func splitBlanks(_ bytes: Span<UInt8>, from start: Int, to limit: Int) -> Int {
    fieldCount = 0
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
      if index > fieldStart {
        if fieldCount == fields.count { fields.append(contentsOf: fields) }
        fields[fieldCount] = FieldRange(fieldStart..<index)
        fieldCount += 1
      }
    }
    return lineBreak.map { $0 + 1 } ?? limit
  }

  /// The fields as texts; for headers.
  func names(in bytes: Span<UInt8>) -> [String] {
    fields.prefix(fieldCount).map { field in
      var text: [UInt8] = []
      for index in field.isEscaped ? field.escapedRange : field.range { text.append(bytes[index]) }
      guard field.isEscaped else { return String(decoding: text, as: UTF8.self) }
      var end = 0
      unescape(&text, text.indices, to: &end)
      return String(decoding: text.prefix(end), as: UTF8.self)
    }
  }
}

/// What a record's quotes make of its fields; apart, as most records have none.
private struct QuotedField {
  var isAny = false
  var hasEscapes = false
  var innerLines = 0
  private var isEscaped = false

  /// Passes the quotes of the field that starts at `start`, the first of them at `index`, which moves to the
  /// structural byte behind the field. Gives the quote that closes it, or a place before it: there is none.
  @inline(never)
  mutating func pass(
    _ bytes: Span<UInt8>, from start: Int, to limit: Int, lineEnd: UInt8, index: inout Int,
    cursor: inout StructuralCursor
  ) -> Int? {
    var closing: Int?
    if index == start {
      isAny = true
      isEscaped = false
      closing = close(bytes, to: limit, lineEnd: lineEnd, cursor: &cursor)
      index = cursor.next(in: bytes)
    }
    while index < limit, bytes[index] == quote { index = cursor.next(in: bytes) }
    return closing
  }

  /// The quote that closes the field whose opening quote was just passed.
  private mutating func close(
    _ bytes: Span<UInt8>, to limit: Int, lineEnd: UInt8, cursor: inout StructuralCursor
  ) -> Int {
    while true {
      let index = cursor.next(in: bytes)
      if index >= limit {
        isEscaped = true
        return limit
      }
      let byte = bytes[index]
      if byte == lineEnd { innerLines += 1 }
      if byte != quote { continue }
      guard index + 1 < limit, bytes[index + 1] == quote else { return index }
      isEscaped = true
      _ = cursor.next(in: bytes)
    }
  }

  /// The field that was just passed: without its quotes where nothing else is to be done.
  mutating func field(_ range: Range<Int>, closedAt closing: Int) -> FieldRange {
    if !isEscaped, range.upperBound == closing + 1 { return FieldRange((range.lowerBound + 1)..<closing) }
    hasEscapes = true
    return FieldRange(escaped: range)
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
