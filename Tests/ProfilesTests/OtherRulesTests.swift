// A table by other rules is the one that would be measured by them.

import Persona
import Profiles
import Testing

@Suite("A table by other rules")
struct OtherRulesTests {
  /// Definitions of which some have one name.
  private static let definitions: [MetricDefinition] = [
    MetricDefinition(name: "total_score", formula: .sum("score"), per: .week),
    MetricDefinition(name: "total_score", formula: .sum("score")),
    MetricDefinition(name: "score", formula: .last("score")),
    MetricDefinition(name: "score", formula: .count, filter: EventFilter(events: ["read"]), per: .day),
    MetricDefinition(name: "plans", formula: .distinct("plan")),
    MetricDefinition(
      name: "mornings", formula: .share, filter: EventFilter(hours: [6, 7, 8])),
  ]

  private func words(_ table: ProfileTable) -> [String] {
    // As texts, in which what is no number equals itself.
    table.metrics.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      + table.amounts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      + table.scores.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      + table.traits.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      + ["\(table.profiles) \(table.isActive) \(table.oldestEvent) \(table.newestEvent)"]
  }

  @Test(
    "is measured by them where they are other, and shared where they are not",
    arguments: 0..<60 as Range<UInt64>)
  func metrics(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let graph = try graph(
      TangledRecords.records(&random), properties: TangledRecords.properties)
    var (own, other) = (TangledRecords.rules, TangledRecords.rules)
    func chosen() -> [MetricDefinition] {
      let all = Self.definitions.filter { _ in Bool.random(using: &random) }.shuffled(using: &random)
      return all.indices.filter { index in !all[..<index].contains { $0.name == all[index].name } }
        .map { all[$0] }
    }
    (own.metrics, other.metrics) = (chosen(), chosen())
    for span in [Span(from: -1, to: day(20)), Span(from: day(3), to: day(11))] {
      let table = try graph.measured(over: span, .active, by: own)
      let changed = try #require(try table.measured(by: other, insteadOf: own))
      #expect(try words(changed) == words(graph.measured(over: span, .active, by: other)), "seed \(seed)")
      let unchanged = try #require(try table.measured(by: own, insteadOf: own))
      #expect(words(unchanged) == words(table), "seed \(seed)")
    }
  }

  @Test("over several windows at once is the one over each", arguments: 0..<40 as Range<UInt64>)
  func windows(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let graph = try graph(TangledRecords.records(&random), properties: TangledRecords.properties)
    var rules = TangledRecords.rules
    rules.metrics += [
      MetricDefinition(name: "evenings", formula: .count, filter: EventFilter(hours: [19, 20, 21])),
      MetricDefinition(
        name: "carts", formula: .count,
        filter: EventFilter(events: ["read", "buy"], channels: ["web"], screens: ["cart"])),
    ]
    let windows = [
      MeasuredWindow(Span(from: day(3), to: day(11)), .active), MeasuredWindow(Span(from: -1, to: day(3))),
      MeasuredWindow(Span(from: day(8), to: day(9)), .active),
      MeasuredWindow(Span(from: day(50), to: day(60))),
    ]
    let together = try graph.graph.measured(over: windows, by: rules)
    #expect(try graph.graph.measured(over: [], by: rules).isEmpty)
    for (window, table) in zip(windows, together) {
      let alone = try graph.measured(over: window.span, window.population, by: rules)
      #expect(words(table) == words(alone), "seed \(seed), \(window)")
      #expect(table.span == window.span)
    }
  }

  @Test("has no event that passes a filter for what no source has")
  func absentColumns() throws {
    let records = (0..<4).map { index in
      Record(time: day(Double(index)), event: "open", identifiers: [("user", "u\(index % 2)")])
    }
    let span = Span(from: -1, to: day(20))
    let table = try graph(records).measured(over: span, by: MeasureRules())
    func count(_ filter: EventFilter) throws -> [UInt32]? { try table.eventCounts(where: [filter])[filter] }
    #expect(try count(EventFilter()) == [2, 2])
    #expect(try count(EventFilter(events: ["open"])) == [2, 2])
    #expect(try count(EventFilter(channels: ["web"])) == [0, 0])
    #expect(try count(EventFilter(events: ["open"], screens: ["home"])) == [0, 0])
    #expect(try count(EventFilter(properties: [.init(name: "plan", test: .exists(false))])) == [2, 2])
    #expect(try count(EventFilter(properties: [.init(name: "plan", test: .exists(true))])) == [0, 0])
  }

  @Test("is measured anew where a metric goes that stood in the place of one that nobody declares")
  func shadowed() throws {
    var random = SeededGenerator(seed: 5)
    let graph = try graph(TangledRecords.records(&random), properties: TangledRecords.properties)
    let span = Span(from: -1, to: day(20))
    let plain = try graph.measured(over: span, by: TangledRecords.rules)
    // More than one currency: `revenue_EUR` is measured without being declared.
    let name = try #require(plain.metrics.keys.filter { $0.hasPrefix("revenue_") }.min())
    var shadowing = TangledRecords.rules
    shadowing.metrics.append(MetricDefinition(name: name, formula: .count))
    let table = try graph.measured(over: span, by: shadowing)
    #expect(try table.measured(by: TangledRecords.rules, insteadOf: shadowing) == nil)
    let there = try #require(try plain.measured(by: shadowing, insteadOf: TangledRecords.rules))
    #expect(words(there) == words(table))
    #expect(try #require(try there.measured(by: shadowing, insteadOf: shadowing)).metrics[name] != nil)
    #expect(try there.measured(by: TangledRecords.rules, insteadOf: shadowing) == nil)
  }

  @Test("is no table of these people where every figure is another")
  func everything() throws {
    let own = TangledRecords.rules
    var random = SeededGenerator(seed: 1)
    let table = try graph(TangledRecords.records(&random), properties: TangledRecords.properties)
      .measured(over: Span(from: -1, to: day(20)), by: own)
    var (gap, zone, traits, purchases) = (own, own, own, own)
    gap.sessions.gapSeconds = 60
    zone.timeZone = "UTC"
    traits.traits["age"] = .first
    purchases.purchaseEvents = ["read"]
    for other in [gap, zone, traits, purchases] {
      #expect(try table.measured(by: other, insteadOf: own) == nil)
    }
  }
}
