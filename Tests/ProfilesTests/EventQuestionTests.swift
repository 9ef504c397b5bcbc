// Filters, tallies, funnels, declared metrics and sessions on a small table that can be counted by hand.

import EventStream
import Persona
import Profiles
import Testing

@Suite("Questions about events")
struct EventQuestionTests {
  private static let properties: [SourceMapping.Property] = [
    .init(name: "plan", field: FieldPath("plan"), kind: .text),
    .init(name: "score", field: FieldPath("score"), kind: .text),
    .init(name: "score", field: FieldPath("score"), kind: .number),
  ]

  /// Day 4 is Monday, 5 January 1970.
  private static let records: [Record] = {
    func event(
      _ user: String, _ hours: Double, _ name: String, channel: String? = nil, screen: String? = nil,
      source: Int = 0, session: String? = nil, _ properties: [String: Record.Property] = [:]
    ) -> Record {
      Record(
        source: source, time: day(4 + hours / 24), event: name, channel: channel, screen: screen,
        session: session, identifiers: [("user", user)], properties: properties)
    }
    return [
      event(
        "ada", 7, "open", channel: "app", screen: "home", ["plan": .text("pro"), "score": .number(1_500_000)]),
      event("ada", 7.25, "cart", channel: "app", screen: "cart", ["score": .number(2_250_000)]),
      event("ada", 7.25, "buy", channel: "app", ["plan": .text("free")]),
      event("ada", 8, "open", channel: "web", screen: "home", source: 1, ["plan": .text("pro")]),
      event("bob", 20, "buy", channel: "web"),
      event("bob", 44, "open", channel: "web", screen: "home"),
      event("cem", 30, "open", screen: "help", session: "x"),
      event("cem", 30.1, "open", screen: "home", session: "y"),
      event("cem", 30.2, "cart", session: "x"),
    ]
  }()

  private func table(_ metrics: [MetricDefinition] = []) throws -> ProfileTable {
    try graph(Self.records, properties: Self.properties).measured(
      over: Span(from: day(4) - 1, to: day(7) - 1), by: MeasureRules(metrics: metrics))
  }

  /// A column with ada first, then bob, then cem.
  private func sorted<Value>(_ column: [Value]?) throws -> [Value] {
    let column = try #require(column)
    return try graph(Self.records, properties: Self.properties).order().map { column[$0] }
  }

  /// The population of some of the three.
  private func people(_ names: String...) throws -> [Bool] {
    let order = try graph(Self.records, properties: Self.properties).order()
    return order.indices.map { profile in
      names.contains(["ada", "bob", "cem"][order.firstIndex(of: profile) ?? 0])
    }
  }

  private func counts(_ filter: EventFilter) throws -> [UInt32] {
    try sorted(table().eventCounts(where: filter))
  }

  @Test("a filter counts the events that meet all its conditions")
  func filters() throws {
    #expect(try counts(EventFilter()) == [4, 2, 3])
    #expect(try counts(EventFilter(events: ["open", "buy"])) == [3, 2, 2])
    #expect(try counts(EventFilter(events: ["never"])) == [0, 0, 0])
    #expect(try counts(EventFilter(channels: ["web"], screens: ["home"])) == [1, 1, 0])
    #expect(try counts(EventFilter(sources: ["source1"])) == [1, 0, 0])
    #expect(try counts(EventFilter(hours: [7, 8])) == [4, 0, 0])
    #expect(try counts(EventFilter(days: [.tue])) == [0, 1, 3])
    #expect(try counts(EventFilter(hours: [20], days: [.tue, .mon])) == [0, 2, 0])
  }

  @Test(
    "a filter tests properties as text or number, and whether they are there",
    arguments: [
      (EventFilter.PropertyTest(name: "plan", test: .is(.text("pro"))), 2),
      (.init(name: "plan", test: .in([.text("pro"), .text("free")])), 3),
      (.init(name: "plan", test: .matches("^p")), 2), (.init(name: "plan", test: .exists(true)), 3),
      (.init(name: "plan", test: .exists(false)), 1), (.init(name: "score", test: .atLeast(2)), 1),
      (.init(name: "score", test: .is(.number(1.5))), 1), (.init(name: "score", test: .exists(false)), 2),
      (.init(name: "other", test: .exists(false)), 4), (.init(name: "other", test: .exists(true)), 0),
    ] as [(EventFilter.PropertyTest, UInt32)])
  func properties(test: EventFilter.PropertyTest, expected: UInt32) throws {
    #expect(try counts(EventFilter(properties: [test]))[0] == expected)
  }

  @Test("a tally counts events and the people behind them, small categories together where asked")
  func tallies() throws {
    let table = try table()
    let everyone = try people("ada", "bob", "cem")
    #expect(
      try table.tally(by: .event, members: everyone) == [
        Tally(name: "buy", count: 2, people: 2),
        Tally(name: "cart", count: 2, people: 2),
        Tally(name: "open", count: 5, people: 3),
      ])
    #expect(
      try table.tally(by: .channel, members: people("ada", "bob")) == [
        Tally(name: "app", count: 3, people: 1),
        Tally(name: "web", count: 3, people: 2),
      ])
    #expect(
      try table.merged([.init(population: 0, dimension: .event, names: ["buy", "cart"])], of: [everyone])
        == [Tally(name: "", count: 4, people: 3)])
    #expect(
      try table.tally(by: .hourOfWeek, members: people("bob")) == [
        Tally(name: "20", count: 1, people: 1),
        Tally(name: "44", count: 1, people: 1),
      ])
  }

  @Test("weeks run from Monday to Sunday, and only those that lie whole in the window count")
  func weeks() throws {
    let graph = try graph(Self.records, properties: Self.properties)
    func table(_ from: Int64, _ to: Int64, _ zone: String = "UTC") throws -> ProfileTable {
      try graph.measured(over: Span(from: from - 1, to: to - 1), by: MeasureRules(timeZone: zone))
    }
    // Monday, 5 January, to Sunday, 11 January.
    let whole = try table(day(4), day(11))
    #expect(whole.weeks == ["1970-01-05"])
    #expect(
      try whole.tally(by: .week, members: people("ada", "bob")) == [
        Tally(name: "1970-01-05", count: 6, people: 2)
      ])
    #expect(try table(day(4), day(11) - 1).weeks == [])
    let later = try table(day(4) + 1, day(25))
    #expect(later.weeks == ["1970-01-12", "1970-01-19"])
    #expect(try later.tally(by: .week, members: people("ada", "bob", "cem")) == [])
    // In Berlin the week began and ended an hour earlier.
    let hour: Int64 = 3_600_000_000
    #expect(try table(day(4) - hour, day(11) - hour, "Europe/Berlin").weeks == ["1970-01-05"])
    #expect(try table(day(4), day(11), "Europe/Berlin").weeks == [])
    // A year and a half: the newest 53.
    let long = try table(day(4), day(4 + 80 * 7)).weeks
    #expect(long.count == 53 && long.last == "1971-07-12")
  }

  @Test("the last screen is the last one seen in a session, whatever came after")
  func lastScreens() throws {
    // ada: cart, then home after 45 minutes; bob: none, home; cem: help in x, home in y.
    #expect(
      try table().tally(by: .lastScreen, members: people("ada", "bob", "cem")) == [
        Tally(name: "cart", count: 1, people: 1),
        Tally(name: "help", count: 1, people: 1),
        Tally(name: "home", count: 3, people: 3),
      ])
  }

  @Test("a funnel wants the steps in their order; events of one time take the person as far as they can")
  func funnels() throws {
    let table = try table()
    let everyone = try people("ada", "bob", "cem")
    // ada's cart and buy have one time, and buy sorts first.
    #expect(try table.funnel(["open", "cart", "buy"], members: everyone) == [3, 2, 1])
    #expect(try table.funnel(["buy", "open"], members: everyone) == [2, 2])
    #expect(try table.funnel(["open", "open", "open"], members: everyone) == [3, 2, 0])
    #expect(try table.funnel(["never", "open"], members: everyone) == [0, 0])
  }

  @Test("freshness looks at the window's last event of each profile")
  func freshness() throws {
    let table = try table()
    #expect(try sorted(table.newestEvent) == [day(4 + 8.0 / 24), day(4 + 44.0 / 24), day(4 + 30.2 / 24)])
  }

  @Test("sessions are the source's own, or end after more than half an hour")
  func sessions() throws {
    let table = try table()
    #expect(table.metrics["sessions"] == [2, 2, 2])
  }

  @Test("declared metrics count, add up, tell apart, take the last and the share")
  func declaredMetrics() throws {
    let table = try table([
      MetricDefinition(name: "opens", formula: .count, filter: EventFilter(events: ["open"]), per: .week),
      MetricDefinition(name: "points", formula: .sum("score")),
      MetricDefinition(name: "plans", formula: .distinct("plan")),
      MetricDefinition(name: "last_points", formula: .last("score")),
      MetricDefinition(name: "web_share", formula: .share, filter: EventFilter(channels: ["web"])),
    ])
    // Ada and bob are known for three days, cem for two.
    #expect(try sorted(table.metrics["opens"]) == [14.0 / 3, 7.0 / 3, 7])
    #expect(try sorted(table.metrics["points"]) == [3.75, 0, 0])
    #expect(try sorted(table.amounts["points"]) == [3_750_000, 0, 0])
    #expect(try sorted(table.metrics["plans"]) == [2, 0, 0])
    #expect(try sorted(table.metrics["last_points"])[0] == 2.25)
    #expect(try sorted(table.metrics["last_points"])[1].isNaN)
    #expect(try sorted(table.metrics["web_share"]) == [0.25, 1, 0])
  }

  @Test("a sum beyond 64 bits stops with a failure")
  func overflow() throws {
    let records = (0..<2).map {
      Record(time: day(Double($0) + 1), event: "buy", amount: .max - 5, identifiers: [("user", "ada")])
    }
    let graph = try graph(records)
    #expect(throws: Failure.self) {
      try graph.measured(over: Span(from: 0, to: day(9)), by: MeasureRules())
    }
    #expect(throws: Failure.self) {
      try graph.measured(over: Span(from: 0, to: day(1)), by: MeasureRules(timeZone: "Mars/Olympus"))
    }
  }

  @Test("a window without events, and a log without rows, are tables without people")
  func empty() throws {
    let table = try graph(Self.records).measured(over: Span(from: day(50), to: day(60)), by: MeasureRules())
    #expect(table.activeCount == 0)
    #expect(table.count == 3)
    #expect(table.metrics.values.allSatisfy { $0.allSatisfy(\.isNaN) })
    #expect(table.newestEvent == [.min, .min, .min])
    let nobody = try graph([Record]()).measured(over: Span(from: .min, to: .max), by: MeasureRules())
    #expect(nobody.count == 0)
  }
}
