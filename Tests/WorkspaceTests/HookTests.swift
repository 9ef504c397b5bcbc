// The hooks of a commit, with git's own runs of the same hooks as the judge.

import Foundation
import Persona
import Testing

@testable import Workspace

@Suite struct HookTests {
  /// Takes down how it was called, in a file beside the repository.
  private static let witness = #"""
    #!/bin/sh
    { echo "$0 $*"; pwd; env | grep '^GIT_' | grep -v -e '^GIT_EXEC_PATH' -e '^GIT_CONFIG' -e '^GIT_COMMITTER' | sort
      git diff --cached --stat; git show :a.txt; readlink /proc/self/fd/0; } >> "$HOME/witness"
    """#

  private func addHook(
    _ home: borrowing TemporaryRepository, _ name: String, _ text: String, in folder: String? = nil
  )
    throws
  {
    let path = (folder ?? home.path + "/.git/hooks") + "/" + name
    try home.write(name, text, in: (path as NSString).deletingLastPathComponent)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  private func witnessed(_ home: borrowing TemporaryRepository) throws -> [String] {
    let path = home.home + "/witness"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try FileManager.default.removeItem(atPath: path)
    return text.split(separator: "\n").map(String.init)
  }

  /// What only one of two commits of the same can have: the name of its index.
  private func comparable(_ lines: [String]) -> [String] {
    lines.filter { !$0.hasPrefix("GIT_INDEX_FILE=") && !$0.hasPrefix("GIT_PREFIX=") }
  }

  @Test("hooks see what they see when git commits", arguments: [false, true])
  func sameView(isLinked: Bool) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.txt": "one\n", "b.txt": "b\n"])
    for name in ["pre-commit", "commit-msg"] { try addHook(home, name, Self.witness) }
    var place = home.path
    if isLinked {
      place = home.home + "/linked"
      try home.git("worktree", "add", "-q", "-b", "linked", place)
    }
    try home.write("a.txt", "two\n", in: place)
    try home.git("commit", "-qm", "two", "--", "a.txt", in: place)
    let byGit = try witnessed(home)
    try home.git("reset", "-q", "--hard", "HEAD~1", in: place)
    let repository = try Repository.open(workspace: place, surroundings: home.surroundings)
    try home.write("a.txt", "two\n", in: place)
    _ = try repository.commit([("a.txt", .text("two\n"))], message: "two\n")
    #expect(try comparable(witnessed(home)) == comparable(byGit))
    #expect(try home.git("status", "--porcelain", in: place) == "")
  }

  @Test("of several commits pre-commit sees the last, once, and commit-msg each message")
  func severalCommits() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.txt": "one\n"])
    try addHook(home, "pre-commit", "#!/bin/sh\ngit diff --cached --name-status >> \"$HOME/witness\"\n")
    try addHook(home, "commit-msg", "#!/bin/sh\nhead -1 \"$1\" >> \"$HOME/witness\"\n")
    _ = try home.open().commit([
      CommitDraft([("b.txt", .text("b\n"))], message: "first\n"),
      CommitDraft([("c.txt", .text("c\n"))], message: "second\n"),
      CommitDraft([("a.txt", .text("one\n"))], message: "nothing\n"),
    ])
    #expect(try witnessed(home) == ["A\tb.txt", "A\tc.txt", "first", "second"])
    // Where nothing is to be committed, nobody is asked.
    _ = try home.open().commit([("a.txt", .text("one\n"))], message: "nothing\n")
    #expect(!FileManager.default.fileExists(atPath: home.home + "/witness"))
  }

  @Test("commit-msg changes the message, as with git")
  func changedMessage() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.txt": "one\n"])
    try addHook(
      home, "commit-msg",
      "#!/bin/sh\ngit interpret-trailers --in-place --trailer 'Change-Id: I1234' \"$1\"\nprintf '\\n\\n\\n' >> \"$1\"\n"
    )
    let message = "jen: evolved\n\n- A line\n\nPersona: jen\nTool: test\n"
    _ = try home.open().commit([("a.txt", .text("two\n"))], message: message)
    let ours = try home.git("cat-file", "commit", "HEAD")
    try home.git("reset", "-q", "--hard", "HEAD~1")
    try home.write("a.txt", "two\n")
    try home.git("commit", "-qam", message)
    #expect(try home.git("cat-file", "commit", "HEAD") == ours)
    #expect(ours.hasSuffix("Tool: test\nChange-Id: I1234\n"))
  }

  @Test(
    "a hook that refuses stops all commits, with its words, and nothing is different",
    arguments: ["pre-commit", "commit-msg"])
  func refusal(name: String) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.txt": "one\n"])
    try addHook(
      home, name, "#!/bin/sh\necho 'not on a Friday'\necho 'ask Ada' >&2\nexit 3\n")
    let before = try home.git("rev-parse", "HEAD") + home.git("ls-files", "--stage", "--debug")
    let failure = #expect(throws: Failure.self) {
      try home.open().commit([("a.txt", .text("two\n")), ("b.txt", .text("b\n"))], message: "two\n")
    }
    #expect(
      failure?.causes == ["the hook \(name) refused, with exit code 3", "not on a Friday", "ask Ada"])
    #expect(try home.git("rev-parse", "HEAD") + home.git("ls-files", "--stage", "--debug") == before)
    #expect(try home.git("status", "--porcelain") == "")
    #expect(try home.git("fsck", "--strict", "--no-dangling") == "")
    let left = try FileManager.default.contentsOfDirectory(atPath: home.path + "/.git")
    #expect(!left.contains { $0.contains("persona-sync") || $0.hasSuffix(".lock") }, "\(left)")
    // Without hooks it is committed.
    let repository = try home.open()
    repository.runsHooks = false
    #expect(try repository.commit([("a.txt", .text("two\n"))], message: "two\n") != nil)
  }

  @Test("a hook that changes what was going to be committed is refused")
  func changedIndex() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.txt": "one\n"])
    try addHook(home, "pre-commit", "#!/bin/sh\necho three > a.txt; git add a.txt\n")
    let failure = #expect(throws: Failure.self) {
      try home.open().commit([("a.txt", .text("two\n"))], message: "two\n")
    }
    #expect(failure?.causes == ["the hook pre-commit changed what was going to be committed"])
    #expect(try home.git("rev-list", "--count", "HEAD") == "1\n")
  }

  @Test(
    "core.hooksPath counts from the root of the work tree, and from the home for ~/",
    arguments: [true, false])
  func hooksPath(isInHome: Bool) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.txt": "one\n"])
    try addHook(home, "pre-commit", "exit 1\n", in: (isInHome ? home.home : home.path) + "/rules")
    try home.git("config", "core.hooksPath", isInHome ? "~/rules" : "rules")
    // Without `#!` it is for the shell, as with git.
    #expect(throws: Failure.self) {
      try home.open().commit([("a.txt", .text("two\n"))], message: "two\n")
    }
    try home.write("a.txt", "two\n")
    #expect(try home.run(["git", "commit", "-qam", "two"]).status == 1)
  }

  @Test("samples are not run, and a hook that may not be run is passed over with git's own words")
  func notExecutable() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.txt": "one\n"])
    try addHook(home, "pre-commit.sample", "#!/bin/sh\nexit 1\n")
    try home.write(".git/hooks/commit-msg", "#!/bin/sh\nexit 1\n")
    let repository = try home.open()
    #expect(try repository.commit([("a.txt", .text("two\n"))], message: "two\n") != nil)
    try home.write("a.txt", "three\n")
    let git = try home.run(["git", "commit", "-qam", "three"])
    let words = try #require(git.errors.split(separator: "\n").first?.dropFirst("hint: ".count))
    #expect(repository.hookWords.map { $0.replacing(home.path + "/", with: "") } == [String(words)])
    try home.git("config", "advice.ignoredHook", "false")
    let quiet = try home.open()
    #expect(try quiet.commit([("a.txt", .text("four\n"))], message: "four\n") != nil)
    #expect(quiet.hookWords == [])
  }
}
