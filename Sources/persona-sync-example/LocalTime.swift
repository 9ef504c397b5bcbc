// Time in the example: seconds of Berlin's clocks since the first of January 2026, 00:00.

/// A moment as people in Berlin read it. Day 0 is Thursday, 1 January 2026.
struct LocalTime: Comparable {
  static let secondsPerDay = 86_400
  /// January to May: the days of which there are data.
  static let days = 151
  /// The first day of each month, and of the month after the last.
  static let monthStarts = [0, 31, 59, 90, 120, 151]
  /// The clocks went from 02:00 to 03:00 on Sunday, 29 March.
  private static let summerStart = LocalTime(day: 87, second: 3 * 3600)

  var seconds: Int

  init(day: Int, second: Int) { seconds = day * Self.secondsPerDay + second }

  /// Rounded down: negative before 2026.
  var day: Int { (seconds - secondOfDay) / Self.secondsPerDay }

  private var secondOfDay: Int {
    (seconds % Self.secondsPerDay + Self.secondsPerDay) % Self.secondsPerDay
  }

  /// Monday is 0.
  static func weekday(day: Int) -> Int { (day + 3) % 7 }

  /// 0 for January.
  var month: Int { Self.monthStarts.lastIndex { $0 <= day } ?? 0 }

  func after(seconds: Int) -> LocalTime { LocalTime(day: 0, second: self.seconds + seconds) }

  static func < (a: LocalTime, b: LocalTime) -> Bool { a.seconds < b.seconds }

  /// `2026-01-05T06:12:33Z`, the same moment in UTC. What falls into the hour that does not exist counts as
  /// winter time.
  var utcText: String {
    after(seconds: self >= Self.summerStart ? -7200 : -3600).text(separator: "T") + "Z"
  }

  /// `2026-01-05 07:12:33`, as the clock on the wall says.
  var wallText: String { text(separator: " ") }

  private func text(separator: String) -> String {
    let (year, month, dayOfMonth) = Self.date(day: day)
    let second = secondOfDay
    let date = "\(year)-\(twoDigits(month))-\(twoDigits(dayOfMonth))"
    return
      "\(date)\(separator)\(twoDigits(second / 3600)):\(twoDigits(second / 60 % 60)):\(twoDigits(second % 60))"
  }

  /// Gregorian date of a day: Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
  private static func date(day: Int) -> (year: Int, month: Int, day: Int) {
    let z = day + 20_454 + 719_468  // days since 0000-03-01; 20,454 is 2026-01-01 counted from 1970
    let era = z / 146_097
    let dayOfEra = z % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
