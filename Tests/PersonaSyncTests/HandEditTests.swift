// Files that people changed: what the tool cannot write to never stands in the way of the rest.

import Foundation
import Persona
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

  @Test("what git ignores is no persona, and what it was told to overlook is committed by nobody")
  func unseen() throws {
    let workspace = try Shop.workspace()
    try workspace.write("/data/\n/.persona-sync/\npersonas/private/\n", to: ".gitignore")
    try workspace.git("commit", "-qam", "private drafts")
    let draft = Shop.persona.replacing("Rita, the regular", with: "Confidential")
    try workspace.write(draft, to: "personas/private/draft.md")
    let outcome = try workspace.sync(asOf: "2026-05-14")
    #expect(outcome.personas.map(\.id) == ["regular"])
    #expect(outcome.notes == ["personas/private/draft.md: git ignores this file, so it is left alone"])
    #expect(try workspace.read("personas/private/draft.md") == Data(draft.utf8))
    #expect(try workspace.git("ls-files", "personas", "evidence").contains("draft") == false)

    let text = String(decoding: try workspace.read("personas/regular.md"), as: UTF8.self)
    let edited = text.replacing("Comes several times", with: "Ada thinks: comes several times")
    let head = try workspace.git("rev-parse", "HEAD")
    for flag in ["skip-worktree", "assume-unchanged"] {
      try workspace.git("update-index", "--\(flag)", "personas/regular.md")
      try workspace.write(edited, to: "personas/regular.md")
      #expect(throws: WrittenProblems.self) { try workspace.sync() }
      #expect(throws: WrittenProblems.self) {
        try undoEvolutions(of: [], in: workspace.folder, isDryRun: false, tool: "test")
      }
      #expect(try workspace.git("rev-parse", "HEAD") == head)
      // What the hint says helps.
      try workspace.git("update-index", "--no-\(flag)", "personas/regular.md")
    }
    #expect(try workspace.sync().edits == ["regular: edited by hand"])
  }

  @Test("evidence that was changed on disk is written anew, and that is said, before and after")
  func changedEvidence() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    let path = "evidence/regular.json"
    let text = String(decoding: try workspace.read(path), as: UTF8.self)
    try workspace.write(text.replacing("\"matched\": 40", with: "\"matched\": 41"), to: path)
    let note = path + " was changed and not committed: what the data say takes its place"
    #expect(try workspace.sync(isDryRun: true).notes == [note])
    #expect(try workspace.sync().notes == [note])
    #expect(String(decoding: try workspace.read(path), as: UTF8.self) == text)
    #expect(try workspace.sync().notes == [])
  }

  @Test("a file of somebody's in the place of evidence stays as it is", arguments: ["json", "svg"])
  func stranger(ending: String) throws {
    let workspace = try Shop.workspace()
    let path = "evidence/regular." + ending
    try workspace.write("{\"my\": \"interview notes\"}\n", to: path)
    let refused = try workspace.sync(asOf: "2026-05-14")
    #expect(refused.personas.map(\.result) == [.refused])
    #expect(
      refused.personas[0].details.first?.hasPrefix(path + ": somebody else wrote what is there") == true)
    #expect(try workspace.read(path) == Data("{\"my\": \"interview notes\"}\n".utf8))
    try FileManager.default.removeItem(atPath: workspace.root + "/" + path)
    #expect(try workspace.sync(asOf: "2026-05-14").personas.map(\.result) == [.evolved])
    // The same once it is committed and was changed since.
    try workspace.write("notes\n", to: path)
    #expect(try workspace.sync().personas.map(\.result) == [.refused])
    #expect(
      try undoEvolutions(of: [], in: workspace.folder, isDryRun: false, tool: "test").personas.count == 1)
    #expect(try workspace.read(path) == Data("notes\n".utf8))
    // Evidence of the tool's own is a function of the sources: what is left of another day goes.
    try workspace.git("checkout", "-q", "--", "evidence")
    let before = try workspace.read(path)
    try workspace.sync()
    try workspace.write(before, to: path)
    try workspace.git("reset", "-q", "HEAD~1")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
  }

  @Test("a file of which git knows the name only is committed, and stays in the index")
  func intentToAdd() throws {
    let workspace = try Shop.workspace()
    try workspace.write(Shop.persona.replacing("Rita", with: "Nina"), to: "personas/sub/nina.md")
    try workspace.write("Notes.\n", to: "personas/notes.md")
    try workspace.git("add", "-N", "personas/sub/nina.md", "personas/notes.md")
    #expect(try workspace.sync().edits.contains("nina: added by hand"))
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(try workspace.git("ls-files", "personas").contains("personas/sub/nina.md\n"))
  }

  @Test("what somebody wrote into the block is kept, and check and status say where")
  func editedBlock() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    let text = String(decoding: try workspace.read("personas/regular.md"), as: UTF8.self)
    let edited = text.replacing("Confirmed", with: "Contradicted")
    #expect(edited != text)
    try workspace.write(edited, to: "personas/regular.md")
    let line = try #require(
      text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
        $0.hasPrefix("<!-- persona-sync:begin")
      })
    for problems in [
      try check(workspace.folder).problems,
      try status(of: workspace.folder, tool: "persona-sync test").problems,
    ] {
      #expect(problems.map(\.severity) == [.warning])
      #expect(problems.map(\.location.description) == ["personas/regular.md:\(line + 1):1"])
    }
    try workspace.sync()
    #expect(try workspace.read("personas/regular.md") == Data(edited.utf8))
    // One whose block is another's, with words of its own in it, needs not more people but its own block.
    try workspace.write(
      edited.replacing("at_least: 5", with: "at_most: 4").replacing("what", with: "all that"),
      to: "personas/copy.md")
    let copy = try status(of: workspace.folder, tool: "persona-sync test").personas.first { $0.id == "copy" }
    #expect(copy?.missing == "a block that nobody wrote into: delete it with both its markers, and sync")
  }

  @Test("a persona behind a symbolic link is known to whoever reads the history, too")
  func linkedPersona() throws {
    let workspace = try Shop.workspace(files: ["shared/regular.md": Shop.persona])
    try FileManager.default.createDirectory(
      atPath: workspace.root + "/personas", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: workspace.root + "/personas/regular.md", withDestinationPath: "../shared/regular.md")
    try workspace.git("add", "personas")
    try workspace.git("commit", "-qm", "a link")
    try workspace.sync(asOf: "2026-05-14")
    try workspace.sync()
    let shown = try persona("regular", in: workspace.folder) { $0 }
    #expect(shown.heading.hasPrefix("Rita, the regular (regular), data-augmented"))
    #expect(shown.prose.contains("Comes several times a week"))
    #expect(shown.evidence.contains("40 of 80 people"))
    let history = try History(in: workspace.folder)
    #expect(history.persona("regular")?.evolutions.count == 2)
    #expect(history.persona("regular")?.file == "personas/regular.md")
    #expect(try workspace.git("status", "--porcelain") == "")
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
    #expect(
      shown.contains(
        "\n40 of 80 persons, says Ada (50%), 30 days to 14 May 2026, with data from 2 May 2026 on."))
    #expect(shown.contains("\n40 of 80 people (50%), 30 days to 20 May 2026, with data from 2 May 2026 on."))
    #expect(try workspace.read("personas/regular.md") == Data(edited.utf8))
    #expect(try workspace.git("show", "HEAD:evidence/another.json").contains("2026-05-20"))
    #expect(!(try workspace.git("show", "HEAD:evidence/regular.json").contains("2026-05-20")))
    // The edit is committed as it is, and nothing else of that persona is.
    #expect(try workspace.git("show", "HEAD:personas/regular.md") == edited)
    #expect(try workspace.git("status", "--porcelain") == "")
  }
}
