// Figures that would tell of a few people by what is left when they are subtracted, in worlds that are counted by hand.

import Foundation
import Persona
import Profiles
import Testing

@testable import Attribution

@Suite("Nothing is told from which a few people could be worked out:")
struct FewPeopleTests {
  private static let window = Evidence.Window(from: "2023-08-17", to: "2023-11-14", days: 90)

  private func persona(_ id: String, trait: String, claims: [Claim] = []) -> PersonaRules {
    PersonaRules(
      id: id, name: id, match: .condition(Condition(.trait(trait), .is(.text("yes")))), claims: claims)
  }

  private func attribution(
    of people: [Person], _ personas: [PersonaRules], rules: AttributionRules = AttributionRules()
  ) throws -> Attribution {
    try Attribution(table: table(of: people), previous: nil, personas: personas, rules: rules)
  }

  /// The evidence of the people of Jen.
  private func evidence(
    of people: [Person], claims: [Claim] = [], rules: AttributionRules = AttributionRules()
  ) throws -> Evidence {
    let attribution = try attribution(
      of: people, [persona("jen", trait: "jen", claims: claims)], rules: rules)
    return try #require(
      try attribution.evidence(
        of: 0, context: EvidenceContext(asOf: "2023-11-14T22:13:20Z", window: Self.window)))
  }

  /// Jen's people, and others; each of them played.
  private func people(members: Int, others: Int, _ change: (inout Person, Int) -> Void) -> [Person] {
    (0..<(members + others)).map { index in
      var person = Person(traits: ["jen": index < members ? "yes" : "no"])
      person.did("play")
      change(&person, index)
      return person
    }
  }

  /// The first persona has the people 1 to 40 of 60.
  ///
  /// Those of 11 to 50 leave 10 on either side, fewer than 20; those of 21 to 60 leave 20 on either.
  @Test(
    "two personas are near each other when fewer than the minimum group are in one of them only",
    arguments: [
      (11...50, [[1], [0]], [[], []]), (21...60, [[], []], [[], []]), (1...40, [[], []], [[1], [0]]),
    ]
      as [(ClosedRange<Int>, [[Int]], [[Int]])])
  func near(second: ClosedRange<Int>, expected: [[Int]], same: [[Int]]) throws {
    let people = (1...60).map { number in
      var person = Person(traits: ["a": number <= 40 ? "yes" : "no", "b": second ~= number ? "yes" : "no"])
      person.did("play")
      return person
    }
    let personas = [persona("a", trait: "a"), persona("b", trait: "b")]
    let found = try attribution(of: people, personas).nearPersonas()
    #expect(found.near == expected)
    #expect(found.same == same)
  }

  /// All 100 do a, 60 of them b and 55 of these c: b leaves 40 behind, c only 5.
  @Test("a step of a funnel that a few fell away before is withheld")
  func funnel() throws {
    let people = people(members: 100, others: 30) { person, index in
      person.did("a")
      if index < 60 { person.did("b") }
      if index < 55 { person.did("c") }
    }
    let evidence = try evidence(
      of: people, rules: AttributionRules(funnels: ["way": ["a", "b", "c"]]))
    let steps = evidence.distributions.funnels["way"] ?? []
    #expect(steps.map(\.event) == ["a", "b", "c"])
    #expect(steps.map { $0.share == nil } == [false, false, true])
    #expect(
      evidence.suppressed.filter { $0.part == "funnels.way" } == [
        Evidence.Suppression(part: "funnels.way", count: 1, reason: "would reveal another")
      ])
  }

  /// 95 of 100 leave 5 members who did not, and 5 of 100 are 5 others who did. 50 against 25 of 100 are 20 and more each
  /// way, and apart by Cohen's h of 0.52.
  @Test(
    "what all but a few did, or a few of the others, is no distinction",
    arguments: [(95, 0, false), (50, 5, false), (50, 25, true)])
  func distinctions(members: Int, others: Int, isTold: Bool) throws {
    let people = people(members: 100, others: 100) { person, index in
      if index < members || 100..<(100 + others) ~= index { person.did("x") }
    }
    #expect(try evidence(of: people).distinctions.map(\.name) == (isTold ? ["x"] : []))
  }

  /// Of 200 fewer than 20 are less than a tenth: 181 to 199 against 1 to 19 look the same, as 0.905 against 0.095 would.
  @Test("what nearly all did and few of the others is told, and not how few", arguments: [1, 7, 19])
  func nearlyAll(few: Int) throws {
    let people = people(members: 200, others: 200) { person, index in
      if index < 200 - few || 200..<(200 + few) ~= index { person.did("x") }
    }
    let effect = 4 * asin(0.905.squareRoot()) - .pi
    let told = try #require(try evidence(of: people).distinctions.first)
    #expect(told.name == "x" && told.here == 1 && told.others == 0)
    #expect(abs(told.effect - effect) < 1e-4)
  }

  /// 10 of 200 might be 19, which is no fewer than 20 of 200.
  @Test("a few who might be as many as those beside them are not told of")
  func notFewer() throws {
    let people = people(members: 200, others: 200) { person, index in
      if index < 20 || 200..<210 ~= index { person.did("x") }
    }
    #expect(try evidence(of: people).distinctions.isEmpty)
  }

  @Test("a claim on a rank among everyone is not judged where few are outside")
  func ranks() throws {
    let people = people(members: 100, others: 12) { person, index in
      person.scores["quantity"] = Double(index % 100)
    }
    let claim = Claim(
      id: "a", says: "", measure: .median("quantity"), expectation: .atLeast(.number(10)))
    let evidence = try evidence(of: people, claims: [claim])
    #expect(evidence.claims.map(\.verdict) == [.noData])
    #expect(evidence.claims.map(\.value) == [nil])
    #expect(
      evidence.suppressed.filter { $0.part == "claims" } == [
        Evidence.Suppression(part: "claims", count: 1, reason: "would reveal another")
      ])
  }

  /// The 40 members have 1, 2 or 3 each; the mean of the 60 others is 0.5 in either world, by all of them or by one.
  @Test(
    "how many are above a mean of others that one person makes is no part of joint prevalence",
    arguments: [true, false])
  func comparison(isOnePerson: Bool) throws {
    let people = people(members: 40, others: 60) { person, index in
      let ofOthers = isOnePerson ? (index == 99 ? 30.0 : 0) : 0.5
      person.metrics["spent"] = index < 40 ? Double(index % 3 + 1) : ofOthers
    }
    let claim = Claim(id: "a", says: "", measure: .mean("spent"), expectation: .moreThan(.everyone))
    let joint = try evidence(of: people, claims: [claim]).jointPrevalence
    #expect(joint == (isOnePerson ? nil : Evidence.JointPrevalence(claims: 1, atLeast: [1])))
  }

  /// Everybody plays, and 30 of 60 did what is named like an address: both are shares of all events.
  @Test("behaviour is not measured by what is named like personal data")
  func measures() throws {
    let people = people(members: 60, others: 0) { person, index in
      if index < 30 { person.did("jo@example.org") }
      person.metrics["events"] = index < 30 ? 2 : 1
    }
    let measures = try Model.Measure.all(
      in: table(of: people), declared: [], Disclosure(minimumGroup: 20, roundPeopleTo: 10))
    #expect(measures.filter { $0.family == .event }.map(\.name) == ["play"])
    #expect(!measures.contains { $0.name.contains("@") })
  }

  /// Two groups of 60, on levels 10 to 19 and 30 to 39. One persona has 5 people of the first, another 55 of them: 5 are too
  /// few to tell of, and so are the 5 that 55 leave, who count as members.
  @Test("a group tells of no few people whom it shares with a persona, nor of a few whom it does not")
  func groups() throws {
    let people = (0..<120).map { index in
      var person = Person(
        metrics: ["level": (index < 60 ? 10 : 30) + Double(index % 60 / 6)],
        traits: ["few": index < 5 ? "yes" : "no", "most": index < 55 ? "yes" : "no"])
      person.did("play", 3)
      return person
    }
    let grouping = try attribution(
      of: people, [persona("few", trait: "few"), persona("most", trait: "most")]
    )
    .grouping(
      GroupingQuestion(
        window: Self.window, asOf: "2023-11-14T22:13:20Z", uncovered: false, count: 2,
        declared: ["level"]))
    #expect(grouping.groups.map(\.people.matched) == [60, 60])
    #expect(
      grouping.groups.map(\.personas).sorted { $0.count < $1.count }
        == [[], [Evidence.Share(name: "most", share: 1)]])
  }
}
