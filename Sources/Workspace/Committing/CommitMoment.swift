// The dates that GIT_AUTHOR_DATE and GIT_COMMITTER_DATE may hold: git's own form, ISO 8601 and RFC 2822
// ("DATE FORMATS" in git-commit(1)).

/// Reads a date. Without a zone it is local time, at the offset given.
///
/// `@EPOCH ZONE` and `EPOCH ZONE`, with or without the zone, `2005-04-07T22:13:13` with `T` or
/// a space, a fraction that is dropped and a zone or none, `Thu, 07 Apr 2005 22:13:13 +0200`. Nil for anything else.
func commitMoment(_ text: String, localOffsetMinutes: Int) -> Surroundings.Moment? {
  epochMoment(text, localOffsetMinutes) ?? isoMoment(text, localOffsetMinutes)
    ?? mailMoment(text, localOffsetMinutes)
}

private typealias Moment = Surroundings.Moment

private func epochMoment(_ text: String, _ localOffset: Int) -> Surroundings.Moment? {
  let words = text.split(separator: " ")
  guard (1...2).contains(words.count), let first = words.first,
    let offset = words.count == 1 ? localOffset : zone(words[1])
  else { return nil }
  let isMarked = first.hasPrefix("@")
  guard let seconds = number(isMarked ? first.dropFirst() : first, digits: 1...18) else { return nil }
  // Without the mark or the zone, git takes a short number for a year or a day.
  guard (isMarked && words.count == 2) || seconds >= 100_000_000 else { return nil }
  return Moment(seconds: Int64(seconds), offsetMinutes: offset)
}

private func isoMoment(_ text: String, _ localOffset: Int) -> Surroundings.Moment? {
  guard text.utf8.count > 11, let day = isoDay(text.prefix(10)) else { return nil }
  let rest = text.dropFirst(10)
  guard rest.first == "T" || rest.first == " " else { return nil }
  let clock = rest.dropFirst().prefix { $0.isNumber || $0 == ":" || $0 == "." }
  return moment(day: day, clock: clock, zone: rest.dropFirst(1 + clock.count), localOffset)
}

private func mailMoment(_ text: String, _ localOffset: Int) -> Surroundings.Moment? {
  var words = text.split(separator: " ")[...]
  if words.first?.last == "," { words.removeFirst() }
  guard words.count == 4 || words.count == 5 else { return nil }
  let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  let start = words.startIndex
  guard let day = number(words[start], digits: 1...2),
    let month = months.firstIndex(of: String(words[start + 1])),
    let year = number(words[start + 2], digits: 4...4),
    let days = daysSince1970(year, month + 1, day)
  else { return nil }
  return moment(
    day: days, clock: words[start + 3], zone: words.count == 5 ? words[start + 4] : "", localOffset)
}

private func moment(
  day: Int, clock: Substring, zone zoneText: Substring, _ localOffset: Int
) -> Surroundings.Moment? {
  let fields = clock.prefix { $0 != "." }.split(separator: ":", omittingEmptySubsequences: false)
  guard fields.count == 2 || fields.count == 3 else { return nil }
  let numbers = fields.compactMap { number($0, digits: 2...2) }
  guard numbers.count == fields.count, numbers[0] < 24, numbers[1] < 60 else { return nil }
  let second = numbers.count == 3 ? numbers[2] : 0
  let name = zoneText.drop { $0 == " " }
  guard second <= 60, let offset = name.isEmpty ? localOffset : zone(name) else { return nil }
  let local = day * 86_400 + numbers[0] * 3_600 + numbers[1] * 60 + second
  return Moment(seconds: Int64(local - offset * 60), offsetMinutes: offset)
}

/// `+0200`, `+02:00`, `+02`, `Z`, `UTC`, `GMT`, in minutes.
private func zone(_ text: Substring) -> Int? {
  if ["Z", "UTC", "GMT"].contains(text) { return 0 }
  guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
  let digits = text.dropFirst().filter { $0 != ":" }
  guard digits.count == 4 || digits.count == 2, let value = number(digits[...], digits: 2...4) else {
    return nil
  }
  let minutes = digits.count == 2 ? value * 60 : value / 100 * 60 + value % 100
  return sign == "-" ? -minutes : minutes
}

private func isoDay(_ text: Substring) -> Int? {
  let fields = text.split(separator: "-", omittingEmptySubsequences: false)
  guard fields.count == 3, let year = number(fields[0], digits: 4...4),
    let month = number(fields[1], digits: 2...2),
    let day = number(fields[2], digits: 2...2)
  else { return nil }
  return daysSince1970(year, month, day)
}

/// Days of the Gregorian calendar since 1970-01-01; nil for a day that it does not have. The year begins in
/// March, so that the leap day is its last:
/// https://howardhinnant.github.io/date_algorithms.html#days_from_civil
private func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int? {
  let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  guard year >= 1970, (1...12).contains(month), day >= 1, day <= lengths[month - 1] else { return nil }
  let shifted = month > 2 ? year : year - 1
  let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
}

private func number(_ text: Substring, digits: ClosedRange<Int>) -> Int? {
  guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
  return Int(text)
}
