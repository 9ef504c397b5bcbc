// Files that people changed: what the tool cannot write to never stands in the way of the rest.

import Foundation
import PersonaSync
import Testing

@Suite("Hand edits")
struct HandEditTests {
  private static let settings = "timezone: UTC\n"

  @Test("a file that could hold no block, and needs none, is committed as it was edited")
  func fileWithoutRoomForABlock() throws {
    let openFence = "# Note\n\n```\ncode\n"
    let workspace = try TestWorkspace(settings: Self.settings, files: ["personas/note.md": openFence])
    try workspace.write(openFence + "more code\n", to: "personas/note.md")
    #expect(try workspace.sync().edits == ["note: edited by hand"])
    #expect(try workspace.git("show", "HEAD:personas/note.md") == openFence + "more code\n")
  }

  @Test("rules in the settings for a persona that is not committed yet are no mistake")
  func uncommittedPersona() throws {
    let workspace = try TestWorkspace(
      settings: Self.settings + "personas: { new: { match: { metric: events, at_least: 1 } } }\n")
    try workspace.write("# New\n", to: "personas/new.md")
    #expect(try workspace.sync(leavesEdits: true).personas.isEmpty)
    #expect(try workspace.git("status", "--porcelain", "-uall") == "?? personas/new.md\n")
  }

  @Test("a conflict in one block shows both texts, stops that persona, and nobody else")
  func conflict() throws {
    let other = Shop.persona.replacing("Rita, the regular", with: "Otto, another")
    let workspace = try Shop.workspace(
      files: ["personas/regular.md": Shop.persona, "personas/another.md": other])
    try workspace.sync(asOf: "2026-05-14")
    let text = String(decoding: try workspace.read("personas/regular.md"), as: UTF8.self)
    let edited = text.replacing("40 of 80 people (", with: "40 of 80 persons, says Ada (")
    #expect(edited != text)
    try workspace.write(edited, to: "personas/regular.md")
    let outcome = try workspace.sync()
    #expect(outcome.personas.map(\.id) == ["another", "regular"])
    #expect(outcome.personas.map(\.result) == [.evolved, .conflict])
    let shown = outcome.personas[1].details.joined(separator: "\n")
    #expect(shown.contains("\n40 of 80 persons, says Ada (50%), 30 days to 14 May 2026."))
    #expect(shown.contains("\n40 of 80 people (50%), 30 days to 20 May 2026."))
    #expect(try workspace.read("personas/regular.md") == Data(edited.utf8))
    #expect(try workspace.git("show", "HEAD:evidence/another.json").contains("2026-05-20"))
    #expect(!(try workspace.git("show", "HEAD:evidence/regular.json").contains("2026-05-20")))
    // The edit is committed as it is, and nothing else of that persona is.
    #expect(try workspace.git("show", "HEAD:personas/regular.md") == edited)
    #expect(try workspace.git("status", "--porcelain") == "")
  }
}
