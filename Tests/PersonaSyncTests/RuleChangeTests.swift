// What a commit says when the rules of a persona are not those of its last evidence.

import Persona
import PersonaSync
import Testing

@Suite("Changed rules in commits")
struct RuleChangeTests {
  private static let path = "personas/regular.md"

  /// The shop with somebody who came in April, so that the windows are full.
  private func workspace() throws -> TestWorkspace {
    let workspace = try Shop.workspace()
    try workspace.write(
      "user,email,time,event,channel,page,amount\n"
        + "u80,u80@example.com,2026-04-10 12:00:00,Product Viewed,web,/product,\n", to: "data/april.csv")
    return workspace
  }

  /// The subject of the sync after a change of the rules and six days more, in which all who are regular do something new.
  private func subject(
    settings: (String) -> String = { $0 }, persona: (String) -> String = { $0 }
  ) throws -> String? {
    let workspace = try workspace()
    try workspace.sync(asOf: "2026-05-14")
    try workspace.write(settings(Shop.settings), to: "persona-sync.yml")
    let text = String(decoding: try workspace.read(Self.path), as: UTF8.self)
    try workspace.write(persona(text), to: Self.path)
    let told = try #require(try workspace.sync().personas.first)
    #expect(told.result == .evolved, "\(told)")
    return told.subject
  }

  @Test("settings that show smaller groups do not count for what was told before them")
  func smallerGroups() throws {
    let workspace = try Shop.workspace()
    try workspace.write(Shop.events(people: 1...30), to: "data/shop.csv")
    try workspace.write(Shop.events(people: 31...80, days: 1...4), to: "data/more.csv")
    try workspace.sync()
    try workspace.write(Shop.settings + "privacy: { minimum_group: 5 }\n", to: "persona-sync.yml")
    try workspace.write(Shop.persona.replacing("at_least: 5 }", with: "at_least: 4 }"), to: Self.path)
    // Ten people come to it: enough by the settings of now, and too few by those of then.
    let told = try #require(try workspace.sync().personas.first)
    #expect(told.result == .heldBack)
    #expect(told.details.first?.contains("fewer than ") == true, "\(told.details)")
  }

  @Test("rules that change together with what the sources held then wait")
  func changedSources() throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-14")
    try workspace.write(
      "user,email,time,event,channel,page,amount\n"
        + "u7,u7@example.com,2026-05-05 12:00:00,Product Viewed,web,/product,\n", to: "data/late.csv")
    try workspace.write(
      Shop.settings + "metrics: { views: { count: events, where: { event: Product Viewed } } }\n",
      to: "persona-sync.yml")
    let told = try #require(try workspace.sync(asOf: "2026-05-14").personas.first)
    #expect(told.result == .heldBack)
    #expect(told.details.first?.contains("is not there any more") == true, "\(told.details)")
  }

  @Test("a match that changed comes first, and nothing is compared")
  func match() throws {
    let subject = try subject(persona: { $0.replacing("metric: active_days", with: "metric: events") })
    #expect(subject == "regular: its match changed; 40 people; 2 claims confirmed")
  }

  @Test("settings that changed come first, and nothing is compared")
  func settings() throws {
    let subject = try subject(settings: { $0.replacing("window: 30 days", with: "window: 20 days") })
    #expect(subject == "regular: the settings changed; 40 people; 2 claims confirmed")
  }

  @Test("both are told where both changed")
  func both() throws {
    let subject = try subject(
      settings: { $0.replacing("window: 30 days", with: "window: 20 days") },
      persona: { $0.replacing("metric: active_days", with: "metric: events") })
    #expect(subject == "regular: its match and the settings changed; 40 people")
  }

  @Test("a claim that asks something else is rewritten, and does not turn")
  func claim() throws {
    let subject = try subject(persona: { $0.replacing("at_least: 50%", with: "at_most: 50%") })
    #expect(subject == "regular: 1 claim rewritten: 1 contradicted")
  }

  @Test("rules that only moved to other lines are the same rules")
  func moved() throws {
    let subject = try subject(persona: { text in
      text.replacing(Shop.match, with: "# who counts\n\n\(Shop.match)")
        .replacing("  - says: Comes in the evening", with: "\n  # hours\n  - says: Comes in the evening")
    })
    #expect(subject == "regular: little changed, 40 people; still 2 claims confirmed")
  }

  @Test("claims that are gone are counted")
  func gone() throws {
    let subject = try subject(persona: { $0.replacing(/claims:(?:.|\n)*?---\n/, with: "---\n") })
    #expect(subject == "regular: 2 claims gone")
  }

  @Test("a persona whose file was renamed is told as what it was, and one that is new as new")
  func renamed() throws {
    let workspace = try workspace()
    try workspace.sync(asOf: "2026-05-14")
    try workspace.git("mv", Self.path, "personas/evening.md")
    let outcome = try workspace.sync()
    #expect(
      outcome.personas.map(\.subject) == ["evening: was regular; little changed, 40 people"])
    // Its history goes on.
    let life = try #require(try History(in: workspace.folder, of: ["evening"]).persona("evening"))
    #expect(life.evolutions.map(\.persona) == ["evening", "regular"])
    #expect(life.formerIDs == ["regular"])
    #expect(try History(in: workspace.folder).persona("evening") == life)
    let shown = try persona("evening@2026-05-14", in: workspace.folder) { $0 }
    #expect(shown.evidence.contains("30 days to 14 May 2026") && shown.evidence.contains("Evolution "))
    try workspace.write(
      Shop.persona.replacing("at_least: 5", with: "at_most: 4"), to: "personas/guest.md")
    #expect(try workspace.sync().personas[1].subject?.hasPrefix("guest: first evidence, 40 people") == true)
  }
}
