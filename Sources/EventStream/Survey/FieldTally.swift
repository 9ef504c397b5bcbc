// What the values of one field are, counted while a survey goes through the records.

/// What one value looks like.
enum ValueKind: Hashable {
  case time(SourceMapping.TimeForm)
  case integer, number, flag, email, text
  case unreadTime(UnreadTime)
  case unreadAmount(UnreadAmount)

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
    } else if Self.isEmail(bytes) {
      self = .email
    } else if let form = UnreadTime(text) {
      self = .unreadTime(form)
    } else if let form = UnreadAmount(text) {
      self = .unreadAmount(form)
    } else {
      self = .text
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
    let numbers = whole + (kinds[.number] ?? 0)
    if most(numbers) { return .number }
    return unreadTime(most) ?? unreadAmount(numbers, most) ?? .text
  }

  /// Of a column in which some values are read and others not, as hours with one digit and with two. Forms that say
  /// less of day and month than others in the column do not count.
  private func unreadTime(_ most: (Int?) -> Bool) -> FieldSurvey.Kind? {
    let forms = UnreadTime.allCases.filter { kinds[.unreadTime($0)] != nil }
    let count = forms.reduce(kinds[.time(.iso8601)] ?? 0) { $0 + (kinds[.unreadTime($1)] ?? 0) }
    guard most(count), let form = forms.first(where: { $0 != .slashed }) ?? forms.first else { return nil }
    return .unreadTime(form)
  }

  private func unreadAmount(_ numbers: Int, _ most: (Int?) -> Bool) -> FieldSurvey.Kind? {
    let forms = UnreadAmount.allCases.filter { kinds[.unreadAmount($0)] != nil }
    let count = forms.reduce(numbers) { $0 + (kinds[.unreadAmount($1)] ?? 0) }
    return most(count) ? forms.first.map { .unreadAmount($0) } : nil
  }
}
