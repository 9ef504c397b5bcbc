// A report of a workspace: what is in it, where it lies, and whose files it never touches.

import Foundation
import Persona
import PersonaSync
import Testing

@Suite("The report of a workspace")
struct ReportTests {
  private func page(_ path: String, of workspace: TestWorkspace) throws -> String {
    String(decoding: try workspace.read("report/" + path), as: UTF8.self)
  }

  @Test("shows what is committed: words, evidence and every evolution")
  func contents() throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-10")
    try workspace.sync()
    let outcome = try report(on: workspace.folder)
    #expect(outcome.index == workspace.root + "/report/index.html")
    #expect(outcome.personas == 1)
    #expect(outcome.edits.isEmpty && outcome.warnings.isEmpty)
    #expect(try page("index.html", of: workspace).contains("personas/regular.html"))
    let persona = try page("personas/regular.html", of: workspace)
    #expect(persona.contains("Comes several times a week"))
    #expect(!persona.contains("persona-sync:begin"))
    let subjects = try workspace.git("log", "--format=%s", "--", "evidence").split(separator: "\n")
    #expect(subjects.count == 2)
    for subject in subjects { #expect(persona.contains(subject.replacing("->", with: "-&gt;"))) }
    for commit in try workspace.git("log", "--format=%H", "--", "evidence").split(separator: "\n") {
      #expect(persona.contains("<code>\(commit.prefix(10))</code>"))
    }
  }

  @Test("what is not committed is not shown, and named")
  func uncommitted() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    try workspace.write(Shop.persona + "\nA secret thought.\n", to: "personas/regular.md")
    let outcome = try report(on: workspace.folder)
    #expect(outcome.edits == ["personas/regular.md"])
    #expect(try !page("personas/regular.html", of: workspace).contains("A secret thought."))
  }

  private static let app = #"{"name": "App", "match": {"metric": "active_days", "at_least": 5}}"#

  /// A workspace with two personas that have evidence, and a report of both.
  private func reported() throws -> TestWorkspace {
    let workspace = try Shop.workspace(files: [
      "personas/regular.md": Shop.persona, "personas/sub/app.json": Self.app,
    ])
    try workspace.sync(asOf: "2026-05-10")
    try workspace.sync()
    _ = try report(on: workspace.folder)
    return workspace
  }

  @Test("a report that is refused leaves nothing behind, no folder either")
  func nothingLeft() throws {
    let workspace = try Shop.workspace()
    try workspace.write("---\nname: Rita\nmatch:\n", to: "personas/regular.md")
    try workspace.git("commit", "-qam", "broken")
    let before = try TestWorkspace.run(["find", "."], home: workspace.root)
    #expect(throws: WrittenProblems.self) { try report(on: workspace.folder) }
    #expect(throws: WrittenProblems.self) {
      try report(on: workspace.folder, to: workspace.root + "/public/team/personas")
    }
    #expect(try TestWorkspace.run(["find", "."], home: workspace.root) == before)
  }

  /// The report is refused, and the one before is as it was, byte for byte.
  private func expectRefusal(of workspace: TestWorkspace, at place: String) throws {
    let (now, before) = (workspace.root + "/report", workspace.root + "/before")
    try FileManager.default.copyItem(atPath: now, toPath: before)
    let refused = #expect(throws: WrittenProblems.self) { try report(on: workspace.folder) }
    #expect(refused?.problems.map(\.location.file) == [place])
    #expect(refused?.problems.allSatisfy { $0.severity == .error && $0.hint != nil } == true)
    #expect(refused?.failure.kind == .fixable)
    #expect(try TestWorkspace.run(["diff", "-r", now, before], home: workspace.root).isEmpty)
  }

  @Test(
    "no page is written where a persona or its evidence cannot be read",
    arguments: [("personas/regular.md", "\n---\n", "\n"), ("evidence/regular.json", "{\n", "{ oops\n")])
  func unreadable(path: String, part: String, broken: String) throws {
    let workspace = try reported()
    let text = String(decoding: try workspace.read(path), as: UTF8.self)
    try workspace.write(text.replacing(part, with: broken, maxReplacements: 1), to: path)
    try workspace.git("commit", "-qam", "broken")
    try expectRefusal(of: workspace, at: path)
    // What the hint says helps.
    try workspace.write(text, to: path)
    try workspace.git("commit", "-qam", "mended")
    #expect(try report(on: workspace.folder).personas == 2)
  }

  @Test("no page is written in a partial clone that lacks evidence of before, until it is fetched")
  func partialClone() throws {
    let origin = try reported()
    try origin.git("config", "uploadpack.allowFilter", "true")
    let clone = try TestWorkspace { root in
      _ = try TestWorkspace.run(
        ["git", "clone", "-q", "--filter=blob:none", "file://" + origin.root, root], home: origin.root)
    }
    let refused = #expect(throws: WrittenProblems.self) { try report(on: clone.folder) }
    #expect(refused?.problems.map(\.severity) == [.error, .error])
    #expect(!FileManager.default.fileExists(atPath: clone.root + "/report/index.html"))
    try clone.git("fetch", "-q", "--refetch", "--no-filter")
    _ = try report(on: clone.folder)
    let difference = try TestWorkspace.run(
      ["diff", "-r", origin.root + "/report", clone.root + "/report"], home: clone.root)
    #expect(difference.isEmpty)
  }

  @Test("a file that was never a persona's is named and stops no report")
  func foreignFile() throws {
    let workspace = try reported()
    try workspace.write("[1, 2]\n", to: "personas/list.json")
    try workspace.git("add", ".")
    try workspace.git("commit", "-qm", "list")
    let outcome = try report(on: workspace.folder)
    #expect(outcome.personas == 2)
    #expect(outcome.warnings.map(\.location.file) == ["personas/list.json"])
    #expect(outcome.warnings.map(\.severity) == [.warning])
  }

  @Test("git sees nothing of it")
  func ignored() throws {
    let workspace = try Shop.workspace()
    _ = try report(on: workspace.folder)
    #expect(try workspace.git("status", "--porcelain").isEmpty)
  }

  @Test("a second report of the same commit has the same bytes, wherever it lies")
  func repeatable() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    _ = try report(on: workspace.folder)
    _ = try report(on: workspace.folder, to: workspace.root + "/data/../elsewhere/deep")
    let difference = try TestWorkspace.run(
      ["diff", "-r", workspace.root + "/report", workspace.root + "/elsewhere/deep"], home: workspace.root)
    #expect(difference.isEmpty)
  }

  @Test("pages of personas that are gone go; files that somebody else put there stay")
  func goneAndForeign() throws {
    let workspace = try Shop.workspace()
    _ = try report(on: workspace.folder)
    try workspace.write("mine", to: "report/personas/notes.txt")
    try workspace.git("mv", "personas/regular.md", "personas/rita.md")
    try workspace.git("commit", "-qm", "renamed")
    _ = try report(on: workspace.folder)
    #expect(throws: (any Error).self) { try page("personas/regular.html", of: workspace) }
    #expect(try page("personas/rita.html", of: workspace).contains("Rita"))
    #expect(try page("personas/notes.txt", of: workspace) == "mine")
  }

  @Test("a folder of somebody else's is refused and left as it is")
  func foreignFolder() throws {
    let workspace = try Shop.workspace()
    try workspace.write("mine", to: "report/index.html")
    #expect(throws: Failure.self) { try report(on: workspace.folder) }
    #expect(try page("index.html", of: workspace) == "mine")
    #expect(try workspace.git("status", "--porcelain", "-uall") == "?? report/index.html\n")
    for place in ["personas/site", "evidence", "data/x", ".git/x", ""] {
      #expect(throws: Failure.self) { try report(on: workspace.folder, to: workspace.root + "/" + place) }
    }
  }

  @Test("a page that somebody else put into a report is refused and left as it is")
  func foreignPage() throws {
    let workspace = try Shop.workspace()
    _ = try report(on: workspace.folder)
    try workspace.write("mine", to: "report/personas/rita.html")
    try workspace.git("mv", "personas/regular.md", "personas/rita.md")
    try workspace.git("commit", "-qm", "renamed")
    #expect(throws: Failure.self) { try report(on: workspace.folder) }
    #expect(try page("personas/rita.html", of: workspace) == "mine")
    #expect(try page("personas/regular.html", of: workspace).contains("Rita"))
  }

  @Test("a list that names files outside of the report is not believed")
  func forgedList() throws {
    let workspace = try Shop.workspace()
    let list = "persona-sync/report/1\n../personas/regular.md\npersonas/../../persona-sync.yml\n/etc/passwd\n"
    try workspace.write(list, to: "report/.persona-sync-report")
    _ = try report(on: workspace.folder)
    #expect(try workspace.read("personas/regular.md") == Data(Shop.persona.utf8))
    #expect(!(try workspace.read("persona-sync.yml")).isEmpty)
  }

  @Test("a link to another persona leads to its page, a committed picture is a part of the page")
  func surroundings() throws {
    let workspace = try Shop.workspace()
    let words = """
      # Bob

      See [Rita](../regular.md) and [the settings](../../persona-sync.yml).

      ![Bob](../pictures/bob.gif) ![out](../../../../../etc/hostname.png) ![gone](gone.png)

      """
    try workspace.write(words, to: "personas/men/bob.md")
    try workspace.write("GIF89a", to: "personas/pictures/bob.gif")
    try workspace.git("add", ".")
    try workspace.git("commit", "-qm", "bob")
    _ = try report(on: workspace.folder)
    let page = try page("personas/bob.html", of: workspace)
    #expect(page.contains("<a href=\"../personas/regular.html\">Rita</a>"))
    #expect(page.contains(" and the settings."))
    #expect(page.contains("<img alt=\"Bob\" src=\"data:image/gif;base64,R0lGODlh\">"))
    #expect(page.contains("<span class=\"picture\">out</span>"))
    #expect(page.contains("<span class=\"picture\">gone</span>"))
  }

  @Test("a persona in JSON shows its other keys as a list")
  func json() throws {
    let workspace = try Shop.workspace()
    let text =
      #"{"id": "dev", "label": "Dev <b>", "role": {"level": "*", "tools": ["a", "b"], "x": []}, "none": null}"#
    try workspace.write(text, to: "personas/dev.json")
    try workspace.git("add", ".")
    try workspace.git("commit", "-qm", "dev")
    _ = try report(on: workspace.folder)
    let page = try page("personas/dev.html", of: workspace)
    #expect(page.contains("<h1><bdi>Dev &lt;b&gt;</bdi></h1>"))
    #expect(page.contains("<strong>tools</strong>: a, b"))
    #expect(page.contains("<strong>level</strong>: *"))
    #expect(!page.contains("<strong>x</strong>"))
  }

  @Test("a persona that is all front matter shows its keys, and not the tool's own")
  func frontMatter() throws {
    let workspace = try Shop.workspace()
    try workspace.write("---\nname: Max\nmatch: []\ngoals: [fast, cheap]\n---\n\n", to: "personas/max.md")
    try workspace.git("add", ".")
    try workspace.git("commit", "-qm", "max")
    _ = try report(on: workspace.folder)
    let page = try page("personas/max.html", of: workspace)
    #expect(page.contains("<strong>goals</strong>: fast, cheap"))
    #expect(!page.contains("<strong>match</strong>") && !page.contains("<strong>name</strong>"))
  }

  @Test("a workspace without commits or personas has a report that says so")
  func empty() throws {
    let workspace = try TestWorkspace(settings: "timezone: UTC\n")
    let outcome = try report(on: workspace.folder)
    #expect(outcome.personas == 0)
    #expect(try page("index.html", of: workspace).contains("No persona yet"))
  }

  @Test("figures that were taken back are not shown, and that they were is")
  func withdrawn() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    let text = String(decoding: try workspace.read("personas/regular.md"), as: UTF8.self)
    try workspace.write(text.replacing("at_least: 5 }", with: "at_least: 5000 }"), to: "personas/regular.md")
    try workspace.sync()
    _ = try report(on: workspace.folder)
    let page = try page("personas/regular.html", of: workspace)
    #expect(page.contains("Figures taken back"))
    #expect(page.contains("The figures of this persona were taken back; earlier ones are in its history."))
  }
}
