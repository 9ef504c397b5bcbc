// Every metric and score against a second, independent program: Oracle/measures.py, run once, its answer
// stored.

import Foundation
import Persona
import Profiles
import Testing

@Suite("Measures")
struct MeasuresTests {
  private static func rows(_ file: String) throws -> [[String]] {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Oracle/\(file)")
    return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private static func events() throws -> [Record] {
    func text(_ cell: String) -> String? { cell.isEmpty ? nil : cell }
    return try rows("events.csv").map { cells in
      Record(
        time: Int64(cells[0]), event: cells[2], session: text(cells[3]), order: text(cells[4]),
        currency: text(cells[5]), amount: Int64(cells[6]), identifiers: [("user", cells[1])])
    }
  }

  @Test("what is part of no session does not make one last longer")
  func outsideSessions() throws {
    let records = [(0, 10.0), (1, 30), (0, 50), (0, 70)].map { source, minutes in
      Record(
        source: source, time: day(1 + minutes / 1440), event: "open", identifiers: [("user", "u")])
    }
    let table = try graph(records).measured(
      over: Span(from: day(0), to: day(3)), by: MeasureRules(sessions: SessionRules(sourcesOutside: [1])))
    #expect(table.metrics["sessions"] == [2])
  }

  @Test("every metric and score agrees with a second program", arguments: ["days", "noon", "long"])
  func agreesWithOracle(run: String) throws {
    let graph = try graph(Self.events())
    let answers = try Self.rows("measures.csv").filter { $0[0] == run }
    let first = try #require(answers.first)
    let span = Span(from: try #require(Int64(first[1])), to: try #require(Int64(first[2])))
    let table = try graph.measured(
      over: span,
      by: MeasureRules(
        timeZone: "Europe/Berlin", purchaseEvents: Set(first[3].split(separator: " ").map(String.init))))

    var expected: [String: Double] = [:]
    for answer in answers { expected["\(answer[4]) \(answer[5])"] = Double(answer[6]) }
    var found: [String: Double] = [:]
    for profile in 0..<graph.count {
      let user = try graph.identifiers(of: profile)[0].value
      for (name, column) in table.metrics.merging(table.scores, uniquingKeysWith: { a, _ in a })
      where !column[profile].isNaN {
        found["\(user) \(name)"] = column[profile]
      }
    }
    #expect(Set(found.keys) == Set(expected.keys))
    for (name, value) in expected {
      let other = found[name] ?? .nan
      #expect(abs(other - value) <= 1e-9 * max(1, abs(value)), "\(run): \(name) is \(other), not \(value)")
    }
  }

  private func measured(
    _ records: [Record], over span: Span = Span(from: 0, to: day(28))
  ) throws -> ProfileTable {
    try graph(records).measured(over: span, by: MeasureRules())
  }

  private func seen(_ time: Int64, session: String? = nil) -> Record {
    Record(time: time, event: "seen", session: session, identifiers: [("user", "ada")])
  }

  /// With the source's own ids there is one session more, which has an id.
  @Test(
    "a session ends when more than the gap passes, with sessions of the source beside it and without",
    arguments: [0, 1] as [Int64], [false, true])
  func sessionGap(more: Int64, hasIDs: Bool) throws {
    let halfAnHour: Int64 = 1_800_000_000
    let own = hasIDs ? [seen(day(2), session: "own")] : []
    let table = try measured([seen(day(1)), seen(day(1) + halfAnHour + more)] + own)
    #expect(table.metrics["sessions"] == [Double(1 + Int(more) + own.count)])
  }

  /// Known for 14.5 days, so two weeks are whole. One event in each is no variation; both in the last would be 50.
  @Test("an event exactly seven days before the end belongs to the week before the last")
  func weeksOfVolatility() throws {
    let table = try measured([seen(day(13.5)), seen(day(21)), seen(day(27))])
    #expect(table.scores["volatility"] == [0])
  }

  @Test("the same number of an order is another order of another person")
  func ordersOfPeople() throws {
    let table = try measured(
      ["ada", "bob"].map {
        Record(
          time: day(1), event: "bought", order: "1001", currency: "EUR", amount: 5_000_000,
          identifiers: [("user", $0)])
      })
    #expect(table.metrics["purchases"] == [1, 1])
    #expect(table.metrics["average_order_eur"] == [5, 5])
  }

  /// Two days from noon to noon lie on three days of the calendar: 7 x 3 / 3 active days a week, not 7 x 3 / 2.
  @Test("nobody is known for fewer days than they were active on")
  func exposure() throws {
    let table = try measured(
      [seen(day(1.75)), seen(day(2.5)), seen(day(3.25))], over: Span(from: day(1.5), to: day(3.5)))
    #expect(table.metrics["active_days"] == [3])
    #expect(table.metrics["active_days_per_week"] == [7])
  }

  @Test("the documentation and the lists say the same of every metric and score")
  func documented() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Documentation/Metrics.md")
    let lines = Set(try String(contentsOf: page, encoding: .utf8).split(separator: "\n").map(String.init))
    for measure in builtInMetrics + scoreList {
      let line = "| `\(measure.name)` | \(measure.unit) | \(measure.formula) |"
      #expect(lines.contains(line), "the page lacks: \(line)")
    }
    #expect(
      lines.filter { $0.hasPrefix("| `") && $0.hasSuffix(". |") }.count == builtInMetrics.count
        + scoreList.count)
  }
}
