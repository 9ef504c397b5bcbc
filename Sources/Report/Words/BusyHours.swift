// The hours at which people come, in words: `mostly Mon–Fri 7:00–10:00 and 19:00–23:00`.

internal import Persona

/// The hours of the week that stand out, as ranges for working days and for weekends.
struct BusyHours {
  /// `Mon–Fri 7:00–10:00 and 19:00–23:00, Sat–Sun 10:00–12:00`; empty when no hour stands out.
  private(set) var words = ""
  /// Share of all events that lie in those hours.
  private(set) var share = 0.0
  /// The day that has clearly more than its seventh, and its share of all events.
  private(set) var busiestDay: (name: String, share: Double)?

  /// `Mostly Mon–Fri 7:00–10:00 and 19:00–23:00 (68% of events)`.
  var sentence: String {
    guard isTold else { return "Too few people an hour to say when most of them come" }
    guard !hasDatesOnly else { return "Days are known, and no times of day" }
    guard !words.isEmpty else { return "Spread over the week: no hour stands out" }
    return "\(share >= 0.5 ? "Mostly" : "Most often") \(words) (\(percent(share)) of events)"
  }

  /// An hour stands out when it holds this many times the average hour, a day likewise the average day.
  static let threshold = 1.5
  /// Whether enough of the events lie in hours that may be shown.
  private let isTold: Bool
  private let hasDatesOnly: Bool
  /// Nothing is said of hours when those that may be shown hold less than this share of all events, and nothing
  /// of days below the second: what is hidden could turn the sentence round.
  private static let shownAtLeast = 0.5
  private static let dayShownAtLeast = 0.9
  /// At most so many ranges are named for each group of days, the fullest ones.
  private static let rangesNamed = 3

  init?(_ distributions: Evidence.Distributions) {
    let hourOfWeek = distributions.hourOfWeek
    guard hourOfWeek.count == 168 else { return nil }
    let cells = hourOfWeek.map { $0 ?? 0 }
    let total = cells.reduce(0, +)
    guard total > 0 else { return nil }
    isTold = total >= Self.shownAtLeast
    hasDatesOnly = distributions.hasDatesOnly
    let working = Self.ranges(0..<5, of: cells, total: total)
    let weekend = Self.ranges(5..<7, of: cells, total: total)
    // Of cells that are all told the sum is everything, but for their rounding.
    share = (working.share + weekend.share) / (hourOfWeek.contains(nil) ? 1 : total)
    if working.words == weekend.words, working.isEveryDay, weekend.isEveryDay {
      words = working.words.isEmpty ? "" : "every day " + working.words
    } else {
      words = [working, weekend].filter { !$0.words.isEmpty }.map { "\($0.days) \($0.words)" }
        .joined(separator: ", ")
    }
    if total >= Self.dayShownAtLeast { busiestDay = Self.busiestDay(cells, total: total) }
  }

  /// The hours that stand out on some days taken together.
  private struct Busy {
    /// `Mon–Fri`, or those of the days that have events in these hours: `Mon and Wed`.
    var days: String
    var isEveryDay: Bool
    var words: String
    /// Of all events.
    var share: Double
  }

  private static func ranges(_ days: Range<Int>, of cells: [Double], total: Double) -> Busy {
    let hours = (0..<24).map { hour in days.reduce(0) { $0 + cells[$1 * 24 + hour] } }
    let ranges = ranges(hours, atLeast: threshold * total / 168 * Double(days.count))
    let share = ranges.reduce(0) { $0 + hours.sum(over: $1) }
    // A day with next to nothing is not meant, though the days together are.
    let meant = days.filter { day in
      let own = Array(cells[day * 24..<day * 24 + 24])
      return ranges.reduce(0) { $0 + own.sum(over: $1) } >= share / Double(days.count) / 10
    }
    let isEveryDay = meant.count == days.count
    let all = "\(dayNames[days.lowerBound])–\(dayNames[days.upperBound - 1])"
    return Busy(
      days: isEveryDay ? all : listed(meant.map { dayNames[$0] }), isEveryDay: isEveryDay,
      words: listed(ranges.map(\.words)), share: share)
  }

  private static let dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  /// The fullest ranges of hours that each reach the bound, in the order of the day.
  private static func ranges(_ hours: [Double], atLeast bound: Double) -> [HourRange] {
    var ranges: [HourRange] = []
    for hour in 0..<24 where hours[hour] >= bound {
      if ranges.last?.end == hour {
        ranges[ranges.count - 1].end += 1
      } else {
        ranges.append(HourRange(hour))
      }
    }
    if ranges.count > 1, let first = ranges.first, let last = ranges.last, first.start == 0, last.end == 24 {
      ranges.removeFirst()
      ranges[ranges.count - 1].end += first.end  // past midnight
    }
    return ranges.sorted { (hours.sum(over: $1), $0.start) < (hours.sum(over: $0), $1.start) }
      .prefix(rangesNamed).sorted { $0.start < $1.start }
  }

  private static func busiestDay(_ cells: [Double], total: Double) -> (name: String, share: Double)? {
    let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    let days = (0..<7).map { day in cells[(day * 24)..<(day * 24 + 24)].reduce(0, +) }
    guard let most = days.max(), most >= threshold * total / 7, let day = days.firstIndex(of: most) else {
      return nil
    }
    return (names[day], most)
  }
}

/// Hours from `start` up to, not including, `end`; past midnight `end` is more than 24.
private struct HourRange {
  var start: Int
  var end: Int

  init(_ hour: Int) {
    start = hour
    end = hour + 1
  }

  var words: String { "\(start):00–\(end > 24 ? end - 24 : end):00" }
}

extension [Double] {
  fileprivate func sum(over range: HourRange) -> Double {
    (range.start..<range.end).reduce(0) { $0 + self[$1 % 24] }
  }
}
