// Dates as people and spreadsheets write them: three numbers, in an order that the settings name.

/// The time of a date in digits and, after it, a time of day or nothing, in microseconds since 1970 in UTC.
///
/// The numbers stand in the order of `form`, with one of `.`, `/` and `-` twice between them; days and months have one
/// digit or two, years four, or two where they do not come first: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to
/// 2068, as POSIX reads `%y`. Blanks, a comma and blanks, or `T` lead to the time of day: `9:05`, `09:05:59.5`,
/// `9:05 PM`; an offset may end it.
func civilTime(
  _ text: Span<UInt8>, _ bounds: Range<Int>, _ form: SourceMapping.TimeForm?, _ zone: ZoneClock
) -> Int64? {
  let end = bounds.upperBound
  var index = bounds.lowerBound
  guard let date = civilDate(in: text, at: &index, end: end, form) else { return nil }
  let midnight = Int64(date.daysSince1970) * microsecondsPerDay
  if index == end { return zone.utc(fromLocal: midnight) }

  guard skipToTimeOfDay(in: text, at: &index, end: end),
    let timeOfDay = civilTimeOfDay(in: text, at: &index, end: end)
  else { return nil }
  let local = midnight + timeOfDay
  if index == end { return zone.utc(fromLocal: local) }
  guard let offset = offset(in: text, from: index, end: end) else { return nil }
  return local - offset
}

private func civilDate(
  in text: Span<UInt8>, at index: inout Int, end: Int, _ form: SourceMapping.TimeForm?
) -> GregorianDate? {
  guard let first = number(in: text, at: &index, end: end, digits: 1...4), index < end else { return nil }
  let separator = text[index]
  guard "./-".utf8.contains(separator) else { return nil }
  index += 1
  guard let second = number(in: text, at: &index, end: end, digits: 1...2), index < end,
    text[index] == separator
  else { return nil }
  index += 1
  guard let third = number(in: text, at: &index, end: end, digits: 1...4) else { return nil }

  switch form {
  case .yearFirst where first.count == 4 && third.count <= 2:
    return GregorianDate(year: first.value, month: second.value, day: third.value)
  case .dayFirst where first.count <= 2:
    return year(third).flatMap { GregorianDate(year: $0, month: second.value, day: first.value) }
  case .monthFirst where first.count <= 2:
    return year(third).flatMap { GregorianDate(year: $0, month: first.value, day: second.value) }
  default: return nil
  }
}

private func year(_ number: (value: Int, count: Int)) -> Int? {
  switch number.count {
  case 4: number.value
  case 2: number.value + (number.value < 69 ? 2000 : 1900)
  default: nil
  }
}

/// Reads as many digits as there are, and moves `index` behind them; `nil` where they are fewer or more.
private func number(
  in text: Span<UInt8>, at index: inout Int, end: Int, digits allowed: ClosedRange<Int>
) -> (value: Int, count: Int)? {
  let start = index
  while index < end, isDigit(text[index]) { index += 1 }
  let count = index - start
  guard allowed.contains(count), let value = digits(in: text, from: start, count: count) else { return nil }
  return (value, count)
}

private func skipToTimeOfDay(in text: Span<UInt8>, at index: inout Int, end: Int) -> Bool {
  let start = index
  if text[index] | 0x20 == UInt8(ascii: "t") {
    index += 1
  } else {
    if text[index] == UInt8(ascii: ",") { index += 1 }
    skipSpaces(in: text, at: &index, end: end)
  }
  return index > start && index < end
}

/// Reads `9:05`, `09:05:59.5` or `9:05 PM` as microseconds since midnight.
private func civilTimeOfDay(in text: Span<UInt8>, at index: inout Int, end: Int) -> Int64? {
  guard var hour = number(in: text, at: &index, end: end, digits: 1...2)?.value,
    let sinceHour = timeSinceHour(in: text, at: &index, end: end)
  else { return nil }
  if let isAfternoon = halfOfDay(in: text, at: &index, end: end) {
    guard 1...12 ~= hour else { return nil }
    // Twelve o'clock comes before one.
    hour = hour % 12 + (isAfternoon ? 12 : 0)
  }
  return hour < 24 ? Int64(hour) * microsecondsPerHour + sinceHour : nil
}

/// Whether `PM` follows, after blanks or not; `nil`, and `index` stays, where neither `AM` nor `PM` does.
private func halfOfDay(in text: Span<UInt8>, at index: inout Int, end: Int) -> Bool? {
  var start = index
  skipSpaces(in: text, at: &start, end: end)
  guard start + 2 <= end, text[start + 1] | 0x20 == UInt8(ascii: "m") else { return nil }
  let letter = text[start] | 0x20
  guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return nil }
  index = start + 2
  return letter == UInt8(ascii: "p")
}

/// Moves behind blanks, those as well that do not end a line (U+00A0, U+202F), which programs write before `PM`.
private func skipSpaces(in text: Span<UInt8>, at index: inout Int, end: Int) {
  while index < end {
    if isBlank(text[index]) {
      index += 1
    } else if index + 2 <= end, text[index] == 0xc2, text[index + 1] == 0xa0 {
      index += 2
    } else if index + 3 <= end, text[index] == 0xe2, text[index + 1] == 0x80, text[index + 2] == 0xaf {
      index += 3
    } else {
      return
    }
  }
}
