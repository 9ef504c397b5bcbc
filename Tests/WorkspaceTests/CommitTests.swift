import Persona
import Testing

@testable import Workspace

@Suite struct CommitTests {
  @Test("a commit holds exactly the given files, and git finds nothing wrong")
  func plainCommit() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["personas/jen.md": "# Jen\n", "other.txt": "left alone\n"])
    let repository = try home.open()
    try home.write("personas/jen.md", "# Jen\nplays\n")
    try home.write("evidence/jen.json", "{}\n")
    let id = try #require(
      try repository.commit(
        [("personas/jen.md", .text("# Jen\nplays\n")), ("evidence/jen.json", .text("{}\n"))],
        message: "jen: 2 claims confirmed\n\nPersona: jen\n"))
    #expect(try home.git("rev-parse", "HEAD") == "\(id)\n")
    #expect(
      try home.git("show", "--format=", "--name-status", "HEAD")
        == "A\tevidence/jen.json\nM\tpersonas/jen.md\n")
    #expect(try home.git("status", "--porcelain") == "")
    #expect(try home.git("diff-index", "HEAD") == "")
    #expect(try home.git("write-tree") == home.git("rev-parse", "HEAD^{tree}"))
    #expect(try home.run(["git", "fsck", "--strict"]).errors == "")
    let person = "Ada Writer <ada@example.com> 1795163400 +0100"
    #expect(
      try home.git("log", "-1", "--format=%an <%ae> %ad|%cn <%ce> %cd|%s", "--date=raw")
        == "\(person)|\(person)|jen: 2 claims confirmed\n"
    )
    #expect(repository.head() == id)
  }

  @Test("the first commit of a repository has no parent")
  func unbornBranch() throws {
    let home = try TemporaryRepository.make()
    let repository = try home.open()
    #expect(repository.head() == nil)
    try home.write("personas/jen.md", "# Jen\n")
    _ = try repository.commit([("personas/jen.md", .text("# Jen\n"))], message: "first")
    #expect(try home.git("log", "--format=%P|%s") == "|first\n")
    #expect(try home.git("status", "--porcelain") == "")
    #expect(try home.run(["git", "fsck", "--strict"]).errors == "")
  }

  @Test("nothing is committed when nothing changes")
  func nothingChanged() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.md": "a\n"])
    let before = try home.git("rev-parse", "HEAD")
    #expect(try home.open().commit([("a.md", .text("a\n")), ("gone.md", nil)], message: "none") == nil)
    #expect(try home.git("rev-parse", "HEAD") == before)
  }

  @Test("a removed file is gone, and so is the folder that it leaves empty")
  func removal() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["evidence/jen.json": "{}\n", "a.md": "a\n"])
    try home.git("rm", "--quiet", "--cached", "evidence/jen.json")
    try home.git("reset", "--quiet")
    try home.run(["rm", "-r", "evidence"])
    _ = try home.open().commit([("evidence/jen.json", nil)], message: "jen: gone")
    #expect(try home.git("ls-tree", "-r", "-t", "--name-only", "HEAD") == "a.md\n")
    #expect(try home.git("status", "--porcelain") == "")
    #expect(try home.run(["git", "fsck", "--strict"]).errors == "")
  }
}
