import Foundation
import Persona
import Testing

@testable import Workspace

/// What the user has staged, and what not, is as it was.
@Suite struct IndexTests {
  @Test("staged and unstaged changes elsewhere stay byte for byte")
  func changesElsewhere() throws {
    let home = try TemporaryRepository.make()
    try home.commit([
      "personas/jen.md": "# Jen\n", "a.txt": "a\nb\nc\n", "b.txt": "b\n", "gone.txt": "gone\n",
      "moved.txt": "moved\n",
    ])
    try home.write("a.txt", "a staged\nb\nc\n")
    try home.git("add", "a.txt")
    try home.write("a.txt", "a staged\nb\nc unstaged\n")
    try home.write("b.txt", "unstaged\n")
    try home.git("rm", "--quiet", "gone.txt")
    try home.git("mv", "moved.txt", "new name.txt")
    try home.write("intended.txt", "later\n")
    try home.git("add", "--intent-to-add", "intended.txt")
    try home.write("untracked.txt", "untracked\n")
    try home.git("update-index", "--assume-unchanged", "b.txt")
    func picture() throws -> [String] {
      [
        try home.git("diff"), try home.git("diff", "--cached"), try home.git("status", "--porcelain"),
        try home.git("ls-files", "-v"),
      ]
    }
    let before = try picture()
    try home.write("personas/jen.md", "# Jen\nnew\n")
    _ = try home.open().commit([("personas/jen.md", .text("# Jen\nnew\n"))], message: "jen")
    #expect(try picture() == before)
    #expect(try home.git("show", "--format=", "--name-only", "HEAD") == "personas/jen.md\n")
    #expect(try home.run(["git", "fsck", "--strict"]).errors == "")
  }

  @Test("a file that is not what was committed shows as changed, however old it is and of whatever size")
  func otherOnDisk() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["personas/jen.md": "# Jen\n"])
    try home.write("personas/jen.md", "# Tom\n")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000)],
      ofItemAtPath: home.path + "/personas/jen.md")
    _ = try home.open().commit([("personas/jen.md", .text("# Kim\n"))], message: "jen")
    #expect(try home.git("status", "--porcelain") == " M personas/jen.md\n")
  }

  @Test("an index of any version keeps its version", arguments: ["2", "3", "4"])
  func versions(version: String) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["personas/jen.md": "# Jen\n", "personas/kim.md": "# Kim\n"])
    try home.git("update-index", "--index-version", version)
    if version == "3" { try home.git("update-index", "--skip-worktree", "personas/kim.md") }
    // The version is the big-endian number after the four letters DIRC.
    func versionByte() throws -> UInt8 {
      try [UInt8](Data(contentsOf: URL(fileURLWithPath: home.path + "/.git/index")))[7]
    }
    let before = try versionByte()
    try home.write("personas/jen.md", "# Jen\nnew\n")
    _ = try home.open().commit([("personas/jen.md", .text("# Jen\nnew\n"))], message: "jen")
    #expect(try home.git("status", "--porcelain") == "")
    #expect(try versionByte() == before)
    #expect(try home.git("ls-files", "-t").contains("S personas/kim.md") == (version == "3"))
  }

  @Test("a split index is refused and left as it was")
  func splitIndex() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["personas/jen.md": "# Jen\n"])
    try home.git("update-index", "--split-index")
    let refused = try failure {
      _ = try home.open().commit([("personas/jen.md", .text("new\n"))], message: "jen")
    }
    #expect(refused.summary == "cannot read git's index")
    #expect(try home.git("status", "--porcelain") == "")
  }

  @Test("edits left out of the commit stay in the file, and what of them was staged stays staged")
  func leftEdits() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["jen.md": "one\ntwo\nthree\nfour\nfive\nblock\n"])
    try home.write("jen.md", "one staged\ntwo\nthree\nfour\nfive\nblock\n")
    try home.git("add", "jen.md")
    try home.write("jen.md", "one staged\ntwo\nthree unstaged\nfour\nfive\nnew block\n")
    // The tool's part on top of the committed version.
    _ = try home.open().commit(
      [("jen.md", .text("one\ntwo\nthree\nfour\nfive\nnew block\n"))], message: "jen")
    #expect(try home.git("show", "HEAD:jen.md") == "one\ntwo\nthree\nfour\nfive\nnew block\n")
    #expect(try home.git("show", ":jen.md") == "one staged\ntwo\nthree\nfour\nfive\nnew block\n")
    #expect(try home.read("jen.md") == "one staged\ntwo\nthree unstaged\nfour\nfive\nnew block\n")
  }

  @Test("a staged text that the commit contradicts stays staged as it is")
  func contradictedStage() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["jen.md": "block\n"])
    try home.write("jen.md", "staged words\n")
    try home.git("add", "jen.md")
    try home.write("jen.md", "later words\n")
    _ = try home.open().commit([("jen.md", .text("new block\n"))], message: "jen")
    #expect(try home.git("show", ":jen.md") == "staged words\n")
    #expect(try home.git("show", "HEAD:jen.md") == "new block\n")
    #expect(try home.read("jen.md") == "later words\n")
  }

  @Test("a file that was staged for removal is not put back into the index")
  func stagedRemoval() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["jen.md": "one\n", "other.md": "x\n"])
    try home.git("rm", "--quiet", "jen.md")
    _ = try home.open().commit([("jen.md", .text("two\n"))], message: "jen")
    #expect(try home.git("status", "--porcelain") == "D  jen.md\n")
  }

  @Test("words that were staged and then taken back on disk stay staged")
  func stagedAndTakenBack() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["jen.md": "one\ntwo\nthree\nfour\nblock\n"])
    try home.write("jen.md", "one staged\ntwo\nthree\nfour\nblock\n")
    try home.git("add", "jen.md")
    try home.write("jen.md", "one\ntwo\nthree\nfour\nnew block\n")
    _ = try home.open().commit(
      [("jen.md", .text("one\ntwo\nthree\nfour\nnew block\n"))], message: "jen")
    #expect(try home.git("show", ":jen.md") == "one staged\ntwo\nthree\nfour\nnew block\n")
    #expect(try home.git("status", "--porcelain") == "MM jen.md\n")
  }

  @Test("a file that goes on after it was staged is committed as it is on disk, and nothing of it is staged")
  func stagedAndWrittenOn() throws {
    for later in ["one staged\ntwo\nthree more\n", "one staged and changed\ntwo\nthree\n"] {
      let home = try TemporaryRepository.make()
      try home.commit(["jen.md": "one\ntwo\nthree\n"])
      try home.write("jen.md", "one staged\ntwo\nthree\n")
      try home.git("add", "jen.md")
      try home.write("jen.md", later)
      _ = try home.open().commit([("jen.md", .text(later))], message: "jen")
      #expect(try home.git("status", "--porcelain") == "")
    }
  }

  @Test("a file that was removed from the index alone stays out of it")
  func removedFromIndex() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["jen.md": "one\n", "other.md": "x\n"])
    try home.git("rm", "--quiet", "--cached", "jen.md")
    try home.write("jen.md", "one\nblock\n")
    _ = try home.open().commit([("jen.md", .text("one\nblock\n"))], message: "jen")
    #expect(try home.git("show", "HEAD:jen.md") == "one\nblock\n")
    #expect(try home.git("status", "--porcelain") == "D  jen.md\n?? jen.md\n")
  }

  /// The states that SIGKILL leaves behind at each of the system calls of a commit, as strace showed them.
  @Test(
    "what a run killed before its commit left behind is cleared away",
    arguments: [nil, "", "0123456789012345678901234567890123456789\n"])
  func killedBefore(branchLock: String?) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["jen.md": "one\n"])
    let repository = try home.open()
    try home.write(".git/index.lock", "persona-sync 0123456789012345678901234567890123456789\n")
    try home.write(".git/index.lock.persona-sync", "persona-sync")
    try home.write(".git/index.persona-sync", "half")
    try home.write(".git/index.persona-sync.lock", "less")
    if let branchLock { try home.write(".git/refs/heads/main.lock", branchLock) }
    try home.write("jen.md", "two\n")
    _ = try repository.commit([("jen.md", .text("two\n"))], message: "two")
    #expect(
      try home.run(["sh", "-c", "ls -d .git/index* .git/refs/heads/*"]).output
        == ".git/index\n.git/refs/heads/main\n")
    #expect(try home.git("status", "--porcelain") == "")
  }

  @Test("a lock on the branch that belongs to somebody else stays")
  func foreignBranchLock() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["jen.md": "one\n"])
    let repository = try home.open()
    try home.write(".git/index.lock", "persona-sync 0123456789012345678901234567890123456789\n")
    try home.write(".git/refs/heads/main.lock", "abcdefabcdefabcdefabcdefabcdefabcdefabcd\n")
    _ = try failure { _ = try repository.commit([("jen.md", .text("two\n"))], message: "two") }
    #expect(try home.read(".git/refs/heads/main.lock") == "abcdefabcdefabcdefabcdefabcdefabcdefabcd\n")
  }

  @Test("what a run killed after its commit left behind is brought to its end")
  func killedAfter() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["jen.md": "one\n"])
    try home.write("jen.md", "two\n")
    // The state between the move of the branch and the rename of the index, made with git.
    try home.run(["cp", ".git/index", "../old"])
    try home.git("commit", "--quiet", "--all", "--message", "two")
    try home.run(["mv", ".git/index", ".git/index.persona-sync"])
    try home.run(["mv", "../old", ".git/index"])
    try home.write(".git/index.lock", "persona-sync \(home.git("rev-parse", "HEAD"))")
    try home.open().requireQuiet()
    #expect(try home.run(["sh", "-c", "ls .git/index*"]).output == ".git/index\n")
    #expect(try home.git("status", "--porcelain") == "")
  }

  @Test("the lock of a run that is still alive is left alone")
  func livingRun() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["jen.md": "one\n"])
    let repository = try home.open()
    let update = try IndexUpdate.begin(in: repository)
    #expect(throws: SystemError(number: EWOULDBLOCK)) {
      _ = try RepositoryLock.acquire(at: home.path + "/.git/persona-sync.lock", attempts: 2)
    }
    #expect(throws: (any Error).self) { try home.git("add", "--all") }
    withExtendedLifetime(repository) { _ = update }
  }

  @Test("a lock that a killed run has left is taken and removed")
  func lockOfKilledRun() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["jen.md": "one\n"])
    try home.write(".git/persona-sync.lock", "")
    try home.open().requireQuiet()
    #expect(!FileManager.default.fileExists(atPath: home.path + "/.git/persona-sync.lock"))
  }
}
