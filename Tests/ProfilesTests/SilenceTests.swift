// Days without an event that chance would hardly leave, and the days that a table has seen.

import Persona
import Testing

@testable import Profiles

@Suite("Silences")
struct SilenceTests {
  /// `1` for a day with an event, `.` for one without.
  private func days(_ text: some StringProtocol) -> [Bool] { text.map { $0 == "1" } }

  private func silences(_ text: some StringProtocol) -> [Range<Int>] {
    Silence.all(in: days(text)).map(\.days)
  }

  private func daily(_ count: Int) -> String { String(repeating: "1", count: count) }

  @Test("of a source that is there every day three days are missing, and not two")
  func everyDay() {
    // 80 (1 / 79)^3 = 0.00016; 80 (1 / 80)^2 = 0.0125.
    #expect(silences(daily(40) + "..." + daily(37)) == [40..<43])
    #expect(silences(daily(40) + ".." + daily(38)) == [])
  }

  @Test("of a source that rests at weekends nine days are missing, and not eight")
  func workingDays() {
    let weeks = String(repeating: "11111..", count: 6)
    // 61 of the 83 others have an event: 92 (1 - 62 / 85)^9 = 0.0007; 91 (1 - 62 / 85)^8 = 0.0026.
    #expect(silences(weeks.dropLast(2) + ".........1" + weeks) == [40..<49])
    #expect(silences(weeks.dropLast(2) + "........1" + weeks) == [])
  }

  @Test("both of two outages are found, and what ends is found at the end")
  func several() {
    #expect(
      silences(daily(30) + String(repeating: ".", count: 10) + daily(20) + "....." + daily(3) + "....") == [
        30..<40, 60..<65, 68..<72,
      ])
  }

  @Test("nothing is missing before the first day, nor where little is known")
  func young() {
    #expect(silences(String(repeating: ".", count: 60) + daily(20)) == [])
    #expect(silences(daily(13) + String(repeating: ".", count: 60)) == [])
    #expect(silences(daily(14) + String(repeating: ".", count: 60)) == [14..<74])
    #expect(silences("") == [])
    #expect(silences("......") == [])
  }

  @Test("days with an event by chance have no silence", arguments: [0.2, 0.35, 0.7, 0.9])
  func byChance(share: Double) {
    var random = SeededGenerator(seed: 11)
    let found = (0..<4_000).count { _ in
      !Silence.all(in: (0..<90).map { _ in Double.random(in: 0..<1, using: &random) < share }).isEmpty
    }
    // The rule says one in a thousand at most; six standard errors of that are 12.
    #expect(found <= 16, "\(found) of 4,000")
  }

  @Test("a table has seen the local days of each source and event, in all parts of the people")
  func daysSeen() throws {
    func record(_ source: Int, _ time: Double, _ event: String, user: Int) -> Record {
      Record(
        source: source, time: day(time), event: event, identifiers: [("user", "\(user)")])
    }
    // Berlin is two hours ahead in June: what happens at 23:00 in UTC is of the next day.
    let first = 20_605.0  // 1 June 2026
    let records =
      (0..<400).map { record(0, first + Double($0 % 4) * 2 + 0.5, $0 % 4 == 3 ? "buy" : "look", user: $0) }
      + [record(1, first + 23 / 24, "ask", user: 7), record(1, first - 1 + 21.5 / 24, "ask", user: 8)]
    let table = try graph(records).measured(
      over: Span(from: day(first) - 7_200_000_001, to: day(first + 9) - 7_200_000_001), .active,
      by: MeasureRules(timeZone: "Europe/Berlin"))
    let seen = table.daysSeen
    #expect((seen.firstDay, seen.dayCount) == (20_605, 9))
    #expect(seen.days(ofSource: 0) == days("1.1.1.1.."))
    #expect(seen.days(ofSource: 1) == days(".1......."))
    #expect(table.eventNames == ["ask", "buy", "look"])
    #expect((0..<3).map { seen.days(ofEvent: $0) } == [".1.......", "......1..", "1.1.1...."].map(days))
  }
}
