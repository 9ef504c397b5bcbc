// The days that a replay stops at: the ends of weeks, months or quarters.

internal import EventStream
internal import Persona

/// How often a replay makes evolutions.
public enum ReplayPeriod: String, Sendable, CaseIterable {
  case week, month, quarter

  /// Whether a day, counted from 1970, is the last of such a period; weeks end on Sunday.
  private func ends(withDay day: Int) -> Bool {
    if self == .week { return (day + 4) % 7 == 0 }
    guard let next = GregorianDate(daysSince1970: day + 1), next.day == 1 else { return false }
    return self == .month || (next.month - 1) % 3 == 0
  }

  /// The last days of the periods that end from `first` up to and with `last`, counted from 1970.
  func ends(from first: Int, to last: Int) -> [Int] {
    first > last ? [] : (first...last).filter(ends(withDay:))
  }
}

/// A month or a day as people write it: `2025-01` or `2025-01-31`.
struct WrittenDays {
  /// Its first and last day, counted from 1970.
  let first: Int
  let last: Int

  init(_ written: String, option: String) throws(Failure) {
    let numbers = written.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    var days: (GregorianDate?, GregorianDate?) = (nil, nil)
    if numbers.count == 2 {
      let (year, month) = (numbers[0], numbers[1])
      days.0 = GregorianDate(year: year, month: month, day: 1)
      days.1 = (28...31).reversed().lazy.compactMap { GregorianDate(year: year, month: month, day: $0) }.first
    } else if numbers.count == 3 {
      days.0 = GregorianDate(year: numbers[0], month: numbers[1], day: numbers[2])
      days.1 = days.0
    }
    guard let first = days.0, let last = days.1 else {
      throw Failure(
        "\(written) is neither a month nor a day", hint: "write \(option) 2025-01, or \(option) 2025-01-31")
    }
    (self.first, self.last) = (first.daysSince1970, last.daysSince1970)
  }
}
