// What the data says of a claim.

import Persona
import Profiles
import Testing

@testable import Attribution

@Suite("A verdict")
struct VerdictTests {
  private func verdict(_ expectation: Claim.Expectation, _ low: Double, _ high: Double) -> Verdict {
    ExpectedRange(expectation, everyone: 0).verdict(Evidence.Interval(low: low, high: high))
  }

  @Test("needs the whole interval inside or outside the expected range")
  func ranges() {
    #expect(verdict(.atLeast(.number(2)), 2, 3) == .confirmed)
    #expect(verdict(.moreThan(.number(2)), 2, 3) == .inconclusive)
    #expect(verdict(.atLeast(.number(2)), 1, 2) == .inconclusive)
    #expect(verdict(.moreThan(.number(2)), 1, 2) == .contradicted)
    #expect(verdict(.atMost(.number(2)), 1, 2) == .confirmed)
    #expect(verdict(.lessThan(.number(2)), 2, 3) == .contradicted)
    #expect(verdict(.between(1, 2), 1, 2) == .confirmed)
    #expect(verdict(.between(1, 2), 0, 3) == .inconclusive)
    #expect(verdict(.between(1, 2), 2.1, 3) == .contradicted)
    #expect(verdict(.moreThan(.everyone), 0.1, 1) == .confirmed)
    #expect(verdict(.moreThan(.everyone), -1, 0) == .contradicted)
  }

  /// 60 members who play at 8 in the morning half the time, and 100 others who never do.
  private func world(members: Int = 60, others: Int = 100, daysAgo: Int = 10) -> ProfileTable {
    var people: [Person] = []
    for index in 0..<members {
      var person = Person(
        metrics: ["orders": Double(index % 3 + 1)], traits: ["jen": "yes"], daysAgo: daysAgo)
      person.did("play", 5 + index % 2, hour: 8)
      person.did("play", 5, hour: 20)
      if index % 3 == 0 { person.did("support", hour: 20) }
      people.append(person)
    }
    for index in 0..<others {
      var person = Person(metrics: ["orders": Double(index % 2)], daysAgo: daysAgo)
      person.did("play", 10, hour: 12)
      people.append(person)
    }
    return table(of: people)
  }

  @Test("tells millionths apart")
  func millionths() throws {
    let people = (0..<120).map { index in
      var person = Person(metrics: ["dose": 0.000_04], traits: ["jen": index < 60 ? "yes" : "no"])
      person.did("play")
      return person
    }
    let results = try results(
      [
        (.median("dose"), .atMost(.number(0.000_01))), (.median("dose"), .atMost(.number(0.000_04))),
      ], in: table(of: people))
    #expect(results.map(\.verdict) == [.contradicted, .confirmed])
    #expect(results.map(\.value) == [0.000_04, 0.000_04])
    #expect(results[0].expected == "at most 0.00001")
  }

  private let jen = Match.condition(Condition(.trait("jen"), .is(.text("yes"))))
  private let mornings = EventFilter(hours: [7, 8])

  private func results(
    _ claims: [(Claim.Measure, Claim.Expectation)], in table: ProfileTable, staleAfterDays: Int = 30
  ) throws -> [Evidence.ClaimResult] {
    let claims = claims.enumerated().map { Claim(id: "\($0)", says: "", measure: $1.0, expectation: $1.1) }
    let attribution = try Attribution(
      table: table, previous: nil,
      personas: [PersonaRules(id: "jen", name: "Jen", match: jen, claims: claims)],
      rules: AttributionRules(staleAfterDays: staleAfterDays))
    let window = Evidence.Window(from: "2023-08-17", to: "2023-11-14", days: 90)
    let context = EvidenceContext(asOf: "2023-11-14T22:13:20Z", window: window)
    return try #require(try attribution.evidence(of: 0, context: context)).claims
  }

  @Test("of a share of events, of people, of a median and of a mean, with value, interval and words")
  func measures() throws {
    let supported = Match.condition(Condition(.event(EventFilter(events: ["support"])), .atLeast(1)))
    let claims = try results(
      [
        (.shareOfEvents(mornings), .atLeast(.number(0.4))),
        (.shareOfPeople(supported), .atLeast(.number(0.5))),
        (.median("orders"), .between(1, 3)), (.mean("orders"), .lessThan(.number(3))),
        (.mean("nothing"), .lessThan(.number(3))),
      ], in: world())
    #expect(claims.map(\.verdict) == [.confirmed, .contradicted, .confirmed, .confirmed, .noData])
    #expect(claims.map(\.measure)[0...2] == ["share of events", "share of people", "median of orders"])
    #expect(claims.map(\.expected)[0...2] == ["at least 40%", "at least 50%", "between 1 and 3"])
    #expect(claims[0].value == 0.5077)  // 330 of 650
    #expect(claims[1].value == 0.33)
    // Wilson's interval of 20 of 60 is 0.2273 to 0.4594; whole percents outwards.
    #expect(claims[1].interval == Evidence.Interval(low: 0.22, high: 0.46))
    #expect(claims[3].value == 2)
    #expect(claims.map(\.n) == [60, 60, 60, 60, 0])
    #expect(claims[2].expectedLow == 1 && claims[2].expectedHigh == 3)
  }

  @Test("against everyone compares with everyone else and names their value")
  func everyone() throws {
    let claims = try results(
      [
        (.mean("orders"), .moreThan(.everyone)), (.shareOfEvents(mornings), .lessThan(.everyone)),
        (.median("orders"), .moreThan(.everyone)),
      ], in: world())
    #expect(claims.map(\.verdict) == [.confirmed, .contradicted, .confirmed])
    #expect(
      claims.map(\.expected) == [
        "more than others (0.5)", "less than others (0%)", "more than others (0.5)",
      ])
    #expect(claims[0].expectedLow == 0.5)
    for claim in claims {
      let difference = try #require(claim.difference)
      #expect(difference.low > 0 && difference.low < difference.high)
    }
    #expect(
      try results([(.mean("orders"), .atLeast(.number(1)))], in: world()).map(\.difference) == [nil])
  }

  @Test("against everyone is `no data` when too few others are there")
  func fewOthers() throws {
    let claims = try results([(.mean("orders"), .moreThan(.everyone))], in: world(others: 19))
    #expect(claims[0].verdict == .noData)
    #expect(claims[0].expected == "more than others")
    #expect(claims[0].expectedLow == nil)
  }

  @Test("is stale when too few of the population were seen lately")
  func stale() throws {
    let claims = try results(
      [(.mean("orders"), .atLeast(.number(1)))], in: world(daysAgo: 40), staleAfterDays: 30)
    #expect(claims[0].verdict == .stale)
    #expect(claims[0].value == 2)
  }

  @Test("keeps figures back that few people are behind, but not the verdict")
  func fewBehind() throws {
    var people: [Person] = []
    for index in 0..<60 {
      var person = Person(traits: ["jen": "yes"])
      person.did("play", 10)
      if index < 5 { person.did("cheat") }
      people.append(person)
    }
    // 5 of 605 events are of 5 people; and of the 600 others, 5 people have anything beside.
    let claims = try results(
      ["cheat", "play"].map { (.shareOfEvents(EventFilter(events: [$0])), .atLeast(.number(0.5))) },
      in: table(of: people))
    #expect(claims.map(\.verdict) == [.contradicted, .confirmed])
    #expect(claims.map(\.value) == [nil, nil])
    #expect(claims.map(\.interval) == [nil, nil])
  }

  @Test("of a share of people has an interval in whole percents, no narrower than it is")
  func wholePercents() throws {
    let people = (0..<60).map { index in
      var person = Person(traits: ["jen": "yes"])
      person.did(index < 30 ? "play" : "read")
      return person
    }
    let played = Match.condition(Condition(.event(EventFilter(events: ["play"])), .atLeast(1)))
    let claims = try results([(.shareOfPeople(played), .atLeast(.number(0.3)))], in: table(of: people))
    // Wilson's interval of 30 of 60 is 0.3774 to 0.6226, and to the nearest percent it would be 0.38 to 0.62.
    #expect(claims[0].interval == Evidence.Interval(low: 0.37, high: 0.63))
  }
}
