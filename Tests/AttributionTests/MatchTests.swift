// Which profiles belong to a persona, and why.

import Persona
import Testing

@testable import Attribution

@Suite("A match")
struct MatchTests {
  private func people() -> [Person] {
    var young = Person(
      metrics: ["sessions": 5], scores: ["recency": 80], traits: ["age": "25", "plan": "pro"])
    young.did("login", 3)
    var old = Person(metrics: ["sessions": 1], traits: ["age": "61", "plan": "free"])
    old.did("login")
    var unknown = Person(metrics: ["sessions": 9])
    unknown.did("buy", 2, hour: 30)
    let idle = Person(traits: ["age": "25", "plan": "pro"])
    return [young, old, unknown, idle]
  }

  private func members(_ match: Match) throws -> [Bool] {
    try Matcher(table: table(of: people()), for: [match]).members(match)
  }

  private func trait(_ name: String, _ test: Persona.Test) -> Match {
    .condition(Condition(.trait(name), test))
  }

  @Test("takes active profiles only, whatever the rule")
  func activeOnly() throws {
    #expect(try members(.none([])) == [true, true, true, false])
    #expect(try members(.all([])) == [true, true, true, false])
    #expect(try members(.any([])) == [false, false, false, false])
  }

  @Test("tests numbers of traits as numbers and texts as texts")
  func traits() throws {
    #expect(try members(trait("age", .between(20, 30))) == [true, false, false, false])
    #expect(try members(trait("age", .is(.number(25)))) == [true, false, false, false])
    #expect(try members(trait("age", .is(.text("25.0")))) == [false, false, false, false])
    #expect(try members(trait("plan", .in([.text("free"), .text("team")]))) == [false, true, false, false])
    #expect(try members(trait("plan", .matches("^p"))) == [true, false, false, false])
    #expect(try members(trait("plan", .atLeast(0))) == [false, false, false, false])
  }

  @Test("fails every test of a missing value except `exists: false`, and `none` of it holds")
  func missing() throws {
    #expect(try members(trait("age", .lessThan(1000))) == [true, true, false, false])
    #expect(try members(trait("age", .exists(false))) == [false, false, true, false])
    #expect(try members(.none([trait("age", .atLeast(50))])) == [true, false, true, false])
    #expect(try members(trait("nothing", .exists(false))) == [true, true, true, false])
    #expect(try members(trait("nothing", .exists(true))) == [false, false, false, false])
  }

  @Test("tests metrics, scores and numbers of events, nested")
  func nested() throws {
    let busy = Match.condition(Condition(.metric("sessions"), .atLeast(5)))
    let recent = Match.condition(Condition(.score("recency"), .moreThan(50)))
    let buyer = Match.condition(Condition(.event(EventFilter(events: ["buy"])), .atLeast(2)))
    #expect(try members(.all([busy, .any([recent, buyer])])) == [true, false, true, false])
    #expect(try members(.all([busy, .none([buyer])])) == [true, false, false, false])
    let tuesday = EventFilter(hours: [6], days: [.tue])
    #expect(
      try members(.condition(Condition(.event(tuesday), .exists(true)))) == [false, false, true, false])
    #expect(
      try members(.condition(Condition(.event(tuesday), .is(.number(0))))) == [true, true, false, false])
  }

  @Test("is explained condition by condition, with the actual value in words")
  func explanation() throws {
    let match = Match.all([
      trait("age", .between(20, 30)), .any([.condition(Condition(.metric("sessions"), .atLeast(6)))]),
      .none([.condition(Condition(.event(EventFilter(events: ["buy"])), .atLeast(2)))]),
    ])
    let rules = PersonaRules(id: "jen", name: "Jen", match: match, claims: [])
    let attribution = try Attribution(
      table: table(of: people()), previous: nil, personas: [rules], rules: AttributionRules())
    #expect(
      try attribution.explanation(of: 0, persona: 0) == [
        ConditionOutcome(path: ["all"], words: "age between 20 and 30", actual: "25", passed: true),
        ConditionOutcome(path: ["all", "any"], words: "sessions at least 6", actual: "5", passed: false),
        ConditionOutcome(
          path: ["all", "none"], words: "number of events buy at least 2", actual: "0", passed: false),
      ])
    #expect(try attribution.explanation(of: 2, persona: 0)[0].actual == "no value")
  }
}
