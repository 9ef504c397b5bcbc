import Foundation
import Persona
import Testing

@testable import Workspace

/// Nothing is committed into something that the user has begun.
@Suite struct QuietTests {
  /// Two branches that change one line differently.
  private func diverged() throws -> TemporaryRepository {
    let home = try TemporaryRepository.make()
    try home.commit(["personas/jen.md": "one\n"], "base")
    try home.git("switch", "--quiet", "-c", "other")
    try home.commit(["personas/jen.md": "two\n"], "theirs")
    try home.git("switch", "--quiet", "main")
    try home.commit(["personas/jen.md": "three\n"], "ours")
    return home
  }

  private func expectRefusal(_ home: borrowing TemporaryRepository, cause: String, hint: String) throws {
    let before = try home.git("rev-parse", "HEAD")
    let repository = try home.open()
    let refused = try failure { try repository.requireQuiet() }
    #expect(refused.summary == "refusing to commit")
    #expect(refused.causes == [cause])
    #expect(refused.hint?.contains(hint) == true, "\(refused.hint ?? "no hint")")
    let again = try failure {
      _ = try repository.commit([("personas/jen.md", .text("four\n"))], message: "no")
    }
    #expect(again == refused)
    #expect(try home.git("rev-parse", "HEAD") == before)
  }

  @Test("a merge in progress is refused")
  func merge() throws {
    let home = try diverged()
    #expect(try home.run(["git", "merge", "other"]).status == 1)
    try expectRefusal(home, cause: "a merge is in progress in this repository", hint: "git merge --abort")
  }

  @Test("a rebase in progress is refused")
  func rebase() throws {
    let home = try diverged()
    #expect(try home.run(["git", "rebase", "other"]).status == 1)
    try expectRefusal(home, cause: "a rebase is in progress in this repository", hint: "git rebase --abort")
  }

  @Test("a rebase with the old machinery is refused")
  func rebaseApply() throws {
    let home = try diverged()
    #expect(try home.run(["git", "rebase", "--apply", "other"]).status == 1)
    try expectRefusal(home, cause: "a rebase is in progress in this repository", hint: "git rebase --abort")
  }

  @Test("a cherry-pick in progress is refused")
  func cherryPick() throws {
    let home = try diverged()
    #expect(try home.run(["git", "cherry-pick", "other"]).status == 1)
    try expectRefusal(
      home, cause: "a cherry-pick is in progress in this repository", hint: "git cherry-pick --abort")
  }

  @Test("a revert in progress is refused")
  func revert() throws {
    let home = try diverged()
    try home.commit(["personas/jen.md": "five\n"], "later")
    #expect(try home.run(["git", "revert", "--no-edit", "HEAD~1"]).status == 1)
    try expectRefusal(home, cause: "a revert is in progress in this repository", hint: "git revert --abort")
  }

  @Test("a bisect in progress is refused")
  func bisect() throws {
    let home = try diverged()
    try home.git("bisect", "start")
    try expectRefusal(home, cause: "a bisect is in progress in this repository", hint: "git bisect reset")
  }

  @Test("a mailbox that is being applied is refused")
  func mailbox() throws {
    let home = try diverged()
    let patch = try home.git("format-patch", "--stdout", "-1", "other")
    #expect(try home.run(["git", "am"], input: patch).status != 0)
    try expectRefusal(
      home, cause: "applying a mailbox (git am) is in progress in this repository", hint: "git am --abort")
  }

  @Test("a detached HEAD is refused")
  func detached() throws {
    let home = try diverged()
    try home.git("checkout", "--quiet", "--detach")
    try expectRefusal(
      home, cause: "HEAD is detached: no branch would hold the commit", hint: "git switch -c BRANCH")
  }

  @Test("files left unmerged by a stash are refused")
  func unmerged() throws {
    let home = try diverged()
    try home.write("personas/jen.md", "six\n")
    try home.git("stash", "--quiet")
    try home.commit(["personas/jen.md": "seven\n"])
    #expect(try home.run(["git", "stash", "pop"]).status == 1)
    try expectRefusal(home, cause: "there are files with unresolved conflicts", hint: "git add FILE")
  }

  @Test("an index that another process holds is refused, and its lock is left alone")
  func lockedIndex() throws {
    let home = try diverged()
    try home.write(".git/index.lock", "")
    try expectRefusal(
      home, cause: "another git process holds the index: \(home.path)/.git/index.lock exists",
      hint: "remove it")
    #expect(FileManager.default.fileExists(atPath: home.path + "/.git/index.lock"))
  }

  @Test("a commit by somebody else in the meantime is not built over")
  func race() throws {
    let home = try diverged()
    let repository = try home.open()
    try home.commit(["personas/jen.md": "by somebody else\n"], "meanwhile")
    let refused = try failure {
      _ = try repository.commit([("personas/jen.md", .text("ours\n"))], message: "no")
    }
    #expect(refused.causes == ["somebody else has committed, or switched the branch, since this run began"])
    #expect(try home.git("log", "-1", "--format=%s") == "meanwhile\n")
    #expect(try home.git("status", "--porcelain") == "")
  }

  @Test("a switch of the branch in the meantime is noticed even when the commit is the same")
  func switched() throws {
    let home = try diverged()
    let repository = try home.open()
    try home.git("switch", "--quiet", "-c", "third")
    let refused = try failure {
      _ = try repository.commit([("personas/jen.md", .text("ours\n"))], message: "no")
    }
    #expect(refused.causes == ["somebody else has committed, or switched the branch, since this run began"])
    #expect(try home.git("log", "-1", "--format=%s", "main") == "ours\n")
  }

  @Test("a branch that somebody else holds is not moved, and the index is unlocked again")
  func lockedBranch() throws {
    let home = try diverged()
    let repository = try home.open()
    try home.write(".git/refs/heads/main.lock", "")
    let refused = try failure {
      _ = try repository.commit([("personas/jen.md", .text("ours\n"))], message: "no")
    }
    #expect(
      refused.causes == [
        "another git process holds the branch: \(home.path)/.git/refs/heads/main.lock exists"
      ])
    try home.run(["rm", ".git/refs/heads/main.lock"])
    #expect(try home.git("status", "--porcelain") == "")
    #expect(try home.git("log", "-1", "--format=%s") == "ours\n")
    #expect(try home.run(["sh", "-c", "ls .git/index*"]).output == ".git/index\n")
  }
}
