// Outages, missing exports and events that were renamed: told by the sync whose figures they change.

import Persona
import PersonaSync
import Testing

@Suite("Outages and renamed events")
struct OutageTests {
  private static let persona = """
    ---
    name: Rita
    match: { event: Checkout Done, at_least: 1 }
    ---
    Rita.

    """

  /// Sixty days from 1 April 2026 on which forty people look at something and buy it.
  ///
  /// - Parameter event: what a purchase is called on a day, from 0; `nil`: nothing happens.
  private func workspace(_ event: (Int) -> String?, persona: String = persona) throws -> TestWorkspace {
    let workspace = try TestWorkspace(
      settings: """
        timezone: UTC
        window: 60 days
        sources:
          app: { files: data/app.csv, time: time, event: event, identifiers: { user: user } }
          orders: { files: data/orders.csv, time: time, event: { constant: Order }, identifiers: { user: user } }

        """, files: ["personas/rita.md": persona])
    var (app, orders) = ("user,time,event\n", "user,time\n")
    for day in 0..<60 {
      let date = day < 30 ? "2026-04-\(pad(day + 1))" : "2026-05-\(pad(day - 29))"
      orders += "u\(day % 40),\(date)\n"
      guard let event = event(day) else { continue }
      for user in 0..<40 { app += "u\(user),\(date),Item Viewed\nu\(user),\(date),\(event)\n" }
    }
    try workspace.write(app, to: "data/app.csv")
    try workspace.write(orders, to: "data/orders.csv")
    return workspace
  }

  private func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private func checked(_ workspace: TestWorkspace) throws -> [String] {
    try check(workspace.folder).problems.map { "\($0.message)" + ($0.hint.map { "; " + $0 } ?? "") }
  }

  @Test("a source that is silent for ten days is named with them")
  func outage() throws {
    let workspace = try workspace { (20..<30).contains($0) ? nil : "Checkout Done" }
    let words =
      "the source app has no event from 2026-04-21 to 2026-04-30, and some on each of the 50 other days"
    let hint = "; is an export missing? What people did then counts nowhere, as if they had done nothing"
    #expect(try workspace.sync().notes == ["persona-sync.yml: " + words + hint])
    // Also when no source is read, because there is nothing new.
    #expect(try workspace.sync().notes == ["persona-sync.yml: " + words + hint])
    #expect(try checked(workspace) == [words + hint])
  }

  @Test("a source that ends while another goes on is named, and its events are not")
  func ended() throws {
    let workspace = try workspace { $0 < 50 ? "Checkout Done" : nil }
    let notes = try workspace.sync().notes
    #expect(
      notes == [
        "persona-sync.yml: the source app has no event after 2026-05-20, and some on each of the 50 other days; "
          + "is an export missing? What people did then counts nowhere, as if they had done nothing"
      ])
  }

  @Test("an event that was renamed is named with its new name, where rules ask for it")
  func renamed() throws {
    let event: (Int) -> String = { $0 < 45 ? "Checkout Done" : "checkout_completed" }
    let words =
      "no event is named `Checkout Done` after 2026-05-15, and rules ask for it; some were on each of the 45 other days; "
      + "`checkout_completed` begins then: was it renamed? Name both in the rules, as long as the window has both"
    let named = try workspace(event)
    #expect(try named.sync().notes == ["persona-sync.yml: " + words])
    #expect(try checked(named) == [words])
    let other = try workspace(event, persona: Self.persona.replacing("Checkout Done", with: "Item Viewed"))
    #expect(try other.sync().notes == [])
    let both = try workspace(
      event, persona: Self.persona.replacing("Checkout Done", with: "[Checkout Done, checkout_completed]"))
    #expect(try both.sync().notes == [])
  }

  @Test("a sync says which names of its rules hardly anybody uses, as a check does")
  func unknown() throws {
    let workspace = try workspace(
      { _ in "Checkout Done" }, persona: Self.persona.replacing("Checkout Done", with: "[Checkout Done, Pay]")
    )
    for _ in 0..<2 {
      let notes = try workspace.sync().notes
      #expect(notes == ["personas/rita.md:3:17: hardly any recent event is named `Pay`"])
    }
  }
}
