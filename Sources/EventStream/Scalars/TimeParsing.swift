// Times from bytes: every form that exports write, without a String and without Foundation.

/// The time that a text writes, in microseconds since 1970 in UTC; `nil` when it is none.
///
/// - `iso8601`: `2026-03-31`, `2026-03-31T12:00`, `2026-03-31 12:00:00.123456789+02:00`. A blank may stand for
///   `T` and before the offset, a comma for the point; the offset is `Z`, `UTC`, `+02`, `+0200` or `+02:00`; a
///   fraction has one to nine digits and is rounded down to microseconds; second 60 is the next one's start.
/// - `compactDate`: `20260331`.
/// - `seconds`, `milliseconds`, `microseconds`: a decimal number since 1970, rounded down to microseconds.
/// - `dayFirst`, `monthFirst`, `yearFirst`: see `civilTime`.
/// - `nil`: the text's own form. Eight digits that are a date are that date; other numbers must lie between
///   1973 and 2099 in one of the three units (1e8 to 4.1e9 seconds), and that unit is taken.
///
/// A time without an offset is local to `zone`, a date alone is its midnight. Blanks around are ignored. A date
/// that the calendar does not have is `nil`, as is anything outside the years 1 to 9999 of UTC.
public func parseTime(_ text: Span<UInt8>, form: SourceMapping.TimeForm?, zone: ZoneClock) -> Int64? {
  // A date within the years may lie outside them by its offset, by its zone or by a second 60.
  writtenTime(text, form: form, zone: zone).flatMap { firstTime <= $0 && $0 < endOfTime ? $0 : nil }
}

private func writtenTime(_ text: Span<UInt8>, form: SourceMapping.TimeForm?, zone: ZoneClock) -> Int64? {
  let bounds = boundsWithoutBlanks(of: text)
  guard !bounds.isEmpty else { return nil }
  switch form {
  case .iso8601: return isoTime(text, bounds, zone)
  case .compactDate: return compactDate(text, bounds, zone)
  case .seconds, .milliseconds, .microseconds:
    return parseDecimal(text).flatMap { epochTime($0, in: form) }
  case .dayFirst, .monthFirst, .yearFirst: return civilTime(text, bounds, form, zone)
  case nil:
    if looksLikeISO(text, bounds) { return isoTime(text, bounds, zone) }
    if let time = compactDate(text, bounds, zone) { return time }
    return parseDecimal(text).flatMap { epochTime($0, in: epochForm(of: $0)) }
  }
}

/// The form that a text has by its looks; it may still turn out to be no time.
func recognizedTimeForm(_ text: Span<UInt8>) -> SourceMapping.TimeForm? {
  let bounds = boundsWithoutBlanks(of: text)
  if looksLikeISO(text, bounds) { return .iso8601 }
  if compactDate(text, bounds, .utc) != nil { return .compactDate }
  return parseDecimal(text).flatMap(epochForm)
}

private func looksLikeISO(_ text: Span<UInt8>, _ bounds: Range<Int>) -> Bool {
  bounds.count >= 10 && text[bounds.lowerBound + 4] == UInt8(ascii: "-")
}

/// The unit in which a number since 1970 lies between 1973 and 2099.
private func epochForm(of number: ExactDecimal) -> SourceMapping.TimeForm? {
  switch number.floor(timesPowerOfTen: 0) ?? 0 {
  case 100_000_000..<4_100_000_000: .seconds
  case 100_000_000_000..<4_100_000_000_000: .milliseconds
  case 100_000_000_000_000..<4_100_000_000_000_000: .microseconds
  default: nil
  }
}

private func epochTime(_ number: ExactDecimal, in form: SourceMapping.TimeForm?) -> Int64? {
  switch form {
  case .seconds: number.floor(timesPowerOfTen: 6)
  case .milliseconds: number.floor(timesPowerOfTen: 3)
  case .microseconds: number.floor(timesPowerOfTen: 0)
  default: nil
  }
}

let microsecondsPerSecond: Int64 = 1_000_000
let microsecondsPerHour: Int64 = 3_600_000_000
let microsecondsPerDay: Int64 = 86_400_000_000
/// 0001-01-01
private let firstTime: Int64 = -62_135_596_800_000_000
/// 10000-01-01
private let endOfTime: Int64 = 253_402_300_800_000_000

private func compactDate(_ text: Span<UInt8>, _ bounds: Range<Int>, _ zone: ZoneClock) -> Int64? {
  guard bounds.count == 8, let date = gregorianDate(in: text, at: bounds.lowerBound, separated: false) else {
    return nil
  }
  return zone.utc(fromLocal: Int64(date.daysSince1970) * microsecondsPerDay)
}

private func isoTime(_ text: Span<UInt8>, _ bounds: Range<Int>, _ zone: ZoneClock) -> Int64? {
  let end = bounds.upperBound
  guard bounds.count >= 10, let date = gregorianDate(in: text, at: bounds.lowerBound, separated: true) else {
    return nil
  }
  let midnight = Int64(date.daysSince1970) * microsecondsPerDay
  var index = bounds.lowerBound + 10
  if index == end { return zone.utc(fromLocal: midnight) }

  guard text[index] | 0x20 == UInt8(ascii: "t") || text[index] == UInt8(ascii: " ") else { return nil }
  index += 1
  guard let timeOfDay = timeOfDay(in: text, at: &index, end: end) else { return nil }
  let local = midnight + timeOfDay
  if index == end { return zone.utc(fromLocal: local) }
  guard let offset = offset(in: text, from: index, end: end) else { return nil }
  return local - offset
}

/// Reads ten bytes `2026-03-31` or eight `20260331`.
func gregorianDate(in text: Span<UInt8>, at start: Int, separated: Bool) -> GregorianDate? {
  let gap = separated ? 1 : 0
  guard let year = digits(in: text, from: start, count: 4),
    let month = digits(in: text, from: start + 4 + gap, count: 2),
    let day = digits(in: text, from: start + 6 + 2 * gap, count: 2)
  else { return nil }
  if separated {
    guard text[start + 4] == UInt8(ascii: "-"), text[start + 7] == UInt8(ascii: "-") else { return nil }
  }
  return GregorianDate(year: year, month: month, day: day)
}

/// Reads `12:00`, `12:00:59` or `12:00:59.123` as microseconds since midnight, and moves `index` behind it.
private func timeOfDay(in text: Span<UInt8>, at index: inout Int, end: Int) -> Int64? {
  guard index + 2 <= end, let hour = digits(in: text, from: index, count: 2), hour < 24 else { return nil }
  index += 2
  return timeSinceHour(in: text, at: &index, end: end).map { Int64(hour) * microsecondsPerHour + $0 }
}

/// Reads `:00`, `:00:59` or `:00:59.123` as microseconds, and moves `index` behind it.
func timeSinceHour(in text: Span<UInt8>, at index: inout Int, end: Int) -> Int64? {
  guard index + 3 <= end, text[index] == UInt8(ascii: ":"),
    let minute = digits(in: text, from: index + 1, count: 2), minute < 60
  else { return nil }
  index += 3
  let minutes = Int64(minute)

  guard index < end, text[index] == UInt8(ascii: ":") else { return minutes * 60 * microsecondsPerSecond }
  guard index + 3 <= end, let second = digits(in: text, from: index + 1, count: 2), second <= 60 else {
    return nil
  }
  index += 3
  let whole = (minutes * 60 + Int64(second)) * microsecondsPerSecond

  guard index < end, isFractionMark(text[index]) else { return whole }
  let start = index + 1
  index = start
  while index < end, isDigit(text[index]) { index += 1 }
  let count = index - start
  guard 1...9 ~= count, let fraction = digits(in: text, from: start, count: count) else { return nil }
  var nanoseconds = fraction
  for _ in count..<9 { nanoseconds *= 10 }
  // Whatever follows a leap second's 60 already belongs to the next second.
  return whole + Int64(nanoseconds / 1000)
}

private func isFractionMark(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
}

/// Reads `Z`, `UTC`, `+02`, `+0200` or `+02:00`, after a blank or not, as microseconds; it must reach the end.
func offset(in text: Span<UInt8>, from start: Int, end: Int) -> Int64? {
  let index = text[start] == UInt8(ascii: " ") ? start + 1 : start
  guard index < end else { return nil }
  let count = end - index
  if count == 1 { return text[index] | 0x20 == UInt8(ascii: "z") ? 0 : nil }
  if count == 3, text[index] == UInt8(ascii: "U") {
    return text[index + 1] == UInt8(ascii: "T") && text[index + 2] == UInt8(ascii: "C") ? 0 : nil
  }

  let isNegative = text[index] == UInt8(ascii: "-")
  guard isNegative || text[index] == UInt8(ascii: "+"),
    let hours = digits(in: text, from: index + 1, count: 2), hours < 24
  else { return nil }
  var minutes = 0
  switch count {
  case 3: break
  case 5, 6:
    guard count == 5 || text[index + 3] == UInt8(ascii: ":"),
      let value = digits(in: text, from: end - 2, count: 2), value < 60
    else { return nil }
    minutes = value
  default: return nil
  }
  let magnitude = Int64(hours * 60 + minutes) * 60 * microsecondsPerSecond
  return isNegative ? -magnitude : magnitude
}
