// Amounts in several currencies: what rules name stays what it is when one of them leaves the window.

import Persona
import PersonaSync
import Testing

@Suite("Currencies")
struct CurrencyTests {
  private static let persona = """
    ---
    name: Eve, who pays in euros
    match: { metric: revenue_eur, more_than: 0 }
    claims:
      - says: Spends ten euros
        median: revenue_eur
        at_least: 10
      - says: Does not pay in pounds
        median: revenue_GBP
        at_most: 0
      - says: Has orders of over ten pounds
        median: average_order_gbp
        at_least: 10
    ---
    Eve.

    """

  /// Forty people who pay in euros each day, forty who pay in dollars on the first days only.
  private func workspace(_ persona: String) throws -> TestWorkspace {
    let workspace = try TestWorkspace(
      settings: """
        timezone: UTC
        window: 10 days
        sources:
          shop:
            files: data/*.csv
            time: time
            event: { constant: Order }
            identifiers: { user: user }
            revenue: amount
            currency: currency

        """, files: ["personas/eve.md": persona])
    var rows = "user,time,amount,currency\n"
    for day in 10...29 {
      for user in 1...40 {
        rows += "e\(user),2026-05-\(day) 12:00:00,2.5,\(day % 2 == 0 ? "EUR" : "eur")\n"
        if day < 15 { rows += "d\(user),2026-05-\(day) 12:00:00,7,USD\n" }
      }
    }
    try workspace.write(rows, to: "data/shop.csv")
    return workspace
  }

  @Test(
    "a rule on one currency counts the same people while others come and go",
    arguments: ["2026-05-19", "2026-05-29"])
  func otherCurrencyLeaves(_ day: String) throws {
    let workspace = try workspace(Self.persona)
    let outcome = try workspace.sync(asOf: day)
    #expect(outcome.personas.map(\.people) == [40])
    let evidence = String(decoding: try workspace.read("evidence/eve.json"), as: UTF8.self)
    // Ten days of 2.5 euros, nothing in pounds, and so no order in pounds.
    let verdicts = evidence.split(separator: "\n").filter { $0.contains("\"verdict\"") }
    #expect(verdicts.map { $0.contains("confirmed") } == [true, true, false])
    #expect(
      outcome.notes == [
        "personas/eve.md:8:5: no recent amount is in GBP", "personas/eve.md:11:5: no recent amount is in GBP",
      ])
    var selection = ProfileSelection.all
    (selection.asOf, selection.metrics) = (day, ["revenue_eur", "revenue_gbp", "average_order_eur"])
    let row = try #require(try workspace.profiles(selection).first { $0["user"] == "e1" })
    #expect(row["revenue_eur"] == "25")
    #expect(row["revenue_gbp"] == "0")
    #expect(row["average_order_eur"] == "2.5")
  }

  @Test("a currency that does not occur is a warning of check, with what may be meant")
  func slip() throws {
    let workspace = try workspace(Self.persona.replacing("revenue_eur", with: "revenue_euu"))
    let problems = try check(workspace.folder).problems
    #expect(problems.map(\.severity) == Array(repeating: .warning, count: problems.count))
    #expect(
      problems.map { "\($0.location) \($0.message)" }.contains(
        "personas/eve.md:3:8 no recent amount is in EUU"))
    #expect(problems.first?.hint == "did you mean EUR?")
  }

  @Test("amounts without a currency keep their name too")
  func unstated() throws {
    let workspace = try workspace(Self.persona.replacing("revenue_eur", with: "revenue_unstated"))
    try workspace.write(
      String(decoding: workspace.read("data/shop.csv"), as: UTF8.self).replacing("EUR", with: "").replacing(
        "eur", with: ""),
      to: "data/shop.csv")
    for day in ["2026-05-19", "2026-05-29"] {
      #expect(try workspace.sync(asOf: day).personas.map(\.people) == [40])
    }
  }

  @Test("a currency that few people pay in is named nowhere in the history", arguments: [19, 20])
  func rareCurrency(people: Int) throws {
    let workspace = try workspace(Self.persona)
    try workspace.write(
      String(decoding: workspace.read("data/shop.csv"), as: UTF8.self)
        + (1...people).map { "e\($0),2026-05-20 12:00:00,5,XAF\n" }.joined(),
      to: "data/shop.csv")
    _ = try workspace.sync(asOf: "2026-05-29")
    let history = try workspace.git("log", "-p", "--format=%B")
    #expect(history.contains("average_order_eur"))
    #expect(history.lowercased().contains("xaf") == (people == 20))
  }

  @Test(
    "a claim names its currency without being asked to, and amounts have the same name when another one comes"
  )
  func currencyInWords() throws {
    let workspace = try workspace(
      """
      ---
      name: Eve
      match: { metric: revenue, more_than: 10 }
      claims:
        - says: Spends
          median: revenue
          at_least: 10
      ---
      Eve.

      """)
    // The window holds euros only.
    _ = try workspace.sync(asOf: "2026-05-29")
    let persona = String(decoding: try workspace.read("personas/eve.md"), as: UTF8.self)
    #expect(persona.contains("- ✓ **Confirmed:** Spends\n  - Spends 25.00 EUR in the window (median"))
    let evidence = String(decoding: try workspace.read("evidence/eve.json"), as: UTF8.self)
    #expect(evidence.contains("\"median of revenue_eur\""))
  }
}
