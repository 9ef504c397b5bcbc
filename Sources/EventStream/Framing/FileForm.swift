// How a file falls into records, as its start says: what is found out before the first record is cut.

internal import Persona

/// The shape of a file's records, where they start, and the columns of a table.
struct FileForm: Sendable, Hashable {
  var shape: RecordShape
  /// Behind the byte order mark and the header.
  var start: ResumePoint
  /// The columns as the header or the settings name them; `nil` for JSON, and for a table without any record.
  var columns: [String]?

  /// Whether what is appended to a file of this form leaves the records before it as they are.
  var canGrow: Bool {
    if case .elements = shape { false } else { true }
  }

  var lineEnd: UInt8 {
    switch shape {
    case .blanks(let end), .lines(let end), .quoted(_, let end), .elements(let end): end
    }
  }

  /// `nil` for tables whose fields are separated by blanks, and for JSON.
  var delimiter: UInt8? {
    if case .quoted(let delimiter, _) = shape { delimiter } else { nil }
  }

  /// Of a file that is not yet looked at.
  static let unknown = FileForm()

  private init() {
    shape = .lines(end: newline)
    start = ResumePoint()
  }

  /// Judges a file by its first bytes, `buffer[..<end]`, which are padded as scanners want them.
  init(_ buffer: Span<UInt8>, to end: Int, of file: String, mapping: SourceMapping) throws(Failure) {
    let first = try FileStart(buffer.extracting(0..<end), file: file)
    // What stands for a command's file is a name that people chose, and no file name.
    let format =
      mapping.format
      ?? recognizedFormat(
        of: buffer.extracting(first.markBytes..<end), file: mapping.command == nil ? file : "")
    switch format {
    case .jsonLines: shape = .lines(end: first.lineEnd)
    case .jsonArray: shape = .elements(end: first.lineEnd)
    case .whitespace: shape = .blanks(end: first.lineEnd)
    case .delimited(let delimiter): shape = .quoted(delimiter: delimiter, end: first.lineEnd)
    }
    start = ResumePoint(offset: first.markBytes)
    if case .quoted(_, let lineEnd) = shape,
      let line = separatorLine(in: buffer.extracting(0..<end), from: first.markBytes)
    {
      (start.offset, start.line) = (line.end, start.line + 1)
      if mapping.format == nil { shape = .quoted(delimiter: line.delimiter, end: lineEnd) }
    }
    switch shape {
    case .lines, .elements:
      guard mapping.decimalMark == nil else {
        throw Failure(
          "\(file) is JSON, and `decimal` says how a table writes numbers",
          hint: "take `decimal` out of the source \(mapping.name); JSON has one way to write them")
      }
    case .blanks, .quoted:
      columns = mapping.columns
      if columns == nil { try readHeader(buffer, to: end, file: file) }
    }
  }

  /// Takes the columns from the first record that is not empty; the records start behind it.
  private mutating func readHeader(_ bytes: Span<UInt8>, to end: Int, file: String) throws(Failure) {
    let place = SourceLocation(file: file, line: 1)
    let lineEnd = lineEnd
    var record = TableRecord(delimiter: delimiter, lineEnd: lineEnd)
    while start.offset < end, columns == nil {
      let index = start.offset
      var next = firstIndex(of: lineEnd, in: bytes, from: index, to: end).map { $0 + 1 } ?? end
      if let delimiter {
        var framing = QuotedFraming(delimiter: delimiter, lineEnd: lineEnd)
        // Nothing is read beyond the limit, so the header is judged as if the file ended in sight.
        switch framing.recordEnd(in: bytes, from: index, to: end, isLast: true) {
        case .ends(let recordEnd): next = recordEnd
        case .broken(let record, _) where record.reason == .tooLong: next = end
        case .broken, .notInSight:
          throw Failure("a quote in the header is not closed", at: place, hint: "is this a table?")
        }
      }
      guard next - index <= Limits.recordBytes else {
        throw Failure("the header is longer than 1 MiB", at: place, hint: "is this a table?")
      }
      start.line += count(of: lineEnd, in: bytes, from: index, to: next)
      start.offset = next
      record.split(bytes, from: index, to: next)
      if !record.isEmpty { columns = record.names(in: bytes) }
    }
  }
}
