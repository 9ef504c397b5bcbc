import Persona
import PersonaFile
import Testing

@Suite("Rules of a persona")
struct RuleReaderTests {
  @Test("the rules of the design's example are read")
  func example() throws {
    let document = try PersonaDocument(bytes: Array(jen.utf8), path: "personas/jen.md")
    #expect(document.problems == [])
    #expect(document.id == "jen")
    #expect(document.name == "Jen")
    #expect(document.writtenStage == "data-augmented")
    let file = "personas/jen.md"
    #expect(
      document.rules.match
        == .all([
          .condition(
            Condition(.trait("age"), .between(25, 40), location: .init(file: file, line: 6, column: 7))),
          .condition(
            Condition(
              .metric("sessions_per_week"), .atLeast(3), location: .init(file: file, line: 8, column: 7))),
        ]))
    let hours: Set = [7, 8, 9, 17, 18, 19, 20, 21, 22]
    let commute = EventFilter(
      hours: hours, days: [.mon, .tue, .wed, .thu, .fri], location: .init(file: file, line: 13, column: 12))
    #expect(
      document.rules.claims == [
        Claim(
          id: "plays-during-commuting-hours-and-some-evenings",
          says: "Plays during commuting hours and some evenings", measure: .shareOfEvents(commute),
          expectation: .atLeast(.number(0.5)), location: .init(file: file, line: 11, column: 5)),
        Claim(
          id: "often-makes-micro-transactions", says: "Often makes micro-transactions",
          measure: .median("purchases_per_month"), expectation: .atLeast(.number(2)),
          location: .init(file: file, line: 15, column: 5)),
        Claim(
          id: "contacts-support-more-than-others-do", says: "Contacts support more than others do",
          measure: .mean("support_contacts_per_month"), expectation: .moreThan(.everyone),
          location: .init(file: file, line: 18, column: 5)),
      ])
  }

  @Test(
    "a condition is read with its tests",
    arguments: [
      ("{trait: plan, is: pro}", .condition(Condition(.trait("plan"), .is(.text("pro"))))),
      ("{trait: seats, is: 7}", .condition(Condition(.trait("seats"), .is(.number(7))))),
      ("{trait: code, is: \"007\"}", .condition(Condition(.trait("code"), .is(.text("007"))))),
      ("{trait: beta, is: yes}", .condition(Condition(.trait("beta"), .is(.flag(true))))),
      (
        "{trait: plan, in: [pro, \"no\", 3]}",
        .condition(Condition(.trait("plan"), .in([.text("pro"), .text("no"), .number(3)])))
      ),
      (
        "{trait: mail, matches: \"@acme\\\\.com$\"}",
        .condition(Condition(.trait("mail"), .matches("@acme\\.com$")))
      ),
      ("{trait: city, exists: false}", .condition(Condition(.trait("city"), .exists(false)))),
      ("{score: recency, more_than: 65}", .condition(Condition(.score("recency"), .moreThan(65)))),
      (
        "{metric: share_mobile, less_than: 50%}",
        .condition(Condition(.metric("share_mobile"), .lessThan(0.5)))
      ),
      (
        "{metric: sessions, at_most: 9, at_least: 3}",
        .all([
          .condition(Condition(.metric("sessions"), .atLeast(3))),
          .condition(Condition(.metric("sessions"), .atMost(9))),
        ])
      ),
      ("{event: purchase}", .condition(Condition(.event(EventFilter(events: ["purchase"])), .atLeast(1)))),
      (
        "{event: [buy, sell], exists: no}",
        .condition(Condition(.event(EventFilter(events: ["buy", "sell"])), .atMost(0)))
      ),
      (
        "{event: {event: buy, source: app, hours: [22-2], properties: {level: {at_least: 3}, kind: [a, b]}}, at_least: 2}",
        .condition(
          Condition(
            .event(
              EventFilter(
                events: ["buy"], sources: ["app"], hours: [22, 23, 0, 1, 2],
                properties: [
                  .init(name: "level", test: .atLeast(3)),
                  .init(name: "kind", test: .in([.text("a"), .text("b")])),
                ])), .atLeast(2)))
      ),
      (
        "{none: [{trait: a, is: b}], any: [{trait: c, is: d}]}",
        .all([
          .none([.condition(Condition(.trait("a"), .is(.text("b"))))]),
          .any([.condition(Condition(.trait("c"), .is(.text("d"))))]),
        ])
      ),
    ] as [(String, Match)])
  func conditions(yaml: String, expected: Match) throws {
    var reader = RuleReader()
    let match = reader.match(try parseYAML(Array(yaml.utf8), file: "x.yml"))
    #expect(reader.problems == [])
    #expect(match?.withoutLocations == expected)
  }

  @Test(
    "days and hours are read",
    arguments: [
      ("days: mon", [0]), ("days: [Saturday, sun]", [5, 6]), ("days: fri-mon", [0, 4, 5, 6]),
      ("days: [monday-wed, tue]", [0, 1, 2]), ("hours: 7", [7]), ("hours: [0-2, 23]", [0, 1, 2, 23]),
      ("hours: 23-1", [0, 1, 23]), ("hours: \"7 - 9\"", [7, 8, 9]), ("hours: 5-5", [5]),
    ])
  func times(yaml: String, expected: [Int]) throws {
    var reader = RuleReader()
    let filter = reader.filter(try parseYAML(Array(yaml.utf8), file: "x.yml"))
    #expect(reader.problems == [])
    #expect((filter.days.map(\.rawValue) + filter.hours).sorted() == expected)
  }

  @Test("ids are the written ones, else made from the sentence, and never repeat")
  func claimIDs() throws {
    let claims = """
      - { says: "Buys  a lot!", median: m, at_least: 1 }
      - { says: "Buys a lot", median: m, at_least: 1 }
      - { says: Sells, id: buys-a-lot-2, median: m, at_least: 1 }
      - { says: "¿Compra más?", median: m, at_least: 1 }
      - { says: "!!!", median: m, at_least: 1 }
      """
    var reader = RuleReader()
    let ids = reader.claims(try parseYAML(Array(claims.utf8), file: "x.yml")).map(\.id)
    #expect(reader.problems == [])
    #expect(ids == ["buys-a-lot", "buys-a-lot-3", "buys-a-lot-2", "compra-más", "claim"])
  }
}

let jen = """
  ---
  name: Jen
  stage: data-augmented            # written by the tool
  match:                           # who counts as Jen
    all:
      - trait: age
        between: [25, 40]
      - metric: sessions_per_week
        at_least: 3
  claims:
    - says: Plays during commuting hours and some evenings
      share: events
      where: { hours: [7-9, 17-22], days: [mon-fri] }
      at_least: 50%
    - says: Often makes micro-transactions
      median: purchases_per_month
      at_least: 2
    - says: Contacts support more than others do
      mean: support_contacts_per_month
      more_than: everyone
  ---
  # Jen

  Prose.

  """

extension Match {
  var withoutLocations: Match {
    switch self {
    case .all(let parts): .all(parts.map(\.withoutLocations))
    case .any(let parts): .any(parts.map(\.withoutLocations))
    case .none(let parts): .none(parts.map(\.withoutLocations))
    case .condition(var condition): .condition(condition.withoutLocation())
    }
  }
}

extension Condition {
  fileprivate mutating func withoutLocation() -> Condition {
    location = nil
    if case .event(var filter) = subject {
      filter.location = nil
      subject = .event(filter)
    }
    return self
  }
}
