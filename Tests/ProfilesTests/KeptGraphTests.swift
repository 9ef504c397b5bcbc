// What linking gave serves a later run, while everything that it was made of is the same.

import Foundation
import Persona
import Testing

@testable import EventStream
@testable import Profiles

@Suite("A graph that was kept")
struct KeptGraphTests {
  private let folder = "/tmp/persona-sync-kept-\(UUID().uuidString)"
  private let earlier = EarlierEvents(end: day(4), timeZone: TangledRecords.rules.timeZone)

  private func store() -> SegmentStore { cachedStore(in: folder) }

  private func log(
    _ records: [Record], in store: SegmentStore, identity: IdentityRules = TangledRecords.identity,
    properties: [SourceMapping.Property] = TangledRecords.properties, _ random: inout SeededGenerator
  ) throws -> EventLog {
    let pieces = stride(from: 0, to: records.count, by: 17).map { start in
      Array(records[start..<min(records.count, start + 17)])
    }
    return try cachedLog(
      pieces, like: records, in: store, identity: identity, properties: properties, &random)
  }

  private func kept(
    _ log: EventLog, in store: SegmentStore, program: String = "1", until: Int64? = nil,
    forgotten: String = ""
  ) -> KeptGraph? {
    KeptGraph(of: log, in: store, program: program, until: until, earlier: earlier, forgotten: forgotten)
  }

  /// In memory as a whole, and on the disk as a whole.
  @Test(
    "says of everybody what linking says",
    arguments: 0..<40 as Range<UInt64>, [Resources(), Resources(memoryBytes: 0)])
  func same(seed: UInt64, resources: Resources) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var random = SeededGenerator(seed: seed)
    // Enough that people come more than once on a day.
    let records = (0..<4).flatMap { _ in TangledRecords.records(&random) }
    let windows = [Span(from: day(11), to: day(20)), Span(from: day(4), to: day(11))]
    let first = store()
    let firstLog = try log(records, in: first, &random)
    let place = try #require(kept(firstLog, in: first))
    #expect(try place.graph(resources) == nil)
    let linked = try firstLog.indexed(resources).linked(
      earlier: earlier, keeping: place, resources: resources
    ).graph
    let expected = try TangledRecords.figures(linked, over: windows)
    // It was kept beside what it is, and says the same as without being kept.
    #expect(
      try TangledRecords.figures(firstLog.indexed().linked(earlier: earlier).graph, over: windows) == expected
    )

    let later = store()
    let laterLog = try log(records, in: later, &random)
    let graph = try #require(try kept(laterLog, in: later)?.graph(resources))
    #expect(try TangledRecords.figures(graph, over: windows) == expected, "seed \(seed)")
    let returns = try [linked, graph].map {
      try $0.measured(over: windows[0], by: TangledRecords.rules).propensity.histories
    }
    #expect(returns[0] == returns[1])
  }

  @Test("serves nobody whose sources, rules or day are other")
  func other() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var random = SeededGenerator(seed: 7)
    let records = TangledRecords.records(&random)
    let store = store()
    func log(
      _ records: [Record], _ identity: IdentityRules = TangledRecords.identity,
      _ properties: [SourceMapping.Property] = TangledRecords.properties
    ) throws -> EventLog {
      try self.log(records, in: store, identity: identity, properties: properties, &random)
    }
    let same = try log(records)
    _ = try same.indexed().linked(earlier: earlier, keeping: kept(same, in: store))
    func isKept(_ place: KeptGraph?) throws -> Bool { try #require(place).graph(Resources()) != nil }
    #expect(try isKept(kept(same, in: store)))

    #expect(try !isKept(kept(same, in: store, program: "2")))
    #expect(try !isKept(kept(same, in: store, until: day(10))))
    #expect(try !isKept(kept(same, in: store, forgotten: "somebody")))
    for other in [
      EarlierEvents(end: day(5), timeZone: earlier.timeZone), EarlierEvents(end: day(4), timeZone: "UTC"),
    ] {
      let place = KeptGraph(of: same, in: store, program: "1", until: nil, earlier: other, forgotten: "")
      #expect(try !isKept(place))
    }
    #expect(
      try !isKept(KeptGraph(of: same, in: store, program: "1", until: nil, earlier: nil, forgotten: "")))
    #expect(try !isKept(kept(log(Array(records.dropLast())), in: store)))
    var identity = TangledRecords.identity
    identity.blocked = ["user1"]
    #expect(try !isKept(kept(log(records, identity), in: store)))
    identity = TangledRecords.identity
    identity.kinds[0].limit = 2
    #expect(try !isKept(kept(log(records, identity), in: store)))
    identity = TangledRecords.identity
    identity.cuts.removeFirst()
    #expect(try !isKept(kept(log(records, identity), in: store)))
    identity = TangledRecords.identity
    identity.maximumNeighbours -= 1
    #expect(try !isKept(kept(log(records, identity), in: store)))
    var properties = TangledRecords.properties
    properties[0].name = "tariff"
    #expect(try !isKept(kept(log(records, TangledRecords.identity, properties), in: store)))
    // None of these questions changed it.
    #expect(try isKept(kept(same, in: store)))
  }

  @Test("is not kept where segments are not")
  func uncached() throws {
    var random = SeededGenerator(seed: 7)
    let records = TangledRecords.records(&random)
    let store = SegmentStore()
    #expect(kept(try log(records, in: store, &random), in: store) == nil)
    // Nor where a single one is not: nothing would tell it from another.
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cached = self.store()
    let log = try log(records, in: cached, &random)
    #expect(kept(log, in: cached) != nil)
    let batch = batch(records.filter { $0.source == 0 }, of: log.sources[0])
    log.append(try Segment(batch), source: 0)
    #expect(kept(log, in: cached) == nil)
  }

  @Test("is read from the sources again where any of its bytes is another")
  func damaged() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var random = SeededGenerator(seed: 3)
    let records = TangledRecords.records(&random)
    let first = store()
    let firstLog = try log(records, in: first, &random)
    _ = try firstLog.indexed().linked(earlier: earlier, keeping: kept(firstLog, in: first))
    let path = folder + "/histories.derived"
    let whole = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    let window = Span(from: day(4), to: day(20))
    let expected = try TangledRecords.figures(
      firstLog.indexed().linked(earlier: earlier).graph, over: [window])
    var refused = 0
    for place in stride(from: 0, to: whole.count, by: 3) {
      var changed = whole
      changed[place] ^= UInt8(1 << (place % 8))
      try Data(changed).write(to: URL(fileURLWithPath: path))
      let later = store()
      let place = try #require(kept(try log(records, in: later, &random), in: later))
      do {
        guard let graph = try place.graph(Resources()) else { continue }
        // What stands between columns is nobody's.
        #expect(try TangledRecords.figures(graph, over: [window]) == expected)
      } catch {
        refused += 1
        #expect(later.isDamaged)
      }
    }
    #expect(refused > 10)
  }
}
