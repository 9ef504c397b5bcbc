import Foundation
import Persona
import Testing

@testable import Workspace

/// Modes, symbolic links and odd names.
@Suite struct FileModeTests {
  @Test("an executable file stays one, and a new file takes its mode from the disk")
  func executable() throws {
    let home = try TemporaryRepository.make()
    try home.write("old.md", "one\n")
    try home.run(["chmod", "+x", "old.md"])
    try home.git("add", "old.md")
    try home.git("commit", "--quiet", "--message", "base")
    for name in ["old.md", "new.md", "plain.md"] { try home.write(name, "two\n") }
    try home.run(["chmod", "+x", "old.md", "new.md"])
    _ = try home.open().commit(
      ["old.md", "new.md", "plain.md"].map { ($0, .text("two\n")) }, message: "modes")
    let modes = try home.git("ls-tree", "--format=%(objectmode) %(path)", "HEAD")
    #expect(modes == "100755 new.md\n100755 old.md\n100644 plain.md\n")
    #expect(try home.git("status", "--porcelain") == "")
  }

  @Test("a persona that is a symbolic link is written through to its target")
  func link() throws {
    let home = try TemporaryRepository.make()
    try home.write("docs/jen.md", "# Jen\n")
    try home.run(["mkdir", "personas"])
    try home.run(["ln", "-s", "../docs/jen.md", "personas/jen.md"])
    try home.git("add", ".")
    try home.git("commit", "--quiet", "--message", "base")
    let store = try FileStore(root: home.path)
    try store.replace("personas/jen.md", with: .text("# Jen\nnew\n"), expecting: .text("# Jen\n"))
    let repository = try home.open()
    #expect(try repository.bytes(of: "personas/jen.md") == .text("# Jen\n"))
    #expect(
      try repository.changedPaths(under: "personas")
        == [ChangedPath(path: "personas/jen.md", kind: .modified, isStaged: false)])
    _ = try repository.commit([("personas/jen.md", .text("# Jen\nnew\n"))], message: "jen")
    #expect(try home.git("show", "--format=", "--name-only", "HEAD") == "docs/jen.md\n")
    #expect(try home.git("status", "--porcelain") == "")
    #expect(try repository.bytes(of: "personas/jen.md") == .text("# Jen\nnew\n"))
    #expect(try repository.history(of: "personas/jen.md").map(\.subject) == ["jen", "base"])
  }

  @Test("a folder of personas that is a symbolic link is followed")
  func linkedFolder() throws {
    let home = try TemporaryRepository.make()
    try home.write("docs/jen.md", "# Jen\n")
    try home.run(["ln", "-s", "docs", "personas"])
    try home.git("add", ".")
    try home.git("commit", "--quiet", "--message", "base")
    try home.write("docs/jen.md", "# Jen\nnew\n")
    let repository = try home.open()
    #expect(try repository.changedPaths(under: "personas").map(\.path) == ["personas/jen.md"])
    _ = try repository.commit([("personas/jen.md", .text("# Jen\nnew\n"))], message: "jen")
    #expect(try home.git("status", "--porcelain") == "")
    #expect(try repository.bytes(of: "personas/jen.md") == .text("# Jen\nnew\n"))
  }

  @Test(
    "a symbolic link out of the workspace is neither written nor committed",
    arguments: ["../../out.md", "/etc/out"])
  func linkOutside(target: String) throws {
    let home = try TemporaryRepository.make()
    try home.write("../out.md", "outside\n")
    try home.run(["mkdir", "personas"])
    try home.run(["ln", "-s", target, "personas/jen.md"])
    let store = try FileStore(root: home.path)
    let unwritten = try failure {
      try store.replace("personas/jen.md", with: .text("x"), expecting: .text("outside\n"))
    }
    #expect(unwritten.summary == "refusing to use personas/jen.md")
    #expect(unwritten.causes.first?.hasPrefix("a symbolic link leads outside the workspace, to /") == true)
    let uncommitted = try failure {
      _ = try home.open().commit([("personas/jen.md", .text("x"))], message: "x")
    }
    #expect(uncommitted == unwritten)
    #expect(try home.read("../out.md") == "outside\n")
  }

  @Test("symbolic links in a circle are refused")
  func circle() throws {
    let home = try TemporaryRepository.make()
    try home.run(["ln", "-s", "b.md", "a.md"])
    try home.run(["ln", "-s", "a.md", "b.md"])
    let refused = try failure { try FileStore(root: home.path).replace("a.md", with: [], expecting: nil) }
    #expect(refused.causes == ["its symbolic links lead in a circle"])
  }

  @Test(
    "names of any kind are committed and reported",
    arguments: [
      "personas/Zoë Müller.md", "personas/日本語.md", "personas/a b\tc.md", "personas/-dash.md",
      "personas/[a-z]*.md",
      "personas/quote\"and\\slash.md", "personas/line\nbreak.md", "personas/e\u{301}.md",
      "personas/:(top)x.md",
    ])
  func oddNames(name: String) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["base.txt": "x\n"])
    try home.write(name, "# Odd\n")
    let repository = try home.open()
    #expect(
      try repository.changedPaths(under: "personas") == [
        ChangedPath(path: name, kind: .added, isStaged: false)
      ])
    #expect(!repository.isTracked(name))
    _ = try repository.commit([(name, .text("# Odd\n"))], message: "odd")
    #expect(try home.git("ls-tree", "-r", "-z", "--name-only", "HEAD", "--", "personas") == name + "\0")
    #expect(try home.git("status", "--porcelain") == "")
    #expect(repository.isTracked(name))
    #expect(try repository.changedPaths(under: "personas") == [])
    #expect(try home.run(["git", "fsck", "--strict"]).errors == "")
  }

  @Test(
    "a path that git or the workspace cannot hold is refused",
    arguments: ["../x.md", "/etc/x", "", "a/../../x", ".git/x"])
  func impossiblePaths(path: String) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["base.txt": "x\n"])
    _ = try failure { _ = try home.open().commit([(path, .text("x"))], message: "x") }
    #expect(try home.git("log", "--format=%s") == "by hand\n")
  }

  @Test("a file inside a submodule is refused")
  func submodule() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["base.txt": "x\n"])
    let head = try home.git("rev-parse", "HEAD").dropLast()
    try home.git("update-index", "--add", "--cacheinfo", "160000,\(head),personas")
    try home.git("commit", "--quiet", "--message", "submodule")
    let refused = try failure { _ = try home.open().commit([("personas/jen.md", .text("x"))], message: "x") }
    #expect(refused.hint == "it is a submodule: make it a workspace of its own")
  }
}
