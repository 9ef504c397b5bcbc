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
    let words =
      "the source app has no event after 2026-05-20, and some on each of the 50 other days; "
      + "is an export missing? What people did then counts nowhere, as if they had done nothing"
    #expect(try workspace.sync().notes == ["persona-sync.yml: " + words])
    // A check reads each source by itself.
    #expect(try checked(workspace) == [words])
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

@Suite("What differs from the last evidence more than people do")
struct UpsetTests {
  private static let persona = "---\nname: Rita\nmatch: { metric: events, at_least: 1 }\n---\nRita.\n"

  /// A workspace that has evidence to 10 May 2026: 100 people buy on each of ten days.
  private func workspace(windowDays: Int = 10, settings more: String = "") throws -> TestWorkspace {
    let workspace = try TestWorkspace(
      settings: """
        timezone: UTC
        window: \(windowDays) days
        sources:
          crm: { files: data/crm.csv, identifiers: { user: user }, traits: { plan: plan } }
          shop: { files: data/shop.csv, time: time, event: { constant: Order }, identifiers: { user: user }, revenue: amount }
        \(more)

        """, files: ["personas/rita.md": Self.persona])
    try workspace.write(crm(people: 1...100), to: "data/crm.csv")
    try workspace.write(orders(days: 1...10), to: "data/shop.csv")
    #expect(try workspace.sync().notes == [])
    return workspace
  }

  private func crm(people: ClosedRange<Int>) -> String {
    "user,plan\n" + people.map { "u\($0),free\n" }.joined()
  }

  private func orders(
    people: ClosedRange<Int> = 1...100, days: ClosedRange<Int>, amount: String = "20"
  ) -> String {
    "user,time,amount\n" + rows(people: people, days: days, amount: amount)
  }

  private func rows(people: ClosedRange<Int> = 1...100, days: ClosedRange<Int>, amount: String) -> String {
    days.flatMap { day in people.map { "u\($0),2026-05-\(day < 10 ? "0" : "")\(day),\(amount)\n" } }.joined()
  }

  @Test("a source that has less in it than it had")
  func cut() throws {
    let workspace = try workspace()
    try workspace.write(crm(people: 1...40), to: "data/crm.csv")
    try workspace.write(orders(days: 1...11), to: "data/shop.csv")
    #expect(
      try workspace.sync(isDryRun: true).notes == [
        "the source crm has 40 records, and had 100 for the evidence to 2026-05-10: was its export cut?"
      ])
    try workspace.write(crm(people: 1...81), to: "data/crm.csv")
    #expect(try workspace.sync().notes == [])
  }

  @Test("people who became more in a day, and not those who became more in half a window")
  func people() throws {
    let workspace = try workspace()
    try workspace.write(
      orders(days: 1...10) + rows(people: 201...240, days: 11...11, amount: "20"), to: "data/shop.csv")
    #expect(
      try workspace.sync(isDryRun: true).notes == [
        "140 people are active, and 100 were in the window to 2026-05-10: do the identifiers still join what they joined?"
      ])
    let later = try workspace.sync(asOf: "2026-05-20").notes
    #expect(
      later == [
        "the window ends 9 days after the newest event, of 2026-05-11: they count as days on which nobody came"
      ])
  }

  @Test("people who became fewer, because identifiers join whom they did not")
  func fewerPeople() throws {
    let workspace = try workspace()
    let joined = (1...100).flatMap { person in
      (1...11).map { "u\(person % 70),2026-05-\($0 < 10 ? "0" : "")\($0),20\n" }
    }
    try workspace.write("user,time,amount\n" + joined.joined(), to: "data/shop.csv")
    #expect(
      try workspace.sync(isDryRun: true).notes == [
        "70 people are active, and 100 were in the window to 2026-05-10: do the identifiers still join what they joined?"
      ])
  }

  @Test("people become more while the window fills, and nothing is said of it")
  func young() throws {
    let workspace = try workspace(windowDays: 30)
    try workspace.write(
      orders(days: 1...10) + rows(people: 101...240, days: 11...11, amount: "20"), to: "data/shop.csv")
    #expect(try workspace.sync().notes == [])
  }

  @Test("amounts in another unit")
  func unit() throws {
    let workspace = try workspace()
    // In ten days 9 orders of 20 and one of 2,000 each: 2,180 where 200 were spent, 218 an order where it was 20.
    try workspace.write(orders(days: 1...10) + rows(days: 11...11, amount: "2000"), to: "data/shop.csv")
    #expect(
      try workspace.sync().notes == [
        "everyone's mean average_order is 10.9 times what it was in the evidence to 2026-05-10: "
          + "did a source change the unit of its amounts?",
        "everyone's mean revenue is 10.9 times what it was in the evidence to 2026-05-10: "
          + "did a source change the unit of its amounts?",
      ])
  }

  @Test("amounts in a larger unit are smaller ones")
  func largerUnit() throws {
    let workspace = try workspace()
    try workspace.write(orders(days: 1...11, amount: "0.20"), to: "data/shop.csv")
    let notes = try workspace.sync().notes
    #expect(notes.count == 2 && notes.allSatisfy { $0.contains(" is 0.01 times what it was ") }, "\(notes)")
  }

  @Test("nothing is compared with what came later")
  func earlierDay() throws {
    let workspace = try workspace()
    #expect(try workspace.sync(asOf: "2026-05-05", isDryRun: true).notes == [])
  }

  @Test("a source that was cut is named as that, whatever of it is rejected")
  func cutAndRejected() throws {
    let workspace = try workspace()
    try workspace.write(
      orders(days: 5...11) + rows(people: 1...20, days: 11...11, amount: "\"2O,5O\""), to: "data/shop.csv")
    #expect(
      try workspace.sync(isDryRun: true).notes.contains {
        $0.hasPrefix("the source shop has 700 events, and had 1,000")
      })
  }

  @Test("nothing is compared with what other settings gave")
  func otherSettings() throws {
    let workspace = try workspace()
    try workspace.write(crm(people: 1...40), to: "data/crm.csv")
    try workspace.write(
      String(decoding: try workspace.read("persona-sync.yml"), as: UTF8.self).replacing(
        "10 days", with: "9 days"),
      to: "persona-sync.yml")
    #expect(try workspace.sync().notes.allSatisfy { !$0.contains("crm") })
  }

  @Test("most of what is new is rejected, and little of all", arguments: [false, true])
  func rejected(isAllowed: Bool) throws {
    let workspace = try workspace(settings: isAllowed ? "rejects: { limit: 100% }" : "")
    let head = try workspace.git("rev-parse", "HEAD")
    try workspace.write(
      orders(days: 1...10) + rows(people: 1...14, days: 11...11, amount: "20")
        + rows(people: 15...34, days: 11...11, amount: "\"2O,5O\""), to: "data/shop.csv")
    guard !isAllowed else {
      try workspace.sync()
      return
    }
    for _ in 0..<2 {
      let error = #expect(throws: Failure.self) { try workspace.sync() }
      #expect(
        error?.summary
          == "20 of the 34 records that the source shop gained since the evidence to 2026-05-10 are rejected")
    }
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    // Of nineteen nothing is said.
    try workspace.write(
      orders(days: 1...10) + rows(people: 15...33, days: 11...11, amount: "\"2O,5O\""), to: "data/shop.csv")
    try workspace.sync()
  }
}
