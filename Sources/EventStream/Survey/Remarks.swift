// What a proposal leaves out of a file although a person will look for it.

/// What of a surveyed file `mapping`, its proposal, cannot use, and what would help; a sentence each.
public func remarks(on survey: SourceSurvey, proposed mapping: SourceMapping) -> [String] {
  repeatedColumns(survey) + unnamedColumns(survey) + (mapping.time == nil ? unreadTimes(survey) : [])
    + (mapping.revenue == nil ? unreadAmounts(survey) : [])
}

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
    let name = FieldName(field.path)
    guard case .unreadTime(let form) = field.kind, !name.isPersonal, !name.isOfSomebodyElse else {
      return nil
    }
    return "`\(field.path.written)` holds times in a form that is not read, such as \(form.example): "
      + "write them as \(form.readable)"
  }
}

/// Of columns that are named as amounts are; of any, where none is.
private func unreadAmounts(_ survey: SourceSurvey) -> [String] {
  let unread = survey.fields.compactMap { field -> (field: FieldSurvey, form: UnreadAmount)? in
    guard case .unreadAmount(let form) = field.kind else { return nil }
    return (field, form)
  }
  let money = KnownNames.revenue + KnownNames.unitPrice
  let named = unread.filter { money.contains(FieldName($0.field.path).text) }
  return (named.isEmpty ? unread : named).map { field, form in
    "`\(field.path.written)` holds amounts in a form that is not read, such as \(form.example): "
      + "write them as 1234.50"
  }
}
