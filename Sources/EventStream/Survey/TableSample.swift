// The first records of a table: how its lines fall into fields, and whether the first one names them.

extension Sample {
  /// A sample of a delimited or blank-separated table.
  init(table head: FileHead) {
    var table = Table(head)
    hasHeader = table.rows.first.map { isHeader($0, of: table.rows.dropFirst()) } ?? false
    hasTitle = table.hasTitle
    format = table.format
    let names =
      hasHeader
      ? table.rows.removeFirst().map(trimmed)
      : Preset.columns(withoutHeader: table.rows.first ?? [])
        ?? (1...max(1, table.width)).map { "column_\($0)" }
    var times: [String: Int] = [:]
    for name in names { times[name, default: 0] += 1 }
    fields = names.map { FieldTally(path: FieldPath($0), isRepeated: (times[$0] ?? 0) > 1) }
    for row in table.rows.prefix(Limits.surveyedRecords) {
      records += 1
      for (index, text) in row.prefix(fields.count).enumerated() { fields[index].add(trimmed(text)) }
    }
  }
}

/// The rows of a table's start, split in the way that gives them most evenly.
private struct Table {
  var format: SourceMapping.Format
  var rows: [[String]]
  /// Fields that most rows have.
  var width: Int
  /// Share of the rows that have so many.
  private var evenness: Double

  init(_ head: FileHead) {
    let candidates = knownDelimiters.map { delimiter in
      Table(format: .delimited(delimiter), rows: firstRows(of: head, delimiter: delimiter))
    }
    let blanks = Table(format: .whitespace, rows: firstRows(of: head, delimiter: nil))
    self = Self.best(of: candidates) ?? Self.best(of: [blanks]) ?? candidates[0]
  }

  private init(format: SourceMapping.Format, rows: [[String]]) {
    self.format = format
    self.rows = rows
    var counts: [Int: Int] = [:]
    for row in rows { counts[row.count, default: 0] += 1 }
    let usual = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    width = usual?.key ?? 0
    evenness = Double(usual?.value ?? 0) / Double(max(1, rows.count))
  }

  /// Whether the first row has hardly a text in it, and one of the next is full of what names columns.
  var hasTitle: Bool {
    guard let first = rows.first, first.count(where: { !trimmed($0).isEmpty }) < 2, width > 1 else {
      return false
    }
    return rows.dropFirst().prefix(8).contains { row in
      row.count == width && row.allSatisfy { !trimmed($0).isEmpty } && isHeader(row, of: [])
    }
  }

  /// The split into at least two fields that most rows agree with, at least nine of ten; then the widest.
  private static func best(of tables: [Table]) -> Table? {
    var best: Table?
    for table in tables where table.width > 1 && table.evenness >= 0.9 {
      if let known = best, (known.evenness, known.width) >= (table.evenness, table.width) { continue }
      best = table
    }
    return best
  }
}

/// The first rows of a table, one more than a survey looks at because the first may be a header.
private func firstRows(of head: FileHead, delimiter: UInt8?) -> [[String]] {
  let end = head.bytes.count
  let padded = head.bytes + [UInt8](repeating: 0, count: StructuralCursor.padding)
  var record = TableRecord(delimiter: delimiter, lineEnd: head.lineEnd)
  var rows: [[String]] = []
  var start = 0
  while start < end, rows.count <= Limits.surveyedRecords {
    let next = record.split(padded.span, from: start, to: end)
    // The last record of a file that goes on may be cut off.
    if next == end, !head.isWhole, !rows.isEmpty { break }
    if !record.isEmpty { rows.append(record.names(in: padded.span)) }
    start = next
  }
  return rows
}

/// A row names columns when nothing in it looks like data. A text that stands in it twice may be a category, but a
/// name of two columns (a form with two equal questions) does not come again below itself.
private func isHeader(_ row: [String], of rows: ArraySlice<[String]>) -> Bool {
  let names = row.map(trimmed)
  let written = names.filter { !$0.isEmpty }
  guard !written.isEmpty, written.allSatisfy({ ValueKind(of: $0) == .text }) else { return false }
  return Set(written).count == written.count
    || !rows.contains { row in zip(names, row).contains { !$0.isEmpty && $0 == trimmed($1) } }
}

private func trimmed(_ text: String) -> String {
  let bytes = Array(text.utf8)
  return String(decoding: bytes[boundsWithoutBlanks(of: bytes.span)], as: UTF8.self)
}
