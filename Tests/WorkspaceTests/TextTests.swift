import Persona
import Testing

@testable import Workspace

@Suite struct TextTests {
  @Test(
    "a diff is what git applies, whatever changes",
    arguments: [
      ("personas/jen.md", "one\ntwo\n", "one\nthree\n"), ("personas/jen.md", nil, "new\n"),
      ("personas/jen.md", "old\n", nil), ("personas/no end.md", "one", "two"),
      ("personas/jen.md", "one\n", ""),
      ("personas/jen.md", nil, ""), ("personas/Zoë \"q\".md", "one\r\n", "one\n"), ("tab\t.md", nil, "x\n"),
      ("personas/jen.md", "", "one\n"),
    ] as [(String, String?, String?)])
  func applies(path: String, before: String?, after: String?) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["base.txt": "x\n"])
    if let before { try home.commit([path: before]) }
    let diff = try home.open().diff(before.map { .text($0) }, after.map { .text($0) }, path: path)
    #expect(diff.hasPrefix("diff --git "))
    #expect(try home.run(["git", "apply", "--check", "-"], input: diff).errors == "")
    try home.git("apply", "-", input: diff)
    #expect((try? home.read(path)) == after)
  }

  @Test("a diff names the file as git does")
  func headers() throws {
    let home = try TemporaryRepository.make()
    let repository = try home.open()
    let created = try repository.diff(nil, .text("a\n"), path: "a.md")
    #expect(created.contains("--- /dev/null\n+++ b/a.md\n"))
    let removed = try repository.diff(.text("a\n"), nil, path: "a.md")
    #expect(removed.contains("--- a/a.md\n+++ /dev/null\n"))
    let changed = try repository.diff(.text("a\n"), .text("b\n"), path: "a.md")
    #expect(changed.contains("--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-a\n+b\n"))
    #expect(try repository.diff(.text("a\n"), .text("a\n"), path: "a.md") == "")
  }

  @Test("changes in different places merge, and are the bytes that git merge-file gives")
  func cleanMerge() throws {
    let home = try TemporaryRepository.make()
    let (base, ours, theirs) = ("1\n2\n3\n4\n5\n", "one\n2\n3\n4\n5\n", "1\n2\n3\n4\nfive")
    let merged = try Repository.merge(base: .text(base), ours: .text(ours), theirs: .text(theirs))
    for (name, text) in [("base", base), ("ours", ours), ("theirs", theirs)] { try home.write(name, text) }
    #expect(merged == .clean(.text(try home.git("merge-file", "-p", "ours", "base", "theirs"))))
  }

  @Test("contradicting changes are shown both")
  func conflict() throws {
    let merged = try Repository.merge(
      base: .text("1\n"), ours: .text("ours\n"), theirs: .text("theirs\n"))
    guard case .conflict(let bytes) = merged else {
      Issue.record("merged")
      return
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[0].hasPrefix("<<<<<<<"))
    #expect(lines[1...3] == ["ours", "=======", "theirs"])
    #expect(lines[4].hasPrefix(">>>>>>>"))
  }

  @Test("empty texts merge", arguments: [("", "", ""), ("", "a\n", ""), ("a\n", "", "a\n")])
  func emptyMerge(base: String, ours: String, theirs: String) throws {
    let merged = try Repository.merge(base: .text(base), ours: .text(ours), theirs: .text(theirs))
    #expect(merged == .clean(.text(ours)))
  }
}
