import Foundation
import PersonaSync
import Testing

@Suite("Status and export")
struct StatusTests {
  private func workspace(now: Int64 = TestWorkspace.now) throws -> TestWorkspace {
    let workspace = try TestWorkspace(
      settings: Shop.settings,
      files: ["personas/regular.md": Shop.persona, "data/shop.csv": Shop.events()], now: now)
    _ = try workspace.sync()
    return workspace
  }

  /// The evidence ends on 20 May 2026; the default of `stages.stale_after` is 30 days.
  @Test(
    "evidence is so many days old, and overdue after stages.stale_after",
    arguments: [("2026-06-01T12:00:00Z", 12), ("2026-06-19T23:59:59Z", 30), ("2026-06-20T00:00:00Z", 31)])
  func age(now: String, days: Int) throws {
    let seconds = try Date(now, strategy: .iso8601).timeIntervalSince1970
    let workspace = try workspace(now: Int64(seconds))
    let persona = try #require(
      try status(of: workspace.folder, tool: "persona-sync test").personas.first { $0.id == "regular" })
    #expect(persona.evidenceTo == "2026-05-20")
    #expect(persona.evidenceAgeDays == days)
    #expect(persona.isOverdue == (days > 30))
  }

  @Test("a command that is suggested for an id with a blank can be pasted")
  func pastedCommand() throws {
    let workspace = try Shop.workspace(files: ["personas/späte Käuferin.md": Shop.persona])
    _ = try workspace.sync()
    let persona = try #require(try status(of: workspace.folder, tool: "persona-sync test").personas.first)
    #expect(persona.missing.hasSuffix("`persona-sync promote 'späte Käuferin'` tries"))
  }

  @Test("a match that asks for a trait is said to be hard to learn")
  func traitMatch() throws {
    let workspace = try Shop.workspace(
      settings: Shop.settings.replacing(
        "    channel: channel", with: "    channel: channel\n    traits: { page: page }"),
      files: [
        "personas/regular.md": Shop.persona.replacing(
          Shop.match, with: "match: { trait: page, exists: true }")
      ])
    _ = try workspace.sync()
    let persona = try #require(try status(of: workspace.folder, tool: "persona-sync test").personas.first)
    #expect(
      persona.missing
        == "behaviour that tells its people from others as well as its match does (its match asks for a trait, which may not "
        + "show in behaviour): "
        + "`persona-sync promote regular` tries")
  }

  @Test("the Markdown that is exported is the file as people wrote it, but for the stage")
  func markdown() throws {
    let workspace = try workspace()
    let options = ExportOptions(
      format: .markdown, output: nil, folder: workspace.root, overwrites: false, asOf: nil)
    let bytes = try exportPersona("regular", in: workspace.folder, options: options)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == Shop.persona.replacing("research-driven", with: "data-augmented"))
  }

  @Test("the people that are exported are those of the persona")
  func people() throws {
    let workspace = try workspace()
    let options = ExportOptions(
      format: .csv, output: nil, folder: workspace.root, overwrites: false, asOf: nil)
    let rows = String(
      decoding: try exportPersona("regular", in: workspace.folder, options: options), as: UTF8.self
    )
    .split(separator: "\n")
    #expect(rows.first == "user,email,device,anonymous")
    #expect(Set(rows.dropFirst()) == Set((1...40).map { Substring("u\($0),u\($0)@example.com,,") }))
  }
}
