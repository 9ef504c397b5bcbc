// Slips and impossible tests in rules, found before anything is counted.

import Attribution
import Persona
import Profiles
import Testing

@Suite("Rules are checked:")
struct RuleCheckTests {
  private let vocabulary: Vocabulary = {
    var occurring = OccurringNames()
    occurring.events = ["login", "purchase"]
    occurring.channels = ["web"]
    occurring.screens = ["/start"]
    return Vocabulary(
      metrics: ["sessions_per_week", "revenue"], scores: ["recency", "momentum"],
      traits: ["age", "plan"], properties: ["level"], sources: ["app"], occurring: occurring)
  }()
  private let place = SourceLocation(file: "personas/jen.md", line: 4, column: 7)

  private func found(_ subject: Condition.Subject, _ test: Persona.Test) -> [Problem] {
    let match = Match.all([.any([.condition(Condition(subject, test, location: place))])])
    return problems(
      in: PersonaRules(id: "jen", name: "Jen", match: match, claims: []), modelAt: nil, vocabulary: vocabulary
    )
  }

  private func found(_ measure: Claim.Measure, _ expectation: Claim.Expectation) -> [Problem] {
    let claim = Claim(id: "c", says: "", measure: measure, expectation: expectation, location: place)
    return problems(
      in: PersonaRules(id: "jen", name: "Jen", match: nil, claims: [claim]), modelAt: nil,
      vocabulary: vocabulary)
  }

  @Test("rules without slips have no problems")
  func clean() {
    #expect(found(.trait("age"), .between(20, 30)) == [])
    #expect(found(.event(EventFilter(events: ["login"], sources: ["app"])), .atLeast(2)) == [])
    #expect(found(.median("recency"), .atLeast(.number(60))) == [])
    #expect(found(.mean("revenue"), .lessThan(.number(-5))) == [])
    #expect(found(.shareOfEvents(EventFilter(hours: [7])), .moreThan(.everyone)) == [])
  }

  @Test("unknown names are located, with what was meant")
  func unknown() {
    #expect(
      found(.metric("sesions_per_week"), .atLeast(3)) == [
        Problem(
          .error, "no metric is named `sesions_per_week`", at: place,
          hint: "did you mean `sessions_per_week`?")
      ])
    #expect(found(.trait("agee"), .atLeast(3)).map(\.hint) == ["did you mean `age`?"])
    #expect(found(.score("zzzzz"), .atLeast(3)).map(\.hint) == ["known: momentum, recency"])
    #expect(found(.median("recencyy"), .atLeast(.number(3))).map(\.hint) == ["did you mean `recency`?"])
    let filter = EventFilter(
      events: ["logn"], sources: ["ap"],
      properties: [EventFilter.PropertyTest(name: "levle", test: .atLeast(1))])
    #expect(found(.event(filter), .atLeast(3)).map(\.severity) == [.warning, .error, .error])
  }

  @Test("what hardly anybody did is a warning, with what was meant")
  func neverOccurred() {
    #expect(
      found(.event(EventFilter(events: ["Login"], channels: ["wep"], screens: ["/price"])), .atLeast(3)) == [
        Problem(
          .warning, "hardly any recent event is named `Login`", at: place, hint: "did you mean `login`?"),
        Problem(
          .warning, "hardly any recent event has the channel `wep`", at: place, hint: "did you mean `web`?"),
        Problem(.warning, "hardly any recent event has the screen `/price`", at: place),
      ])
    // Sources that were not read say nothing, and of too many names none is near.
    var many = vocabulary
    many.occurring?.events = Set((0...OccurringNames.mostCompared).map { "login\($0)" })
    let login = Claim.Measure.shareOfEvents(EventFilter(events: ["login"]))
    let claim = Claim(id: "c", says: "", measure: login, expectation: .atLeast(.number(0.5)), location: place)
    let rules = PersonaRules(id: "jen", name: "Jen", match: nil, claims: [claim])
    #expect(problems(in: rules, modelAt: nil, vocabulary: many).map(\.hint) == [nil])
    #expect(rules.namesEvents)
    var unread = vocabulary
    unread.occurring = nil
    #expect(problems(in: rules, modelAt: nil, vocabulary: unread) == [])
  }

  @Test(
    "claims that can never be true are errors",
    arguments: [
      (Claim.Measure.shareOfEvents(EventFilter(hours: [7])), Claim.Expectation.atLeast(.number(50))),
      (.shareOfEvents(EventFilter(hours: [7])), .moreThan(.number(1))),
      (.shareOfEvents(EventFilter(hours: [7])), .atMost(.number(-0.1))),
      (.shareOfEvents(EventFilter(hours: [7])), .between(0.6, 0.4)),
      (.shareOfEvents(EventFilter(hours: [7])), .atLeast(.number(.nan))),
      (.shareOfEvents(EventFilter()), .atLeast(.number(0.5))),
      (.median("momentum"), .atLeast(.number(101))), (.mean("sessions_per_week"), .lessThan(.number(0))),
      (.mean("sessions_per_week"), .between(-3, -1)),
    ])
  func impossible(_ measure: Claim.Measure, _ expectation: Claim.Expectation) {
    let problems = found(measure, expectation)
    #expect(problems.map(\.severity) == [.error])
    #expect(problems.allSatisfy { $0.location == place })
  }

  @Test("a share written without its percent sign is told how to be written")
  func percent() {
    #expect(
      found(.shareOfEvents(EventFilter(hours: [7])), .atLeast(.number(50))).map(\.hint) == [
        "write a percentage with its sign: `50%`"
      ])
  }

  @Test("claims that are always true are warned of")
  func always() {
    #expect(found(.median("momentum"), .between(0, 100)).map(\.severity) == [.warning])
    #expect(found(.mean("sessions_per_week"), .atLeast(.number(0))).map(\.severity) == [.warning])
  }

  @Test("texts and patterns for numbers, and patterns that are none")
  func texts() {
    #expect(found(.metric("revenue"), .is(.text("3"))).map(\.severity) == [.error])
    #expect(found(.metric("revenue"), .matches("3")).map(\.severity) == [.error])
    #expect(found(.trait("plan"), .matches("(")).map(\.severity) == [.error])
    #expect(found(.trait("plan"), .in([])).map(\.severity) == [.error])
    #expect(found(.trait("plan"), .is(.text("pro"))) == [])
  }
}
