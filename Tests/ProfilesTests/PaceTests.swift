// What of a metric two windows are compared by.

import Persona
import Profiles
import Testing

@Suite("Pace")
struct PaceTests {
  /// Somebody who is known throughout a window of 30 days, and somebody who came 20 days before its end.
  private func table() throws -> ProfileTable {
    let days: [(user: String, day: Double)] =
      [-5, 1, 4, 9, 16, 22].map { ("known", $0) } + [10, 12, 19].map { ("new", $0) }
    let records = days.map {
      Record(time: day($0.day + 0.5), event: "open", identifiers: [("user", $0.user)])
    }
    let opened = MetricDefinition(
      name: "opened", formula: .count, filter: EventFilter(events: ["open"]), per: nil)
    return try graph(records).measured(
      over: Span(from: day(0) - 1, to: day(30) - 1), by: MeasureRules(metrics: [opened]))
  }

  @Test("what is divided by time already has the pace of what is not")
  func rates() throws {
    let table = try table()
    for missing in [0.0, 6] {
      let counted = try #require(table.pace(of: "active_days", missing: missing)).map { $0 * 7 }
      let divided = try #require(table.pace(of: "active_days_per_week", missing: missing))
      for (counted, divided) in zip(counted.sorted(), divided.sorted()) {
        #expect(abs(counted - divided) < 1e-9)
      }
    }
  }

  @Test("a declared count is one by the day, and the first event of who is new is part of it")
  func declared() throws {
    let table = try table()
    // Where nothing was exported since somebody came, they were known for a day.
    let cases: [(missing: Double, expected: [Double])] = [(0, [3 / 20, 5 / 30]), (20, [5 / 10, 3])]
    for (missing, expected) in cases {
      let pace = try #require(table.pace(of: "opened", missing: missing))
      for (found, expected) in zip(pace.sorted(), expected) { #expect(abs(found - expected) < 1e-9) }
    }
  }
}
