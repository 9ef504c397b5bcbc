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
    #expect(outcome.edits.isEmpty && outcome.problems.isEmpty)
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
    #expect(page.contains("The data says nothing of this persona yet."))
  }
}
