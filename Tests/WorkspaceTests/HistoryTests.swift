import Foundation
import Persona
import Testing

@testable import Workspace

@Suite struct HistoryTests {
  private let message = """
    jen: 2 claims confirmed, 1 contradicted

    Plays 4.2 -> 5.1 days a week.

    More in the evening.

    Persona: jen
    Stage: data-augmented
    Source: app 3f2a
    Source: tickets 9c1d

    """

  @Test("the trailers that are written are those that git reads, and those that are read back")
  func trailers() throws {
    let home = try TemporaryRepository.make()
    let repository = try home.open()
    _ = try repository.commit([("personas/jen.md", .text("# Jen\n"))], message: message)
    let raw = try home.git("log", "-1", "--format=%B")
    let parsed = try home.git("interpret-trailers", "--parse", input: raw)
    let record = try #require(try repository.history(of: "personas/jen.md").first)
    #expect(record.trailers.map { "\($0.key): \($0.value)\n" }.joined() == parsed)
    #expect(parsed == "Persona: jen\nStage: data-augmented\nSource: app 3f2a\nSource: tickets 9c1d\n")
    #expect(record.subject == "jen: 2 claims confirmed, 1 contradicted")
    #expect(record.body == "Plays 4.2 -> 5.1 days a week.\n\nMore in the evening.")
    #expect(record.trailer("persona") == "jen")
    #expect(
      record.author
        == Signature(name: "Ada Writer", email: "ada@example.com", seconds: 1_795_163_400, offsetMinutes: 60))
  }

  @Test("the commits of a file are those that git lists, in git's order")
  func sameAsGit() throws {
    var home = try TemporaryRepository.make()
    func at(_ seconds: Int) {
      for name in ["AUTHOR", "COMMITTER"] {
        home.surroundings.environment["GIT_\(name)_DATE"] = "@\(seconds) +0000"
      }
    }
    at(1_000)
    try home.commit(["a.md": "1\n", "b.md": "1\n"], "root")
    at(2_000)
    try home.git("switch", "--quiet", "-c", "side")
    try home.commit(["a.md": "side\n"], "side a")
    at(2_500)
    try home.commit(["b.md": "side\n"], "side b")
    try home.git("switch", "--quiet", "main")
    at(2_200)
    try home.commit(["c.md": "main\n"], "main c")
    at(3_000)
    try home.git("merge", "--quiet", "--no-edit", "side")
    at(3_000)
    try home.commit(["a.md": "same second\n"], "after")
    at(3_000)
    try home.git("rm", "--quiet", "b.md")
    try home.git("commit", "--quiet", "--message", "without b")
    let repository = try home.open()
    for path in ["a.md", "b.md", "c.md", "none.md"] {
      let expected = try home.git("log", "--full-history", "--no-merges", "--format=%s", "--", path)
      let found = try repository.history(of: path).map { "\($0.subject)\n" }.joined()
      #expect(found == expected, "\(path)")
    }
    var walked = ""
    try repository.walk { commit, _ throws(Failure) in
      walked += "\(commit.id)\n"
      return true
    }
    #expect(try walked == home.git("log", "--format=%H"))
    #expect(try repository.history(of: "a.md", limit: 1).map(\.subject) == ["after"])
    #expect(try repository.history(of: "a.md", limit: 0) == [])
  }

  @Test("the history of a shallow clone ends where the clone does")
  func shallow() throws {
    let home = try TemporaryRepository.make()
    for number in 1...4 { try home.commit(["a.md": "\(number)\n"], "number \(number)") }
    try home.git("clone", "--quiet", "--depth", "2", "file://\(home.path)", "../shallow")
    let clone = (home.path as NSString).deletingLastPathComponent + "/shallow"
    let repository = try Repository.open(workspace: clone, surroundings: home.surroundings)
    #expect(try repository.history(of: "a.md").map(\.subject) == ["number 4", "number 3"])
    try home.write("a.md", "5\n", in: clone)
    _ = try repository.commit([("a.md", .text("5\n"))], message: "number 5")
    #expect(try home.git("status", "--porcelain", in: clone) == "")
  }

  @Test("a message keeps lines that begin with a number sign")
  func numberSign() throws {
    let home = try TemporaryRepository.make()
    _ = try home.open().commit([("a.md", .text("a\n"))], message: "a\n\n# heading  \n\n\n\nend")
    #expect(try home.git("log", "-1", "--format=%B") == "a\n\n# heading\n\nend\n\n")
  }

  @Test("the reference log says who moved the branch and why")
  func referenceLog() throws {
    let home = try TemporaryRepository.make()
    let repository = try home.open()
    _ = try repository.commit([("a.md", .text("a\n"))], message: "first")
    _ = try repository.commit([("a.md", .text("b\n"))], message: "second\n\nbody")
    for name in ["HEAD", "main"] {
      #expect(
        try home.git("log", "--walk-reflogs", "--format=%gn <%ge>: %gs", name)
          == """
          Ada Writer <ada@example.com>: commit: second
          Ada Writer <ada@example.com>: commit (initial): first

          """)
    }
  }
}
