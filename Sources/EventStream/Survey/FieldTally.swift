// What the values of one field are, counted while a survey goes through the records.

/// What one value looks like.
enum ValueKind: Hashable {
  case time(SourceMapping.TimeForm)
  case integer, number, flag, email, text
  /// A number with a decimal comma, or with thousands in groups.
  case grouped(SourceMapping.DecimalMark)
  case unreadTime(UnreadTime)
  case unreadNumber(UnreadNumber)

  /// The kind of a text that is not empty.
  ///
  /// - Parameter isNamedAsTime: whether the field's name says that it holds times.
  init(of text: String, isNamedAsTime: Bool = false) {
    let bytes = Array(text.utf8)
    if isNamedAsTime, case .unread(.serial)? = WrittenTime(text, isNamedSo: true) {
      self = .unreadTime(.serial)
    } else if let form = recognizedTimeForm(bytes.span),
      let time = parseTime(bytes.span, form: form, zone: .utc),
      !form.isEpoch || Self.likelyEpochTimes ~= time
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
    } else if let time = WrittenTime(text, isNamedSo: isNamedAsTime) {
      switch time {
      case .digits(let form): self = .time(form)
      case .unread(let form): self = .unreadTime(form)
      }
    } else if let number = WrittenNumber(text) {
      switch number {
      case .grouped(let mark): self = .grouped(mark)
      case .unread(let form): self = .unreadNumber(form)
      }
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
  private let isNamedAsTime: Bool
  private var values: Set<String> = []
  private var present = 0
  private var hasDigits = true
  private var shortest = Int.max
  private var kinds: [ValueKind: Int] = [:]

  init(path: FieldPath, isRepeated: Bool = false) {
    self.path = path
    self.isRepeated = isRepeated
    isNamedAsTime = FieldName(path).suggestsTime
  }

  /// Counts a record's value; an empty text is none.
  mutating func add(_ text: String) {
    guard !text.isEmpty else { return }
    present += 1
    values.insert(text)
    shortest = min(shortest, text.utf8.count)
    hasDigits = hasDigits && text.utf8.contains(where: isDigit)
    kinds[ValueKind(of: text, isNamedAsTime: isNamedAsTime), default: 0] += 1
  }

  func survey(records: Int) -> FieldSurvey {
    FieldSurvey(
      path: path, kind: kind, distinct: values.count, missing: records - present,
      looksUnique: records > 1 && values.count == records, hasDigits: hasDigits && present > 0,
      shortest: present > 0 ? shortest : 0, isRepeated: isRepeated, start: start,
      few: values.count <= Self.fewValues ? values.sorted() : [])
  }

  private static let fewValues = 10

  /// What all values begin with: what the first and the last of them have in common.
  private var start: String {
    guard let first = values.min(), let last = values.max() else { return "" }
    return String(zip(first, last).prefix { $0 == $1 }.map(\.0))
  }

  /// What at least 95 of 100 values are. Numbers of seconds are times only where the field's name says so.
  private var kind: FieldSurvey.Kind {
    guard present > 0 else { return .empty }
    func most(_ count: Int?) -> Bool { (count ?? 0) * 100 >= present * 95 }

    if let time = timeKind(most) { return time }
    if most(kinds[.flag]) { return .flag }
    if most(kinds[.email]) { return .email }
    let whole = SourceMapping.TimeForm.allCases.reduce(kinds[.integer] ?? 0) { sum, form in
      form.isEpoch || form == .compactDate ? sum + (kinds[.time(form)] ?? 0) : sum
    }
    if most(whole) { return .integer }
    let numbers = whole + (kinds[.number] ?? 0)
    if most(numbers) { return .number }
    return groupedKind(numbers, most) ?? .text
  }

  private func timeKind(_ most: (Int?) -> Bool) -> FieldSurvey.Kind? {
    func count(_ kind: ValueKind) -> Int { kinds[kind] ?? 0 }
    let ambiguous = count(.unreadTime(.ambiguous))
    let (dayFirst, monthFirst) = (count(.time(.dayFirst)), count(.time(.monthFirst)))
    let (plain, yearFirst) = (count(.time(.iso8601)), count(.time(.yearFirst)))
    if most(plain) { return .time(.iso8601) }
    if most(yearFirst + plain) { return .time(.yearFirst) }
    // One day beyond the twelfth tells day from month in the whole column.
    if dayFirst > 0, monthFirst == 0, most(dayFirst + ambiguous) { return .time(.dayFirst) }
    if monthFirst > 0, dayFirst == 0, most(monthFirst + ambiguous) { return .time(.monthFirst) }
    if most(ambiguous) { return .unreadTime(.ambiguous) }
    if most(count(.unreadTime(.named))) { return .unreadTime(.named) }
    if most(count(.unreadTime(.serial))) { return .unreadTime(.serial) }
    if most(count(.time(.compactDate))) { return .time(.compactDate) }
    return SourceMapping.TimeForm.allCases.first { form in
      form.isEpoch && most(count(.time(form))) && FieldName(path).suggestsTime
    }.map { .time($0) }
  }

  /// Of a column in which some numbers are plain. What is ambiguous alone is told by the others.
  private func groupedKind(_ plain: Int, _ most: (Int?) -> Bool) -> FieldSurvey.Kind? {
    func count(_ kind: ValueKind) -> Int { kinds[kind] ?? 0 }
    let (comma, point) = (count(.grouped(.comma)), count(.grouped(.point)))
    let ambiguous = count(.unreadNumber(.ambiguous))
    let numbers = plain + comma + point + ambiguous
    let negative = count(.unreadNumber(.parentheses))
    if negative > 0, most(numbers + negative) { return .unreadNumber(.parentheses) }
    if count(.unreadNumber(.currency)) > 0, most(numbers + count(.unreadNumber(.currency))) {
      return .unreadNumber(.currency)
    }
    guard most(numbers) else { return nil }
    switch (comma > 0, point > 0) {
    case (true, true): return nil
    case (true, false): return .grouped(.comma)
    case (false, true): return .grouped(.point)
    case (false, false): return .unreadNumber(.ambiguous)
    }
  }
}
