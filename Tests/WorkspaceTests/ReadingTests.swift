import Persona
import Testing

@testable import Workspace

@Suite struct ReadingTests {
  @Test("a file is read at any commit, and is nil where it is not")
  func bytesAtCommit() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["personas/jen.md": "one\n"])
    let first = try #require(try home.open().head())
    try home.commit(["personas/jen.md": "two\n"])
    let repository = try home.open()
    #expect(try repository.bytes(of: "personas/jen.md", at: first) == .text("one\n"))
    #expect(try repository.bytes(of: "personas/jen.md") == .text("two\n"))
    #expect(try repository.bytes(of: "personas/kim.md") == nil)
    #expect(try repository.bytes(of: "personas") == nil)
  }

  @Test("an empty file is not a missing one")
  func emptyFile() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.md": ""])
    #expect(try home.open().bytes(of: "a.md") == [])
  }

  @Test("every kind of change against HEAD is reported once, with what is staged")
  func changes() throws {
    let home = try TemporaryRepository.make()
    let names = ["clean", "edited", "staged", "both", "removed", "unlinked", "uncached", "reverted"]
    try home.write(".gitignore", "personas/ignored.md\n")
    try home.commit(Dictionary(uniqueKeysWithValues: names.map { ("personas/\($0).md", "\($0)\n") }))
    try home.write("personas/edited.md", "new\n")
    for name in ["staged", "both", "reverted"] {
      try home.write("personas/\(name).md", "new\n")
      try home.git("add", "personas/\(name).md")
    }
    try home.write("personas/both.md", "newer\n")
    try home.write("personas/reverted.md", "reverted\n")
    try home.git("rm", "--quiet", "personas/removed.md")
    try home.run(["rm", "personas/unlinked.md"])
    try home.git("rm", "--quiet", "--cached", "personas/uncached.md")
    try home.write("personas/new/deep.md", "new\n")
    try home.write("personas/ignored.md", "new\n")
    try home.write("personas/added.md", "new\n")
    try home.git("add", "personas/added.md")
    try home.write("personas.md", "beside the folder\n")
    try home.git("init", "--quiet", "personas/inner")
    try home.write("personas/inner/x.md", "another repository\n")

    let repository = try home.open()
    let expected: [(String, ChangedPath.Kind, Bool)] = [
      ("added", .added, true), ("both", .modified, true), ("edited", .modified, false),
      ("new/deep", .added, false),
      ("removed", .deleted, true), ("reverted", .modified, true), ("staged", .modified, true),
      ("uncached", .modified, true), ("unlinked", .deleted, false),
    ]
    #expect(
      try repository.changedPaths(under: "personas")
        == expected.map { ChangedPath(path: "personas/\($0.0).md", kind: $0.1, isStaged: $0.2) })
    #expect(repository.isIgnored("personas/ignored.md"))
    #expect(!repository.isIgnored("personas/edited.md"))
    #expect(!repository.isTracked("personas/ignored.md"))
    #expect(repository.isTracked("personas/edited.md"))
  }

  @Test("on an unborn branch every file is new")
  func changesWithoutHead() throws {
    let home = try TemporaryRepository.make()
    try home.write("personas/jen.md", "one\n")
    #expect(
      try home.open().changedPaths(under: "personas")
        == [ChangedPath(path: "personas/jen.md", kind: .added, isStaged: false)])
    #expect(try home.open().history(of: "personas/jen.md") == [])
  }

  @Test("a folder that does not exist has no changes")
  func noFolder() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.md": "a\n"])
    #expect(try home.open().changedPaths(under: "personas") == [])
  }
}
