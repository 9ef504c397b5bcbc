// Records in which everything is tangled, and everything that can be asked of what is made of them.

import EventStream
import Persona
import Profiles

enum TangledRecords {
  static let properties: [SourceMapping.Property] = [
    .init(name: "plan", field: FieldPath("plan"), kind: .text),
    .init(name: "score", field: FieldPath("score"), kind: .number),
  ]

  static let rules = MeasureRules(
    timeZone: "Europe/Berlin", purchaseEvents: ["buy"],
    metrics: [
      MetricDefinition(name: "total_score", formula: .sum("score"), per: .week),
      MetricDefinition(name: "last_score", formula: .last("score")),
      MetricDefinition(name: "plans", formula: .distinct("plan")),
    ],
    traits: ["country": .latest, "age": .max, "tags": .all, "spent": .sum])

  /// Few values for everything, so that ties, repeated ids and tangled identifiers are the rule.
  ///
  /// - Parameter people: of each kind of identifier, how many there are.
  static func records(people: Int = 12, _ random: inout SeededGenerator) -> [Record] {
    func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    func maybe<Value>(_ share: Int, _ value: @autoclosure () -> Value) -> Value? {
      let made = value()
      return pick(100) < share ? made : nil
    }
    return (0..<80).map { _ in
      var record = Record(source: pick(2))
      record.time = maybe(95, day(Double(pick(40)) * 0.5))
      record.event = maybe(80, ["open", "buy", "read"][pick(3)])
      record.channel = maybe(50, ["app", "web"][pick(2)])
      record.screen = maybe(50, ["home", "cart"][pick(2)])
      record.session = maybe(20, "s\(pick(5))")
      record.order = maybe(30, "o\(pick(6))")
      record.currency = maybe(50, ["EUR", "eur", "GBP"][pick(3)])
      record.amount = maybe(30, Int64(pick(2_000_000)) - 200_000)
      record.id = maybe(40, UInt64(pick(30) + 1))
      record.version = maybe(20, Int64(pick(3)))
      for (kind, share) in [("user", 40), ("email", 40), ("device", 50), ("anonymous", 50)] {
        if let value = maybe(share, "\(kind)\(pick(people))") { record.identifiers.append((kind, value)) }
      }
      for (name, share) in [("country", 20), ("age", 20), ("tags", 20), ("spent", 20)] {
        if let value = maybe(share, "\(pick(4))") { record.traits.append((name, value)) }
      }
      if let plan = maybe(30, ["free", "pro"][pick(2)]) { record.properties["plan"] = .text(plan) }
      if let score = maybe(30, Int64(pick(9_000_000))) { record.properties["score"] = .number(score) }
      return record
    }
  }

  /// Everything that can be asked of a graph, in words.
  static func answers(
    _ graph: IdentifiedGraph,
    over spans: [Span] = [Span(from: -1, to: day(20)), Span(from: day(3), to: day(11))]
  ) throws -> String {
    var words = ["\(try graph.stoppedLinks())"]
    for profile in 0..<graph.count {
      words.append(try graph.identifiers(of: profile).map { "\($0.kind):\($0.value)" }.joined(separator: " "))
    }
    return (words + [try figures(graph.graph, over: spans)]).joined(separator: "\n")
  }

  /// The same, but who anybody is.
  static func figures(
    _ graph: ProfileGraph,
    over spans: [Span] = [Span(from: -1, to: day(20)), Span(from: day(3), to: day(11))]
  ) throws -> String {
    var words: [String] = []
    words.append("\(graph.count) \(graph.duplicates) \(graph.eventCounts) \(graph.unidentified)")
    words.append("\(graph.spans) \(graph.stoppedLinkCount) \(graph.forgottenCount)")
    for span in spans {
      let table = try graph.measured(over: span, by: rules)
      for (name, column) in table.metrics.sorted(by: { $0.key < $1.key }) {
        words.append("\(name) \(column)")
      }
      for (name, column) in table.amounts.sorted(by: { $0.key < $1.key }) {
        words.append("\(name) \(column)")
      }
      for (name, column) in table.scores.sorted(by: { $0.key < $1.key }) { words.append("\(name) \(column)") }
      for (name, column) in table.traits.sorted(by: { $0.key < $1.key }) {
        words.append("\(name) \(column.values) \(column.codes)")
      }
      words.append("\(table.oldestEvent) \(table.newestEvent)")
      let everyone = table.isActive
      for dimension: Dimension in [.event, .channel, .screen, .lastScreen, .hourOfWeek] {
        words.append("\(try table.tally(by: dimension, members: everyone))")
      }
      words.append("\(try table.funnel(["open", "read", "buy"], members: everyone))")
      let filter = EventFilter(
        sources: ["source1"], properties: [.init(name: "plan", test: .is(.text("pro")))])
      words.append("\(try table.eventCounts(where: filter))")
    }
    return words.joined(separator: "\n")
  }

  /// Kinds with cuts. Every graph names all of them, whatever its records have.
  static let identity = IdentityRules(
    kinds: [
      .init(name: "user", limit: 1), .init(name: "email", limit: 2), .init(name: "device", limit: 3),
    ],
    cuts: [
      .init(Identifier(kind: "user", value: "user3"), Identifier(kind: "device", value: "device4")),
      .init(Identifier(kind: "email", value: "email1"), Identifier(kind: "email", value: "email2")),
    ],
    maximumNeighbours: 8)
}
