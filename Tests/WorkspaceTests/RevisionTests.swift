import Persona
import Testing

@testable import Workspace

@Suite("Revisions and settings")
struct RevisionTests {
  @Test("a revision is the commit that git takes it for")
  func sameAsGit() throws {
    let home = try TemporaryRepository.make()
    for number in 1...3 { try home.commit(["a": "\(number)\n"], "number \(number)") }
    try home.git("tag", "--annotate", "--message", "a tag", "v1", "HEAD~1")
    try home.git("branch", "feature/x", "HEAD~2")
    let repository = try home.open()
    let short = String(try home.git("rev-parse", "HEAD~2").prefix(8))
    for revision in [
      "HEAD", "@", "main", "feature/x", "v1", "v1^{}", "HEAD~2", "HEAD^^", "@{1}", ":/number 2", short,
    ] {
      let id = try repository.commit(named: revision)
      #expect("\(id)\n" == (try home.git("log", "-1", "--format=%H", revision)), "\(revision)")
    }
  }

  @Test(
    "what is no commit is refused by name",
    arguments: ["none", "HEAD~9", "HEAD:a", "HEAD^{tree}", "", "..", "-x"])
  func refused(revision: String) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a": "1\n"])
    let repository = try home.open()
    let failure = try failure { _ = try repository.commit(named: revision) }
    #expect(failure.summary.contains(revision) && failure.kind == .fixable)
  }

  @Test("a setting of the repository is written as git reads it, beside those that are there")
  func settings() throws {
    let home = try TemporaryRepository.make()
    try home.git("config", "user.name", "Ada # with a sign")
    let repository = try home.open()
    #expect(try repository.value(ofSetting: "diff.x.textconv") == nil)
    try repository.set("diff.x.textconv", to: "a \"quoted\" word; # and more")
    #expect(try repository.value(ofSetting: "diff.x.textconv") == "a \"quoted\" word; # and more")
    #expect(try home.git("config", "diff.x.textconv") == "a \"quoted\" word; # and more\n")
    #expect(try home.git("config", "user.name") == "Ada # with a sign\n")
    #expect(try home.git("config", "--global", "--list").contains("diff.x") == false)
  }
}
