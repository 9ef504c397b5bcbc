// What the values of one field are, counted while a survey goes through the records.

/// What one value looks like.
enum ValueKind: Hashable {
  case time(SourceMapping.TimeForm)
  case integer, number, flag, email, text

  /// The kind of a text that is not empty.
  init(of text: String) {
    let bytes = Array(text.utf8)
    if let form = recognizedTimeForm(bytes.span), let time = parseTime(bytes.span, form: form, zone: .utc),
      form == .iso8601 || form == .compactDate || Self.likelyEpochTimes ~= time
    {
      self = .time(form)
    } else if bytes.allSatisfy(isDigit)
      || (bytes.first == UInt8(ascii: "-") && bytes.dropFirst().allSatisfy(isDigit))
    {
      self = .integer
    } else if parseDecimal(bytes.span) != nil {
      self = .number
    } else if ["true", "false"].contains(text.lowercased()) {
      self = .flag
    } else {
      self = Self.isEmail(bytes) ? .email : .text
    }
  }

  /// One `@` with something before it and a dot in what is behind it, no blanks.
  private static func isEmail(_ bytes: [UInt8]) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty
      && parts[1].dropFirst().dropLast().contains(UInt8(ascii: "."))
      && !bytes.contains(where: isBlank)
  }

  /// 2000 to 2040: ids are often numbers, and few of them fall into these years.
  private static let likelyEpochTimes: Range<Int64> = 946_684_800_000_000..<2_208_988_800_000_000
}

/// The values of one field.
struct FieldTally {
  let path: FieldPath
  private let isRepeated: Bool
  private var values: Set<String> = []
  private var present = 0
  private var hasDigits = true
  private var kinds: [ValueKind: Int] = [:]

  init(path: FieldPath, isRepeated: Bool = false) {
    self.path = path
    self.isRepeated = isRepeated
  }

  /// Counts a record's value; an empty text is none.
  mutating func add(_ text: String) {
    guard !text.isEmpty else { return }
    present += 1
    values.insert(text)
    hasDigits = hasDigits && text.utf8.contains(where: isDigit)
    kinds[ValueKind(of: text), default: 0] += 1
  }

  func survey(records: Int) -> FieldSurvey {
    FieldSurvey(
      path: path, kind: kind, distinct: values.count, missing: records - present,
      looksUnique: records > 1 && values.count == records, hasDigits: hasDigits && present > 0,
      isRepeated: isRepeated)
  }

  /// What at least 95 of 100 values are. Numbers of seconds are times only where the field's name says so.
  private var kind: FieldSurvey.Kind {
    guard present > 0 else { return .empty }
    func most(_ count: Int?) -> Bool { (count ?? 0) * 100 >= present * 95 }

    for form in SourceMapping.TimeForm.allCases where most(kinds[.time(form)]) {
      if form == .iso8601 || form == .compactDate || FieldName(path).suggestsTime { return .time(form) }
    }
    if most(kinds[.flag]) { return .flag }
    if most(kinds[.email]) { return .email }
    let whole = SourceMapping.TimeForm.allCases.reduce(kinds[.integer] ?? 0) { sum, form in
      form == .iso8601 ? sum : sum + (kinds[.time(form)] ?? 0)
    }
    if most(whole) { return .integer }
    return most(whole + (kinds[.number] ?? 0)) ? .number : .text
  }
}
