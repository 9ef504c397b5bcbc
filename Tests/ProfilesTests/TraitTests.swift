// Which value of a trait counts, and as of when.

import Persona
import Profiles
import Testing

@Suite("Traits")
struct TraitTests {
  private func record(_ days: Double?, _ value: String, version: Int64? = nil) -> Record {
    Record(
      time: days.map { day($0) }, version: version, identifiers: [("user", "ada")],
      traits: [("size", value)])
  }

  private func value(_ choice: TraitChoice, until days: Double, _ records: [Record]) throws -> String? {
    let table = try graph(records).measured(
      over: Span(from: 0, to: day(days)), by: MeasureRules(traits: ["size": choice]))
    let column = try #require(table.traits["size"])
    return column.codes[0] < 0 ? nil : column.values[Int(column.codes[0])]
  }

  @Test(
    "each choice takes its value, as of the window's end",
    arguments: [
      (TraitChoice.latest, "9"), (.first, "M"), (.max, "M"), (.min, "1.5"), (.sum, "20.5"),
      (.all, "1.5, 10, 9, M"),
    ])
  func choices(choice: TraitChoice, expected: String) throws {
    let records = [record(1, "10"), record(3, "9"), record(2, "1.5"), record(nil, "M"), record(50, "99")]
    #expect(try value(choice, until: 10, records) == expected)
  }

  @Test("what was recorded at the very end of the window counts, and nothing after it")
  func end() throws {
    #expect(try value(.latest, until: 10, [record(1, "old"), record(10, "new")]) == "new")
    let later = Record(
      time: day(10) + 1, identifiers: [("user", "ada")], traits: [("size", "later")])
    #expect(try value(.latest, until: 10, [record(10, "new"), later]) == "new")
  }

  @Test("a later version wins among records without a time")
  func versions() throws {
    let records = [record(nil, "old", version: 7), record(nil, "new", version: 8), record(nil, "none")]
    #expect(try value(.latest, until: 10, records) == "new")
  }

  @Test("ties go to the value that sorts last")
  func ties() throws {
    #expect(try value(.latest, until: 10, [record(1, "b"), record(1, "a")]) == "b")
    #expect(try value(.first, until: 10, [record(1, "b"), record(1, "a")]) == "a")
  }

  @Test("two spellings of an accent are two values, whichever comes first")
  func spellings() throws {
    let records = [record(1, "caf\u{E9}"), record(2, "cafe\u{301}")]
    let forward = try value(.all, until: 10, records)
    let backward = try value(.all, until: 10, records.reversed())
    #expect(forward.map { Array($0.utf8) } == Array("cafe\u{301}, caf\u{E9}".utf8))
    #expect(forward.map { Array($0.utf8) } == backward.map { Array($0.utf8) })
  }
}
