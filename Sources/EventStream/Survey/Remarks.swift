// What a proposal leaves out of a file although a person will look for it.

/// What of a surveyed file `mapping`, its proposal, cannot use, and what would help; a sentence each.
public func remarks(on survey: SourceSurvey, proposed mapping: SourceMapping) -> [String] {
  // Below a title nothing else is known.
  if survey.hasTitle { return foreignLines(survey) + title }
  return foreignLines(survey) + repeatedColumns(survey) + unnamedColumns(survey)
    + (mapping.time == nil ? unreadTimes(survey) : [])
    + (mapping.revenue == nil ? unreadNumbers(survey) : [])
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

private func unreadTimes(_ survey: SourceSurvey) -> [String] {
  survey.fields.compactMap { field in
    let (path, name) = (field.path.written, FieldName(field.path))
    guard case .unreadTime(let form) = field.kind, !name.isPersonal, !name.isOfSomebodyElse else {
      return nil
    }
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

/// Of columns that are named as amounts are; of any, where none is.
private func unreadNumbers(_ survey: SourceSurvey) -> [String] {
  let unread = survey.fields.compactMap { field in
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
