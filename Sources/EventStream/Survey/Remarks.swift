// What a proposal leaves out of a file although a person will look for it.

/// What of a surveyed file `mapping`, its proposal, cannot use, and what would help; a sentence each.
public func remarks(on survey: SourceSurvey, proposed mapping: SourceMapping) -> [String] {
  // Below a title nothing else is known.
  if survey.hasTitle { return foreignLines(survey) + title }
  return foreignLines(survey) + repeatedColumns(survey) + unnamedColumns(survey)
    + unreadTimes(survey, of: mapping) + unreadNumbers(survey, of: mapping)
    + (survey.preset == nil && mapping.revenue != nil
      ? states(survey, of: mapping) + cents(survey, of: mapping) : [])
    + (survey.preset == .posthog ? packedProperties(survey) : [])
    + (survey.preset == .stripe ? payments : [])
    + (survey.preset == .cloudevents && mapping.revenue == nil ? unnamedAmounts(survey) : [])
}

private let payments = [
  "payments do not say which order they pay: where the orders are a source as well, write `revenue: null` in one of the "
    + "two, or revenue counts twice"
]

/// An amount means what the type of its event says, which only people know.
private func unnamedAmounts(_ survey: SourceSurvey) -> [String] {
  guard let amount = Guess(survey).possibleAmount?.written else { return [] }
  return [
    "`\(amount)` may be an amount, and nothing says of which events: "
      + "`revenue: { field: \(amount), only_when: { field: type, is: TYPE } }`, "
      + "with `negative_when` for refunds, and its `currency` and `order`"
  ]
}

/// What may say of records with an amount that they are no purchases, and which of its values do is for people to say.
private func states(_ survey: SourceSurvey, of mapping: SourceMapping) -> [String] {
  survey.fields.compactMap { field in
    let path = field.path.written
    guard KnownNames.state.contains(FieldName(field.path).text), !field.isRepeated, field.kind != .empty,
      !(mapping.revenue?.columns.contains(path) ?? false)
    else { return nil }
    if case .time = field.kind {
      return
        "`\(path)` has a time in \(survey.records - field.missing) of \(survey.records) records, and all count: "
        + "`only_when: { field: \(path), exists: false }` in `revenue` leaves the amounts of those out"
    }
    guard !field.few.isEmpty, field.distinct > 1 || field.missing > 0 else { return nil }
    return "`\(path)` may say which records are no purchases, and all count: it holds "
      + field.few.map { "`\($0)`" }.joined(separator: ", ")
      + "; `only_when: { field: \(path), in: [VALUE] }` in `revenue` takes the amounts of those that you name"
  }
}

/// Whole amounts of three digits and more beside a currency, as the interfaces of payment services have them.
private func cents(_ survey: SourceSurvey, of mapping: SourceMapping) -> [String] {
  guard let revenue = mapping.revenue, revenue.divisor == 1, revenue.factors.count == 1,
    mapping.currency != nil,
    let field = survey.fields.first(where: { revenue.factors == [.field($0.path)] }), field.kind == .integer,
    field.shortest > 2
  else { return [] }
  let path = field.path.written
  return [
    "`\(path)` holds whole numbers only: if they are cents, `divisor: 100` in `revenue` makes them what they are worth"
  ]
}

/// PostHog's table has the properties of an event as JSON in one column.
private func packedProperties(_ survey: SourceSurvey) -> [String] {
  guard survey.isTable else { return [] }
  return [
    "the properties of events stand as JSON in one column, which is not looked into: export JSON lines to have amounts, pages "
      + "and sessions"
  ]
}

private func foreignLines(_ survey: SourceSurvey) -> [String] {
  guard survey.foreignLines > 0, let hint = RejectReason.notUTF8.hint(in: survey.file) else { return [] }
  let lines = survey.foreignLines == 1 ? "1 line is" : "\(survey.foreignLines) lines are"
  return ["\(lines) not valid UTF-8, and would be rejected: \(hint)"]
}

private let title = ["the first line looks like a title: delete what stands above the names of the columns"]

private func repeatedColumns(_ survey: SourceSurvey) -> [String] {
  survey.repeatedColumns.map {
    "the column `\($0)` stands twice in the header, so it is not used: rename one of the two"
  }
}

private func unnamedColumns(_ survey: SourceSurvey) -> [String] {
  let count = survey.fields.count { $0.path.written.isEmpty && $0.kind != .empty }
  switch count {
  case 0: return []
  case 1: return ["a column has no name in the header, so it is not used"]
  default: return ["\(count) columns have no name in the header, so they are not used"]
  }
}

/// Of what may be the time of a record, or is by a preset.
private func unreadTimes(_ survey: SourceSurvey, of mapping: SourceMapping) -> [String] {
  survey.fields.compactMap { field in
    let (path, name) = (field.path.written, FieldName(field.path))
    guard case .unreadTime(let form) = field.kind, !name.isPersonal, !name.isOfSomebodyElse,
      mapping.time?.columns.contains(path) ?? true
    else { return nil }
    return switch form {
    case .ambiguous:
      "`\(path)` holds dates such as 1/2/2026, and no day beyond the 12th says what comes first: "
        + "`time: { field: \(path), form: dmy }` if it is the day, `form: mdy` if it is the month"
    case .named:
      "`\(path)` holds times in a form that is not read, such as 31 Dec 2026 17:59: "
        + "write them as 2026-12-31 17:59"
    case .serial:
      "`\(path)` holds numbers of days, as a spreadsheet keeps times: give the column a format such as "
        + "2026-12-31 17:59 and save the file anew"
    }
  }
}

/// Of columns that are named as amounts are; of any, where none is; of those of the amount where that is known.
private func unreadNumbers(_ survey: SourceSurvey, of mapping: SourceMapping) -> [String] {
  let fields = survey.fields.filter { mapping.revenue?.columns.contains($0.path.written) ?? true }
  let unread = fields.compactMap { field in
    remark(on: field, in: survey).map { (field: field, text: $0) }
  }
  let money = KnownNames.revenue + KnownNames.unitPrice
  let named = unread.filter { money.contains(FieldName($0.field.path).text) }
  return (named.isEmpty ? unread : named).map(\.text)
}

private func remark(on field: FieldSurvey, in survey: SourceSurvey) -> String? {
  let path = field.path.written
  let unread = "`\(path)` holds amounts in a form that is not read"
  return switch field.kind {
  case .unreadNumber(.ambiguous) where survey.isTable:
    "`\(path)` holds numbers such as 1,234: `revenue: \(path)` with `decimal: \",\"` if the comma stands before a "
      + "fraction, with `decimal: \".\"` if it parts thousands"
  case .unreadNumber(.parentheses): unread + ", such as (29.90): write them as -29.90"
  case .unreadNumber(.currency): unread + ", such as $1234.50: write them as 1234.50"
  case .grouped(.comma) where !survey.isTable: unread + ", such as 1.234,50: write them as 1234.50"
  case .grouped where !survey.isTable, .unreadNumber where !survey.isTable:
    unread + ", such as 1,234.50: write them as 1234.50"
  default: nil
  }
}
