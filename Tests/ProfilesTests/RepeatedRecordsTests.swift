// Which of several records with one id counts, and what the others still say.

import EventStream
import Persona
import Profiles
import Testing

@Suite("Repeated records")
struct RepeatedRecordsTests {
  private func record(
    _ days: Double, _ event: String?, id: UInt64?, version: Int64? = nil, source: Int = 0,
    user: String = "ada", traits: [(name: String, value: String)] = []
  ) -> Record {
    Record(
      source: source, time: day(days), event: event, id: id, version: version, identifiers: [("user", user)],
      traits: traits)
  }

  private func names(_ graph: IdentifiedGraph) throws -> [String] {
    let table = try graph.measured(over: Span(from: 0, to: day(100)), by: MeasureRules())
    return try table.tally(by: .event, members: table.isActive).flatMap {
      repeatElement($0.name, count: $0.count)
    }
  }

  @Test("of records with one id the newest version counts, else the earliest")
  func versions() throws {
    let versioned = try graph([
      record(1, "new", id: 1, version: 1), record(5, "solved", id: 1, version: 9),
      record(3, "open", id: 1, version: 5),
    ])
    #expect(try names(versioned) == ["solved"])
    #expect(versioned.graph.duplicates == [2])
    #expect(versioned.graph.eventCounts == [1])
    let plain = try graph([record(2, "late", id: 1), record(1, "early", id: 1)])
    #expect(try names(plain) == ["early"])
    #expect(plain.graph.spans == [Span(from: day(1), to: day(1))])
  }

  @Test("the same id in another source, and the same content without an id, are other events")
  func differentEvents() throws {
    let graph = try graph([
      record(1, "a", id: 1), record(1, "a", id: 1, source: 1), record(2, "b", id: nil),
      record(2, "b", id: nil),
    ])
    #expect(try names(graph) == ["a", "a", "b", "b"])
    #expect(graph.graph.duplicates == [0, 0])
  }

  @Test("a repetition still links, and its traits count except in sums")
  func whatRepetitionsSay() throws {
    var first = record(1, "a", id: 1, traits: [("plan", "free"), ("spent", "2.50")])
    first.identifiers = [("device", "phone")]
    let second = record(2, "a", id: 1, traits: [("plan", "pro"), ("spent", "2.50")])
    var third = record(3, "b", id: 2, traits: [("spent", "0.25")])
    third.identifiers = [("user", "ada"), ("device", "phone")]
    let graph = try graph([first, second, third])
    #expect(graph.count == 1)
    let table = try graph.measured(
      over: Span(from: 0, to: day(100)), by: MeasureRules(traits: ["spent": .sum]))
    #expect(table.traits["plan"]?.values == ["pro"])
    #expect(table.traits["spent"]?.values == ["2.75"])
  }
}
