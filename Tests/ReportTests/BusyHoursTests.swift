import Persona
import Testing

@testable import Report

@Suite("Busy hours")
struct BusyHoursTests {
  /// Shares of a week in which the given hours of the given days hold `weight` times as much as the others.
  private func week(_ days: Range<Int>, _ hours: Set<Int>, weight: Double = 10) -> [Double?] {
    let weights = (0..<168).map { days.contains($0 / 24) && hours.contains($0 % 24) ? weight : 1 }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  private func busyHours(_ hourOfWeek: [Double?], hasDatesOnly: Bool = false) -> BusyHours? {
    BusyHours(Evidence.Distributions(hourOfWeek: hourOfWeek, hasDatesOnly: hasDatesOnly))
  }

  @Test("hours that stand out on working days are named as ranges")
  func workingDays() throws {
    let hours = try #require(busyHours(week(0..<5, [7, 8, 9, 19, 20, 21])))
    #expect(hours.words == "Mon–Fri 7:00–10:00 and 19:00–22:00")
    #expect(hours.busiestDay == nil)
    // 30 of the 168 hours weigh 10, the others 1: 300 / 438 = 0.685.
    #expect(hours.sentence == "Mostly Mon–Fri 7:00–10:00 and 19:00–22:00 (68% of events)")
  }

  @Test("the same hours on all days are said once, and a night goes past midnight")
  func everyDay() throws {
    #expect(try #require(busyHours(week(0..<7, [0, 1, 22, 23]))).words == "every day 22:00–2:00")
  }

  @Test("days without events in the hours that stand out are not named")
  func someDays() throws {
    func only(_ cells: [(day: Int, hour: Int)]) throws -> String {
      var week = [Double?](repeating: 0, count: 168)
      for cell in cells { week[cell.day * 24 + cell.hour] = 1 / Double(cells.count) }
      return try #require(busyHours(week)).words
    }
    #expect(
      try only([(0, 9), (2, 20), (6, 14)]) == "Mon and Wed 9:00–10:00 and 20:00–21:00, Sun 14:00–15:00")
    #expect(try only([(3, 9), (5, 9), (6, 9)]) == "Thu 9:00–10:00, Sat–Sun 9:00–10:00")
    #expect(try only((0..<7).map { ($0, 9) }) == "every day 9:00–10:00")
  }

  @Test("a day that holds much more than a seventh is named")
  func busiestDay() throws {
    let day = try #require(busyHours(week(5..<6, Set(0..<24), weight: 3))?.busiestDay)
    #expect(day.name == "Saturday")
    #expect(percent(day.share) == "33%")
  }

  @Test("dates without a time of day are no visits at midnight")
  func datesOnly() throws {
    var week = [Double?](repeating: 0, count: 168)
    for (day, share) in [0.1, 0.1, 0.1, 0.1, 0.1, 0.4, 0.06].enumerated() { week[day * 24] = share }
    week[30] = 0.04
    let hours = try #require(busyHours(week, hasDatesOnly: true))
    #expect(hours.sentence == "Days are known, and no times of day")
    #expect(hours.busiestDay?.name == "Saturday")
    #expect(try #require(busyHours(week)).sentence.contains("0:00–1:00"))
  }

  @Test("an even week has no busy hours")
  func evenWeek() throws {
    let hours = try #require(busyHours(week(0..<7, [])))
    #expect(hours.sentence == "Spread over the week: no hour stands out")
  }

  @Test("a week without figures says nothing")
  func noFigures() {
    #expect(busyHours([]) == nil)
    #expect(busyHours([Double?](repeating: nil, count: 168)) == nil)
    #expect(busyHours([Double?](repeating: 0, count: 168)) == nil)
  }
}
