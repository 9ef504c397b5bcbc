// How personas stand together, in worlds that are counted by hand.

import Persona
import Profiles
import Testing

@testable import Attribution

@Suite("An overview of all personas")
struct OverviewTests {
  private let window = Evidence.Window(from: "2023-08-17", to: "2023-11-14", days: 90)

  private func persona(_ id: String, trait: String = "group", in values: [String]) -> PersonaRules {
    let match = Match.any(values.map { .condition(Condition(.trait(trait), .is(.text($0)))) })
    return PersonaRules(id: id, name: id, match: match, claims: [])
  }

  /// Groups a and b do the same, c does something else; 50 people each.
  private func people() -> [Person] {
    var dice = Dice(seed: 9)
    return (0..<150).map { index in
      let group = ["a", "b", "c"][index / 50]
      let level = (group == "c" ? 30 : 10) + Double(index % 50 / 5)
      var person = Person(
        metrics: ["level": level, "noise": (dice.uniform() * 2).rounded()],
        traits: ["group": group, "plan": group == "c" ? "free" : "plus", "age": "\(20 + index % 25)"])
      person.did(group == "c" ? "read" : "play", 3)
      return person
    }
  }

  private func overview(_ personas: [PersonaRules], of people: [Person]) throws -> Overview {
    try Attribution(table: table(of: people), previous: nil, personas: personas, rules: AttributionRules())
      .overview(window)
  }

  @Test("the people of no persona are counted, with what sets them apart and what they do")
  func uncovered() throws {
    let overview = try overview([persona("ann", in: ["a"]), persona("bob", in: ["b"])], of: people())
    #expect(overview.uncovered == .people(Evidence.People(matched: 50, of: 150, share: 0.33)))
    #expect(overview.uncoveredEvents == [Evidence.Share(name: "read", share: 1)])
    #expect(
      overview.uncoveredDistinctions.contains { $0.kind == .event && $0.name == "play" && $0.others == 1 })
  }

  @Test("a persona whose people behave in two ways may be two")
  func splits() throws {
    let personas = [persona("mixed", in: ["a", "c"]), persona("plain", in: ["a", "b"])]
    let overview = try Attribution(
      table: table(of: people()), previous: nil, personas: personas, rules: AttributionRules()
    ).overview(window, declared: ["level"])
    #expect(overview.splits.map(\.persona) == ["mixed"])
    #expect(overview.splits.first?.parts.map(\.people) == [50, 50])
    let level = overview.splits.first?.parts.compactMap { part in
      part.distinctions.first { $0.name == "level" }.map { [$0.here, $0.others] }
    }
    // The rest of the persona is what a part is held against: 10 to 19 on the one side, 30 to 39 on the other.
    #expect(Set(level ?? []) == [[14.5, 34.5], [34.5, 14.5]])
  }

  @Test("of too few people outside all personas, or inside, there is no figure, only which of both it is")
  func fewUncovered() throws {
    let world = people()
    func uncovered(_ people: [Person]) throws -> Overview.Uncovered {
      try overview([persona("x", in: ["a", "b"])], of: people).uncovered
    }
    #expect(try uncovered(Array(world[..<119])) == .hardlyAnybody)
    #expect(try uncovered(Array(world[..<100])) == .hardlyAnybody)
    #expect(try uncovered(Array(world[81...])) == .nearlyEverybody)
    #expect(try uncovered(Array(world[90..<110])) == .unknown)
  }

  @Test("personas of different people who behave alike, and personas of the same people, may be one")
  func pairs() throws {
    let personas = [
      persona("ann", in: ["a"]), persona("bob", in: ["b"]), persona("cy", in: ["c"]),
      persona("dot", trait: "plan", in: ["free"]),
    ]
    let pairs = try overview(personas, of: people()).pairs
    #expect(pairs.map { "\($0.a) \($0.b)" } == ["ann bob", "cy dot"])
    #expect(pairs.map(\.reason) == [.alike(metrics: 2), .samePeople(share: 1)])
  }

  /// Of the 50 people of the persona 30 have plus and 20 free; of the 100 others so many have plus.
  @Test(
    "what a few people outside a persona are, or all but a few of them, is not told",
    arguments: [(5, []), (25, ["free", "plus"])] as [(Int, [String])])
  func makeUpOfFew(others: Int, expected: [String]) throws {
    let people = (0..<150).map { index in
      let hasPlus = index < 50 ? index < 30 : index < 50 + others
      var person = Person(traits: ["group": index < 50 ? "a" : "b", "plan": hasPlus ? "plus" : "free"])
      person.did("play")
      return person
    }
    let personas = try overview([persona("ann", in: ["a"])], of: people).personas
    #expect(personas[0].traits.filter { $0.name == "plan" }.map(\.value).sorted() == expected)
  }

  /// 5 of Ann's 50 people are in the club, with 50 others; or 45 of them, which leaves 5.
  @Test(
    "a few people whom two personas share count as nobody, all but a few as everybody",
    arguments: [(5, 0.0), (45, 1.0)])
  func sharedByFew(shared: Int, expected: Double) throws {
    let people = (0..<150).map { index in
      var person = Person(
        traits: ["group": index < 50 ? "a" : "b", "club": index < shared || index >= 100 ? "in" : "out"])
      person.did("play")
      return person
    }
    let personas = try overview(
      [persona("ann", in: ["a"]), persona("cy", trait: "club", in: ["in"])], of: people
    ).personas
    #expect(personas.first { $0.id == "ann" }?.shared == expected)
  }

  @Test("what people are stands against everyone: shares of clear values, medians of many numbers")
  func makeUp() throws {
    let personas = try overview([persona("cy", in: ["c"])], of: people()).personas
    #expect(personas.map(\.people) == [Evidence.People(matched: 50, of: 150, share: 0.33)])
    #expect(
      personas[0].traits.filter { $0.name == "plan" } == [
        Overview.Trait(name: "plan", value: "free", here: 1, everyone: 0.33),
        Overview.Trait(name: "plan", value: "plus", here: 0, everyone: 0.67),
      ])
    #expect(personas[0].medians == [])
    #expect(!personas[0].traits.contains { $0.name == "age" })
  }
}
