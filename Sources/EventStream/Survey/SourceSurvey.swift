// A look at the start of a file: what it is made of, before anybody has described it.

public import Persona

/// What a file's first records (up to 1,000) tell of it.
public struct SourceSurvey: Sendable, Equatable {
  /// As it was asked for, relative to the workspace.
  public var file: String
  public var format: SourceMapping.Format
  /// `gzip` or `zstd`; `nil` for plain bytes.
  public var compression: String?
  /// Whether the first line of a table names its columns; `false` for JSON.
  public var hasHeader: Bool
  /// In the order of the table, or in which the records first have them.
  public var fields: [FieldSurvey]
  /// The vendor whose export this looks like.
  public var preset: Preset?
  /// Records that were looked at.
  public var records: Int
  public var byteOrderMark: Bool
  /// Lines that were looked at and are not UTF-8, so that they would be rejected.
  public var foreignLines: Int
  /// Whether the names of a table's columns seem to stand further down, below a title.
  public var hasTitle: Bool
  /// The member of JSON objects that holds an array of the records: `{"tickets": [...], "next_page": null}`.
  public var recordsField: FieldPath?
}

/// What the records that were looked at have in one field.
public struct FieldSurvey: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case time(SourceMapping.TimeForm)
    /// Digits only, with a sign or none.
    case integer
    /// A decimal.
    case number
    /// `true` or `false`.
    case flag
    case email
    case text
    /// Numbers with a decimal comma, or with thousands in groups.
    case grouped(SourceMapping.DecimalMark)
    case unreadTime(UnreadTime)
    case unreadNumber(UnreadNumber)
    /// No record has it.
    case empty
  }

  public var path: FieldPath
  /// What at least 95 of 100 values are.
  public var kind: Kind
  /// Distinct values.
  public var distinct: Int
  /// Records without a value.
  public var missing: Int
  /// Whether each record has a value of its own, as a key would.
  public var looksUnique: Bool
  /// Whether each value has a digit in it, as numbers of orders have.
  public var hasDigits: Bool
  /// Bytes of the shortest value.
  public var shortest: Int
  /// Whether another column has the same name, so that no mapping can name this one.
  public var isRepeated: Bool
  /// What all values begin with.
  public var start: String
  /// The distinct values, sorted, where there are at most ten.
  public var few: [String]
}

extension SourceSurvey {
  /// The names that columns with values share, once each.
  public var repeatedColumns: [String] {
    var names: [String] = []
    for field in fields where field.isRepeated && field.kind != .empty && !field.path.written.isEmpty {
      if !names.contains(field.path.written) { names.append(field.path.written) }
    }
    return names
  }
}

/// Looks at the first records of a file, at most 1,000 of them and 4 MiB.
///
/// Throws when the file cannot be read, is damaged, is not UTF-8 text or holds no records.
public func survey(file: String, root: String) throws(Failure) -> SourceSurvey {
  let head = try FileHead(file: file, root: root)
  let sample = try Sample(head)
  let fields = sample.fields.map { field in field.survey(records: sample.records) }
  return SourceSurvey(
    file: file, format: sample.format, compression: head.compression, hasHeader: sample.hasHeader,
    fields: fields, preset: Preset(guessedFrom: fields, format: sample.format), records: sample.records,
    byteOrderMark: head.hasByteOrderMark,
    foreignLines: head.lines.prefix(Limits.surveyedRecords).count {
      String(validating: $0, as: UTF8.self) == nil
    }, hasTitle: sample.hasTitle, recordsField: sample.recordsField)
}

/// The records that a survey looks at, whatever their format: one tally for each field.
struct Sample {
  var format: SourceMapping.Format
  var hasHeader = false
  var hasTitle = false
  var recordsField: FieldPath?
  var fields: [FieldTally] = []
  var records = 0

  init(_ head: FileHead) throws(Failure) {
    switch head.bytes.first(where: { !isBlank($0) }) {
    case UInt8(ascii: "{"):
      try requireNoPage(head)
      self.init(jsonRecords: head.lines, format: .jsonLines)
    case UInt8(ascii: "["): self.init(jsonRecords: arrayElements(in: head.bytes), format: .jsonArray)
    default: self.init(table: head)
    }
    guard records > 0 else {
      let isJSON = format == .jsonLines || format == .jsonArray
      throw Failure(
        "\(head.file) holds no records", causes: hasHeader ? ["there is a header and nothing below it"] : [],
        hint: isJSON ? "JSON sources hold one object a line, or one array of objects" : nil)
    }
  }
}
