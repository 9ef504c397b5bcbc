// Files that people changed: what the tool cannot write to never stands in the way of the rest.

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
}
