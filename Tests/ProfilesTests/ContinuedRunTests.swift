// A run that goes on from an earlier one says what it would say without it.

import Foundation
import Persona
import Testing

@testable import EventStream
@testable import Profiles

@Suite("Going on from an earlier run")
struct ContinuedRunTests {
  private let folder = "/tmp/persona-sync-continued-\(UUID().uuidString)"

  private func store() -> SegmentStore { cachedStore(in: folder) }

  private func kept(
    _ log: EventLog, in store: SegmentStore, _ earlier: EarlierEvents, forgotten: String = ""
  ) -> KeptGraph? {
    KeptGraph(of: log, in: store, program: "1", until: nil, earlier: earlier, forgotten: forgotten)
  }

  /// Records in about the order of time, of which some columns begin late, and with them names that stand before and between
  /// those that were there.
  private func pieces(people: Int, isPoor: Bool, _ random: inout SeededGenerator) -> [[Record]] {
    var records = (0..<6).flatMap { _ in TangledRecords.records(people: people, &random) }
      .sorted { ($0.time ?? .min) < ($1.time ?? .min) }
    for place in records.indices {
      if isPoor, place < 350 {
        (records[place].session, records[place].order) = (nil, nil)
        (records[place].amount, records[place].currency) = (nil, nil)
      }
      guard place >= 400, place % 3 == 0 else { continue }
      if records[place].event != nil { records[place].event = ["a\u{301}", "\u{e1}", "mail"][place % 9 / 3] }
      if records[place].screen != nil { records[place].screen = "deal" }
      if records[place].currency != nil { records[place].currency = "CHF" }
      if records[place].properties["plan"] != nil {
        records[place].properties["plan"] = .text("plan \(place)")
      }
    }
    return stride(from: 0, to: records.count, by: 40).map {
      Array(records[$0..<min($0 + 40, records.count)])
    }
  }

  /// What is tangled with everything, and then what is tangled with few.
  @Test("says of everybody what linking says", arguments: 0..<30 as Range<UInt64>, [12, 300])
  func same(seed: UInt64, people: Int) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var random = SeededGenerator(seed: seed)
    let resources = Resources(threads: Int(seed % 4) + 1, memoryBytes: seed % 3 == 0 ? 0 : 1 << 30)
    var pieces = pieces(people: people, isPoor: seed % 4 == 0, &random)
    let records = pieces.flatMap(\.self)
    let table = TangledRecords.records(people: people, &random).map { record in
      var record = record
      (record.source, record.event) = (1, nil)
      return record
    }
    let forgets: Forgets? = seed % 7 == 3 ? Self.forgetsSome : nil
    var (end, continued) = (3.0, 0)
    // Nothing is cleared away while somebody uses the cache.
    let first = store()
    defer { withExtendedLifetime(first) {} }
    for step in 0..<3 {
      let store = store()
      // Something is added, now and then something late, or twice, or something goes; the day moves on.
      if seed % 5 == 2 { pieces[pieces.count - 3 + step] += records.filter { $0.time != nil }.prefix(2) }
      var known = Array(pieces.prefix(pieces.count - 2 + step))
      if seed % 5 == 3 { known.append(known[0]) }
      // A table without events is written anew, and what stood in it is gone.
      if seed % 5 == 4 { known.append(Array(table.dropFirst(20 * step))) }
      if step > 0 {
        if seed % 5 == 1 { known.remove(at: 3 * step) }
        if seed % 2 == 0 { end += 1.25 }
      }
      let earlier = EarlierEvents(end: day(end), timeZone: TangledRecords.rules.timeZone)
      let log = try cachedLog(known, like: records, in: store, &random)
      let place = try #require(kept(log, in: store, earlier))
      let run = try place.run()
      #expect((run != nil) == (step > 0))
      let index = try log.indexed(continuing: run, resources)
      if let run, SegmentMatches(run, index.segments) != nil { continued += 1 }
      let graph = try index.linked(
        earlier: earlier, forgetting: forgets, keeping: place, resources: resources)
      let windows = [Span(from: day(12), to: day(20)), Span(from: day(end), to: day(12))]
      let expected = try log.indexed().linked(earlier: earlier, forgetting: forgets)
      #expect(
        try TangledRecords.answers(graph, over: windows)
          == TangledRecords.answers(expected, over: windows), "seed \(seed), step \(step)")
      let returns = try [graph, expected].map {
        try $0.measured(over: windows[0], by: TangledRecords.rules).propensity.histories
      }
      #expect(returns[0] == returns[1])
      // It is kept as well.
      let again = try #require(try place.graph(resources))
      #expect(
        try TangledRecords.figures(again, over: windows)
          == TangledRecords.figures(expected.graph, over: windows))
      // What goes is not to be found in what is kept.
      if seed % 5 == 1 { #expect(values(of: again) == values(of: expected.graph)) }
      if seed % 5 == 4 {
        let traits = [again, expected.graph].map { texts($0.histories.names.traitTexts) }
        #expect(traits[0] == traits[1])
      }
    }
    #expect(continued == (seed % 5 == 1 ? 0 : 2))
  }

  private static let forgetsSome: Forgets = { kind, value in kind == "user" && value.last == UInt8(ascii: "1")
  }

  private func values(of graph: ProfileGraph) -> Set<[UInt8]> {
    texts(graph.histories.names.texts).union(texts(graph.histories.names.traitTexts))
  }

  private func texts(_ texts: TextDictionary) -> Set<[UInt8]> {
    Set((0..<UInt32(texts.count)).map { Array(texts.utf8(of: $0)) })
  }

  /// Both were known: each by their own, or one of them as forgotten, until what joined them to somebody joined too many.
  /// With every other, because only some of them would go on in the place of both.
  @Test("whoever is joined has what both did", arguments: 2..<12, [false, true])
  func joined(other: Int, wasForgotten: Bool) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var random = SeededGenerator(seed: 1)
    func seen(_ days: Double, _ user: Int, with other: (kind: String, value: String)? = nil) -> Record {
      var record = Record(time: day(days), event: "open", identifiers: [("user", "user\(user)")])
      if let other { record.identifiers.append(other) }
      return record
    }
    var known: [Record] = []
    for user in 0..<12 {
      for days in [1.0, 2, 6, 15] { known.append(seen(days + Double(user) / 20, user)) }
    }
    var new = [seen(16, 1, with: ("user", "user\(other)"))]
    if wasForgotten {
      known += [0, 1].map { seen(3, $0, with: ("device", "shared")) }
      new += [12, 13].map { seen(17, $0, with: ("device", "shared")) }
    }
    let identity = IdentityRules(
      kinds: ["user", "device"].map { .init(name: $0, limit: 9) }, maximumNeighbours: 3)
    let isForgotten: Forgets = { _, value in value.elementsEqual("user0".utf8) }
    let forgets = wasForgotten ? isForgotten : nil
    let earlier = EarlierEvents(end: day(5), timeZone: "UTC")
    let windows = [Span(from: day(5), to: day(20))]
    var answers: [String] = []
    let store = store()
    for pieces in [[known], [known, new]] {
      let log = try cachedLog(pieces, like: known, in: store, identity: identity, properties: [], &random)
      let place = try #require(kept(log, in: store, earlier))
      let run = try place.run()
      #expect((run != nil) == (pieces.count > 1))
      let continued = try log.indexed(continuing: run).linked(
        earlier: earlier, forgetting: forgets, keeping: place)
      let anew = try log.indexed().linked(earlier: earlier, forgetting: forgets)
      answers = try [continued, anew].map { try TangledRecords.answers($0, over: windows) }
      #expect(answers[0] == answers[1])
    }
  }

  @Test("what is another source's now was not known of it")
  func otherSource() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var random = SeededGenerator(seed: 2)
    let records = (0..<2).flatMap { _ in TangledRecords.records(people: 300, &random) }
    let moved = records.prefix(20).map { record in
      var record = record
      record.source = 1 - record.source
      return record
    }
    let earlier = EarlierEvents(end: day(4), timeZone: "UTC")
    let windows = [Span(from: day(4), to: day(20))]
    let store = store()
    for first in [Array(records.prefix(20)), moved] {
      let log = try cachedLog([first, Array(records.dropFirst(20))], like: records, in: store, &random)
      let place = try #require(kept(log, in: store, earlier))
      let graph = try log.indexed(continuing: place.run()).linked(earlier: earlier, keeping: place)
      #expect(
        try TangledRecords.answers(graph, over: windows)
          == TangledRecords.answers(log.indexed().linked(earlier: earlier), over: windows))
    }
  }

  /// As in Newfoundland until 2011: a minute past midnight clocks went back by an hour.
  @Test("a day that comes again when clocks are put back is counted once")
  func dayAgain() {
    var days = EarlierDays(firstTime: 0, on: 10)
    for day in [10, 11, 10, 11, 12] as [Int32] { days.add(day) }
    #expect(days.count == 3 && days.lastDay == 12)
  }

  @Test("begins anew after a month, so that old names and values go")
  func longRun() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var random = SeededGenerator(seed: 5)
    let records = TangledRecords.records(people: 300, &random)
    let store = store()
    let log = try cachedLog([records], like: records, in: store, &random)
    func place(_ days: Double) throws -> KeptGraph {
      try #require(kept(log, in: store, EarlierEvents(end: day(days), timeZone: "UTC")))
    }
    _ = try log.indexed().linked(
      earlier: EarlierEvents(end: day(0), timeZone: "UTC"), keeping: place(0))
    for days in [20.0, 31] {
      let run = try #require(try place(days).run())
      _ = try log.indexed(continuing: run).linked(
        earlier: EarlierEvents(end: day(days), timeZone: "UTC"), keeping: place(days))
    }
    #expect(try place(31.5).run() == nil)
    #expect(try place(30).run() == nil)
  }

  @Test("goes on from nothing that is damaged")
  func damaged() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var random = SeededGenerator(seed: 3)
    let records = (0..<4).flatMap { _ in TangledRecords.records(people: 300, &random) }
    let earlier = EarlierEvents(end: day(4), timeZone: TangledRecords.rules.timeZone)
    let first = store()
    let known = try cachedLog([Array(records.dropLast(20))], like: records, in: first, &random)
    _ = try known.indexed().linked(earlier: earlier, keeping: kept(known, in: first, earlier))
    let path = folder + "/histories.derived"
    let whole = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    let window = Span(from: day(4), to: day(20))
    let pieces = [Array(records.dropLast(20)), Array(records.suffix(20))]
    let expected = try TangledRecords.figures(
      cachedLog(pieces, like: records, in: first, &random).indexed().linked(earlier: earlier).graph,
      over: [window])
    var refused = 0
    for place in stride(from: 0, to: whole.count, by: 41) {
      var changed = whole
      changed[place] ^= UInt8(1 << (place % 8))
      try Data(changed).write(to: URL(fileURLWithPath: path))
      let later = store()
      let log = try cachedLog(pieces, like: records, in: later, &random)
      do {
        let run = try #require(kept(log, in: later, earlier)).run()
        let graph = try log.indexed(continuing: run).linked(
          earlier: earlier, keeping: kept(log, in: later, earlier))
        // What stands between columns is nobody's, and a footer that is damaged ends no file.
        #expect(try TangledRecords.figures(graph.graph, over: [window]) == expected)
      } catch {
        refused += 1
        #expect(later.isDamaged)
      }
    }
    #expect(refused > 10)
  }
}
