// A log is linked as of any day: what came later, and what is too old for every window, makes no difference.

import EventStream
import Persona
import Profiles
import Testing

@Suite("A log as of any day")
struct AnyDayTests {
  /// - Parameter isInOrder: whether the records come about in order of time, as exports do, so that a segment is a span of time.
  private func log(
    _ records: [Record], like all: [Record], isInOrder: Bool = false, _ random: inout SeededGenerator
  ) throws -> EventLog {
    let sources = sources(for: all, properties: TangledRecords.properties)
    let log = EventLog(identity: TangledRecords.identity, sources: sources)
    var rest = records.shuffled(using: &random)[...]
    if isInOrder { rest.sort { ($0.time ?? .min) / day(2) < ($1.time ?? .min) / day(2) } }
    while !rest.isEmpty {
      let part = rest.prefix(Int.random(in: 1..<(isInOrder ? 150 : 30), using: &random))
      rest = rest.dropFirst(part.count)
      for (index, source) in sources.enumerated() {
        log.append(try Segment(batch(part.filter { $0.source == index }, of: source)), source: index)
      }
    }
    return log
  }

  @Test("what came later might as well not be there", arguments: 0..<60 as Range<UInt64>)
  func later(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let records = TangledRecords.records(&random)
    let index = try log(records, like: records, &random).indexed()
    for until in [day(8), day(12.5), day(19)] {
      let known = records.filter { $0.time.map { $0 <= until } ?? true }
      let expected = try TangledRecords.answers(log(known, like: records, &random).indexed().linked())
      #expect(try TangledRecords.answers(index.linked(until: until)) == expected, "seed \(seed), \(until)")
    }
  }

  @Test(
    "what is too old for every window leaves the days on which people came",
    arguments: 0..<30 as Range<UInt64>)
  func earlier(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    // Enough that people come more than once on a day, in any order.
    let records = (0..<8).flatMap { _ in TangledRecords.records(&random) }
    let log = try log(records, like: records, isInOrder: seed % 2 == 0, &random)
    // One index for all days, as a replay has it.
    let index = try log.indexed()
    // One window begins within a day, as a window does where the clocks are changed.
    for (from, middle, until) in [(5.3, 12.0, 19.0), (2.0, 4.5, 7.0), (8.0, 11.5, 15.0)] {
      let windows = [Span(from: day(middle), to: day(until)), Span(from: day(from), to: day(middle))]
      let earlier = EarlierEvents(end: day(from), timeZone: TangledRecords.rules.timeZone)
      let whole = try log.indexed().linked(until: day(until))
      let short = try index.linked(until: day(until), earlier: earlier)
      #expect(
        try TangledRecords.answers(short, over: windows) == TangledRecords.answers(whole, over: windows),
        "seed \(seed), \(until)")
      for window in windows {
        let returns = try [whole, short].map {
          try $0.measured(over: window, by: TangledRecords.rules).propensity.histories
        }
        #expect(returns[0] == returns[1], "seed \(seed), \(until)")
      }
    }
  }

  @Test("who did nothing in a window is missed by nobody", arguments: 0..<60 as Range<UInt64>)
  func active(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let records = TangledRecords.records(&random)
    let window = Span(from: day(16), to: day(19))
    let graph = try log(records, like: records, &random).indexed().linked(until: day(19))
    let all = try graph.measured(over: window, by: TangledRecords.rules)
    let active = try graph.measured(over: window, .active, by: TangledRecords.rules)
    #expect(active.count < all.count && active.isActive.allSatisfy { $0 }, "seed \(seed)")
    #expect(active.profiles == all.profiles.filter { all.isActive[$0] }, "seed \(seed)")
    for (name, column) in all.metrics.merging(all.scores, uniquingKeysWith: { first, _ in first }) {
      let own = try #require(active.metrics[name] ?? active.scores[name])
      // As texts, in which what is no number equals itself.
      #expect("\(own)" == "\(active.profiles.map { column[$0] })", "\(name), seed \(seed)")
    }
    for (name, trait) in all.traits {
      let own = try #require(active.traits[name])
      func value(_ trait: ProfileTable.TraitColumn, _ row: Int) -> String? {
        trait.codes[row] < 0 ? nil : trait.values[Int(trait.codes[row])]
      }
      let values = active.profiles.indices.map { value(own, $0) }
      #expect(values == active.profiles.map { value(trait, $0) }, "\(name), seed \(seed)")
    }
    for dimension in Dimension.allCases {
      #expect(
        try active.tally(by: dimension, members: active.isActive)
          == all.tally(by: dimension, members: all.isActive), "\(dimension), seed \(seed)")
    }
  }
}
