// Names that hardly anybody has, wherever they are written: `check` tells of them before a verdict does.

import Persona
import PersonaSync
import Testing

@Suite("Slips in names")
struct SlipsInNamesTests {
  private func problems(_ settings: String, _ persona: String, _ rows: String) throws -> [String] {
    let workspace = try TestWorkspace(
      settings: """
        timezone: UTC
        sources:
          shop:
            files: data/shop.csv
            time: time
            event: event
            identifiers: { user: user }
            traits: { plan: plan }
            revenue: amount
            currency: currency
        \(settings)

        """, files: ["personas/rita.md": "---\n\(persona)\n---\nRita.\n"])
    try workspace.write("user,time,event,plan,amount,currency\n" + rows, to: "data/shop.csv")
    return try check(workspace.folder).problems.map { problem in
      "\(problem.severity) \(problem.location) \(problem.message)" + (problem.hint.map { "; " + $0 } ?? "")
    }
  }

  private func rows(currencies: [String] = ["EUR"]) -> String {
    (1...60).map { user in
      "u\(user),2026-05-\(10 + user % 9),\(user % 2 == 0 ? "Purchase" : "Visit"),\(user % 3 == 0 ? "pro" : "free"),"
        + "\(user % 2 == 0 ? "7.50" : ""),\(currencies[user % currencies.count])\n"
    }.joined()
  }

  private let everybody = "match: { metric: events, at_least: 1 }"

  @Test("events that purchases, funnels and metrics of the settings name")
  func settings() throws {
    let found = try problems(
      """
      purchases: [Purchse]
      funnels: { shop: [Visit, Purchse] }
      metrics: { visits: { count: events, where: { event: Vist } } }
      """, everybody, rows())
    #expect(
      found == [
        "warning persona-sync.yml:11:12 hardly any recent event is named `Purchse`; did you mean `Purchase`?",
        "warning persona-sync.yml:12:18 hardly any recent event is named `Purchse`; did you mean `Purchase`?",
        "warning persona-sync.yml:13:44 hardly any recent event is named `Vist`; did you mean `Visit`?",
      ])
  }

  @Test("values of traits")
  func traits() throws {
    let persona = """
      match: { trait: plan, in: [pro, FREE] }
      claims:
        - { says: Is on Pro, share: people, match: { trait: plan, is: Pro }, at_least: 50% }
      """
    #expect(
      try problems("", persona, rows()) == [
        "warning personas/rita.md:2:8 hardly anybody has the plan `FREE`; did you mean `free`?",
        "warning personas/rita.md:4:46 hardly anybody has the plan `Pro`; did you mean `pro`?",
      ])
    #expect(
      try problems("", persona.replacing("FREE", with: "free").replacing("is: Pro", with: "is: pro"), rows())
        == [])
  }

  @Test("values of traits of a table without events, in check and in sync")
  func traitsOfTable() throws {
    let workspace = try TestWorkspace(
      settings: """
        timezone: UTC
        sources:
          crm: { files: data/crm.csv, identifiers: { user: user }, traits: { segment: segment } }
          shop: { files: data/shop.csv, time: time, event: event, identifiers: { user: user } }

        """,
      files: [
        "personas/rita.md": """
        ---
        match: { metric: events, at_least: 1 }
        claims:
          - { says: Pays, share: people, match: { trait: segment, is: Abonné }, at_most: 10% }
          - { says: Pays, share: people, match: { trait: segment, is: abonné }, at_least: 10% }
        ---
        Rita.

        """
      ])
    let people = (1...60).map { "u\($0),\($0 % 2 == 0 ? "abonné" : "newsletter")\n" }
    try workspace.write("user,segment\n" + people.joined(), to: "data/crm.csv")
    let events = (1...60).map { "u\($0),2026-05-\(10 + $0 % 9),Visit\n" }
    try workspace.write("user,time,event\n" + events.joined(), to: "data/shop.csv")
    let problems = try check(workspace.folder).problems
    #expect(problems.map(\.message) == ["hardly anybody has the segment `Abonné`"])
    #expect(problems.map(\.hint) == ["did you mean `abonné`?"])
    #expect(
      try workspace.sync().notes == ["personas/rita.md:4:41: hardly anybody has the segment `Abonné`"])
  }

  @Test("amounts that have no sum")
  func amounts() throws {
    let persona = everybody + "\nclaims: [{ says: Spends, median: revenue, at_least: 5 }]"
    #expect(try problems("", persona, rows()) == [])
    #expect(
      try problems("", persona, rows(currencies: ["EUR", "EUR", "USD"])) == [
        "warning personas/rita.md:3:10 recent amounts may have no `revenue`; amounts stand in several currencies, "
          + "which are never added up: revenue_eur, revenue_usd"
      ])
  }
}
