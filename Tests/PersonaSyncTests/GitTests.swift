// What a sync leaves behind in a repository, with git itself as the judge.

import Foundation
import Persona
import PersonaSync
import Testing
import Workspace

@Suite("A sync in somebody's repository")
struct GitTests {
  /// Every file of a folder but git's own, with its bytes.
  private func files(_ workspace: TestWorkspace) throws -> [String: Data] {
    let walk = FileManager.default.enumerator(atPath: workspace.root)
    var found: [String: Data] = [:]
    while let path = walk?.nextObject() as? String {
      if [".git", "data", ".persona-sync"].contains(path) { walk?.skipDescendants() }
      if let bytes = FileManager.default.contents(atPath: workspace.root + "/" + path) { found[path] = bytes }
    }
    return found
  }

  @Test("git fsck and git status are clean, and the second sync commits nothing")
  func clean() throws {
    let workspace = try Shop.workspace()
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(try workspace.git("fsck", "--strict", "--full") == "")
    let head = try workspace.git("rev-parse", "HEAD")
    #expect(try workspace.sync().personas.map(\.result) == [.unchanged])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("staged, unstaged and untracked changes elsewhere stay as they were")
  func elsewhere() throws {
    let workspace = try Shop.workspace(files: [
      "personas/regular.md": Shop.persona, "notes.txt": "one\ntwo\nthree\n", "plan.txt": "a\n",
      "gone.txt": "x\n",
      "moved.txt": "a file that will be renamed\n",
    ])
    try workspace.write("one\ntwo staged\nthree\n", to: "notes.txt")
    try workspace.git("add", "notes.txt")
    try workspace.write("one\ntwo staged\nthree unstaged\n", to: "notes.txt")
    try workspace.write("b\n", to: "plan.txt")
    try workspace.write("new\n", to: "sub/untracked.txt")
    try workspace.write("staged\n", to: "new.txt")
    try workspace.git("add", "new.txt")
    try workspace.git("rm", "-q", "--cached", "gone.txt")
    try workspace.git("mv", "moved.txt", "renamed.txt")
    try workspace.write("meant to be added\n", to: "intent.txt")
    try workspace.git("add", "-N", "intent.txt")
    let before = try (
      workspace.git("diff"), workspace.git("diff", "--cached"), workspace.git("status", "--short")
    )
    let filesBefore = try files(workspace)
    let head = try workspace.git("rev-parse", "HEAD")

    try workspace.sync()
    let after = try (
      workspace.git("diff"), workspace.git("diff", "--cached"), workspace.git("status", "--short")
    )
    #expect(after == before)
    let touched: Set = ["personas/regular.md", "evidence", "evidence/regular.json", "evidence/regular.svg"]
    #expect(
      try files(workspace).filter { !touched.contains($0.key) }
        == filesBefore.filter { !touched.contains($0.key) })
    let committed = try workspace.git("diff", "--name-only", head.trimmingCharacters(in: .newlines), "HEAD")
    #expect(committed == "evidence/regular.json\nevidence/regular.svg\npersonas/regular.md\n")
    #expect(try workspace.git("fsck", "--strict") == "")
  }

  @Test(
    "words that were staged and taken back on disk stay staged, and so does a removal from the index alone")
  func stagedAndTakenBack() throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-10")
    let words = try workspace.read("personas/regular.md")
    let staged = String(decoding: words, as: UTF8.self)
      .replacing("Comes several times", with: "Rita comes several times")
    try workspace.write(staged, to: "personas/regular.md")
    try workspace.git("add", "personas")
    try workspace.write(words, to: "personas/regular.md")
    #expect(try workspace.sync(asOf: "2026-05-14").edits == [])
    #expect(
      try workspace.git("diff", "--cached", "--unified=0").split(separator: "\n").suffix(2)
        == [
          "-Comes several times a week, mostly in the evening.",
          "+Rita comes several times a week, mostly in the evening.",
        ])
    #expect(try workspace.git("diff", "HEAD") == "")
    try workspace.git("rm", "-q", "-f", "--cached", "personas/regular.md")
    try workspace.sync()
    #expect(
      try workspace.git("status", "--porcelain", "--untracked-files=all")
        == "D  personas/regular.md\n?? personas/regular.md\n")
    #expect(try workspace.git("rev-list", "--count", "HEAD") == "4\n")
  }

  @Test("a hand edit that is staged in part is committed as it stands in the file")
  func stagedPersona() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    let text = String(decoding: try workspace.read("personas/regular.md"), as: UTF8.self)
    try workspace.write(text.replacing("Comes several", with: "She comes several"), to: "personas/regular.md")
    try workspace.git("add", "personas/regular.md")
    let edited = text.replacing("Comes several", with: "She really comes several")
    try workspace.write(edited, to: "personas/regular.md")
    try workspace.sync()
    #expect(try workspace.git("log", "-1", "--format=%s%n%an") == "regular: edited by hand\nAda Muster\n")
    #expect(try workspace.git("show", "HEAD:personas/regular.md") == edited)
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("git reads the trailers of an evolution")
  func trailers() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    let message = try workspace.git("log", "-1", "--format=%B")
    let parsed = try TestWorkspace.run(
      ["git", "interpret-trailers", "--parse"], home: workspace.root, input: Data(message.utf8))
    let keys = parsed.split(separator: "\n").compactMap { $0.split(separator: ":").first.map(String.init) }
    #expect(keys == ["Persona", "Stage", "Window", "People", "Source", "Rules", "Tool"])
    #expect(parsed.contains("Persona: regular\nStage: data-augmented\n"))
    #expect(parsed.contains("Tool: persona-sync test\n"))
    #expect(try workspace.git("log", "-1", "--format=%(trailers:key=Persona,valueonly)") == "regular\n\n")
    // A subject, a blank line, then the rest, none of it wider than a terminal shows without a break.
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[1] == "")
    #expect(lines[0].count <= 100)
  }

  @Test("a workspace in a sub-folder of a repository commits only below it")
  func subFolder() throws {
    let workspace = try Shop.workspace(below: "research/our personas")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
    let names = try workspace.git("-c", "core.quotePath=false", "show", "--name-only", "--format=", "HEAD")
    #expect(
      names == """
        research/our personas/evidence/regular.json
        research/our personas/evidence/regular.svg
        research/our personas/personas/regular.md

        """)
    #expect(try workspace.git("status", "--porcelain") == "")
    let head = try workspace.git("rev-parse", "HEAD")
    try workspace.sync()
    #expect(try workspace.git("rev-parse", "HEAD") == head)
  }

  @Test("a linked worktree commits to its own branch")
  func linkedWorktree() throws {
    let main = try Shop.workspace()
    let before = try main.git("rev-parse", "main")
    let linked = try TestWorkspace { root in try main.git("worktree", "add", "-q", "-b", "linked", root) }
    try linked.write(Shop.events(), to: "data/shop.csv")
    #expect(try linked.sync().personas.map(\.result) == [.evolved])
    #expect(try linked.git("log", "-1", "--format=%s").hasPrefix("regular: first evidence"))
    #expect(try linked.git("symbolic-ref", "--short", "HEAD") == "linked\n")
    #expect(try linked.git("status", "--porcelain") == "")
    #expect(try main.git("rev-parse", "main") == before)
    #expect(try main.git("status", "--porcelain") == "")
    #expect(try main.git("fsck", "--strict") == "")
  }

  @Test(
    "file names with spaces, letters of every script and marks keep their links",
    arguments: [
      "Jen Müller", "ラーメン好き", "a&b (2) [x] #1 100%", "it's \"quoted\"", "o\u{308}st", "-dash", "a_b*c_`d`",
    ])
  func names(id: String) throws {
    let path = "personas/team ä/\(id).md"
    let workspace = try Shop.workspace(files: [path: Shop.persona])
    let outcome = try workspace.sync()
    #expect(outcome.personas.map(\.result) == [.evolved], "\(outcome.personas)")
    #expect(try workspace.git("status", "--porcelain") == "")
    let message = try workspace.git("log", "-1", "--format=%(trailers:key=Persona,valueonly)")
    #expect(message == "\(id)\n\n")
    let text = String(decoding: try workspace.read(path), as: UTF8.self)
    for target in try links(in: text) {
      let decoded = try #require(target.removingPercentEncoding, "\(target)")
      #expect(
        !target.contains { " <>()\"[]`*".contains($0) }, "a link that ends early or not at all: \(target)")
      let absolute = workspace.root + "/personas/team ä/" + decoded
      #expect(FileManager.default.fileExists(atPath: absolute), "\(target)")
    }
    let head = try workspace.git("rev-parse", "HEAD")
    #expect(try workspace.sync().personas.map(\.result) == [.unchanged])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
  }

  /// The targets of the inline links and pictures that lead to files of the workspace.
  private func links(in text: String) throws -> [String] {
    let found = text.components(separatedBy: "](").dropFirst().compactMap { rest -> String? in
      // Parentheses inside a target are encoded, so the first one closes it.
      rest.split(separator: ")", omittingEmptySubsequences: false).first.map(String.init)
    }
    #expect(found.count >= 2)
    #expect(found.contains { $0.hasSuffix(".svg") } && found.contains { $0.hasSuffix(".json") })
    return found
  }

  @Test("LF files under autocrlf: nothing to commit the second time, and nothing said of it")
  func linefeeds() throws {
    let workspace = try Shop.workspace()
    try workspace.git("config", "core.autocrlf", "true")
    try workspace.git("config", "core.safecrlf", "false")
    let first = try workspace.sync()
    #expect(first.personas.map(\.result) == [.evolved])
    #expect(first.notes == [])
    let head = try workspace.git("rev-parse", "HEAD")
    #expect(try workspace.sync().personas.map(\.result) == [.unchanged])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("CRLF files under autocrlf: LF in git, CRLF on disk, nothing to commit the second time")
  func autocrlf() throws {
    let workspace = try Shop.workspace(files: [:])
    try workspace.git("config", "core.autocrlf", "true")
    try workspace.write(Shop.persona.replacing("\n", with: "\r\n"), to: "personas/regular.md")
    try workspace.git("add", "personas")
    try workspace.git("commit", "-q", "-m", "persona")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
    #expect(try workspace.git("status", "--porcelain") == "")
    let disk = try workspace.read("personas/regular.md")
    #expect(disk.count { $0 == 10 } == disk.count { $0 == 13 })
    let stored = Data(try workspace.git("cat-file", "blob", "HEAD:personas/regular.md").utf8)
    #expect(!stored.contains(13))
    let head = try workspace.git("rev-parse", "HEAD")
    #expect(try workspace.sync().personas.map(\.result) == [.unchanged])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    // A checkout gives every file in git's form, evidence too.
    for path in ["personas/regular.md", "evidence/regular.json", "evidence/regular.svg"] {
      try FileManager.default.removeItem(atPath: workspace.root + "/" + path)
    }
    try workspace.git("checkout", "-q", "--", ".")
    let again = try workspace.sync()
    #expect(again.personas.map(\.result) == [.unchanged])
    #expect(again.edits == [])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("CRLF files without a conversion stay CRLF in git too")
  func storedCRLF() throws {
    let crlf = Shop.persona.replacing("\n", with: "\r\n")
    let workspace = try Shop.workspace(files: ["personas/regular.md": crlf])
    try workspace.sync()
    let disk = try workspace.read("personas/regular.md")
    #expect(disk.count { $0 == 10 } == disk.count { $0 == 13 })
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(try workspace.sync().personas.map(\.result) == [.unchanged])
  }

  @Test("of two syncs at once the second says who is at work, and writes nothing")
  func twoAtOnce() throws {
    let workspace = try Shop.workspace()
    let head = try workspace.git("rev-parse", "HEAD")
    let lock = try WorkspaceLock.acquire(in: workspace.root)
    let failure = #expect(throws: Failure.self) { try workspace.sync() }
    #expect(failure?.summary == "cannot lock the workspace")
    #expect(failure?.causes.first?.contains("pid \(ProcessInfo.processInfo.processIdentifier) on ") ?? false)
    #expect(failure?.hint != nil)
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--porcelain") == "")
    _ = consume lock
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
  }
}
