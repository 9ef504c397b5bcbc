// Rules that are gone from a persona of which something was told: a slip must not take its evidence away.

import Foundation
import Persona
import PersonaSync
import Testing

@Suite("Rules that are lost")
struct LostRulesTests {
  @Test(
    "a slip in the rules of a persona with evidence stops the sync, which says where",
    arguments: [
      ("---\nname", "name", 1), ("match:", "macth:", 4), ("claims:", "claim:", 5),
      ("---\nname", "\n---\nname", 2),
    ])
  func slip(written: String, slip: String, line: Int) throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-14")
    let text = String(decoding: try workspace.read("personas/regular.md"), as: UTF8.self)
    try workspace.write(text.replacing(written, with: slip, maxReplacements: 1), to: "personas/regular.md")
    let head = try workspace.git("rev-parse", "HEAD")
    let failure = try #require(throws: WrittenProblems.self) { try workspace.sync() }
    #expect(failure.problems.filter { $0.severity == .error }.map(\.location.line) == [line])
    #expect(try check(workspace.folder).problems.contains { $0.severity == .error })
    #expect(try workspace.git("rev-parse", "HEAD") == head)
  }

  @Test("a match that is gone is a wish, and both check and sync say what comes of it")
  func wish() throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-14")
    let text = String(decoding: try workspace.read("personas/regular.md"), as: UTF8.self)
    let withoutRules = text.replacing(/match:(?:.|\n)*?---\n/, with: "---\n")
    try workspace.write(withoutRules, to: "personas/regular.md")
    let words =
      "nobody belongs to it any more, because no `match` says who this persona is; a sync takes its evidence away"
    #expect(try check(workspace.folder).problems.map(\.message) == [words])
    let outcome = try workspace.sync()
    #expect(outcome.notes.contains("personas/regular.md: " + words))
    #expect(outcome.personas.map(\.result) == [.withdrawn])
    #expect(try check(workspace.folder).problems.isEmpty)
  }

  @Test("two personas of one name are pointed out, and two notes of one name are not")
  func namesakes() throws {
    let workspace = try Shop.workspace(files: [
      "personas/a.md": Shop.persona, "personas/b.md": Shop.persona, "personas/c.md": "# Note\n",
      "personas/d.md": "# Note\n",
    ])
    let problems = try check(workspace.folder).problems
    #expect(problems.map(\.message) == ["the persona has the same name as personas/a.md"])
    #expect(problems.map(\.location.file) == ["personas/b.md"])
  }

  @Test("the key of another tool that is nearly ours is none of our business where ours is there")
  func otherTool() throws {
    let persona = Shop.persona.replacing("claims:", with: "batch: 7\nclaims:")
    let workspace = try Shop.workspace(files: ["personas/regular.md": persona])
    try workspace.sync()
    #expect(try check(workspace.folder).problems.isEmpty)
  }
}
