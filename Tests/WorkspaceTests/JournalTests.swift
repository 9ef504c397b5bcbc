import Foundation
import Persona
import Testing

@testable import Workspace

@Suite struct JournalTests {
  private static let commit = CommitID(hexadecimal: String(repeating: "7b", count: 20))

  private static let journal = Journal(
    branch: "refs/heads/main", tip: commit, folders: ["evidence"],
    revisions: [
      FileRevision(path: "personas/a b\n.md", before: [0, 10, 255, 13], after: .text("new\n")),
      FileRevision(path: "evidence/new.json", before: nil, after: []),
      FileRevision(path: "evidence/old.json", before: .text("old\n"), after: nil),
    ])

  @Test("a journal reads back as it was written")
  func roundTrip() throws {
    let whole = try Self.journal.bytes()
    let begun = try Journal(bytes: whole)
    #expect(begun.content == Self.journal.content)
    #expect(begun.bytesBefore == [[0, 10, 255, 13], nil, .text("old\n")])
    #expect(!begun.isReady && begun.commit == nil)
    let ready = try Journal(bytes: whole + .text(Journal.line(commit: Self.commit) + Journal.readyLine))
    #expect(ready.isReady && ready.commit == Self.commit)
  }

  @Test("a journal that is cut off anywhere, or in which any bit is wrong, is not believed")
  func damaged() throws {
    let whole = try Self.journal.bytes()
    for count in 0..<whole.count {
      #expect(throws: Journal.Defect.self) { try Journal(bytes: Array(whole[..<count])) }
      for bit in 0..<8 {
        var changed = whole
        changed[count] ^= 1 << bit
        #expect(throws: Journal.Defect.self) { try Journal(bytes: changed) }
      }
    }
    // A step whose line is not whole was not reached.
    let steps = [UInt8].text(Journal.line(commit: Self.commit) + Journal.readyLine)
    for count in 0..<steps.count {
      let journal = try Journal(bytes: whole + steps[..<count])
      #expect(!journal.isReady)
    }
  }

  /// A repository in which a run was killed with all files in their places, before or after its commit.
  private func killed(_ home: borrowing TemporaryRepository, commit: CommitID?) throws {
    let before = ["a.md": "one\n", "b.md": "one\n", "gone.json": "old\n"]
    try home.commit(before)
    let tip = try home.open().head()
    let journal = Journal(
      branch: "refs/heads/main", tip: tip, folders: ["evidence"],
      revisions: [
        FileRevision(path: "a.md", before: .text("one\n"), after: .text("two\n")),
        FileRevision(path: "b.md", before: .text("one\n"), after: .text("two\n")),
        FileRevision(path: "gone.json", before: .text("old\n"), after: nil),
        FileRevision(path: "evidence/new.json", before: nil, after: .text("new\n")),
      ])
    let steps = Journal.line(commit: commit) + Journal.readyLine
    try home.write(Journal.path, journal.bytes() + .text(steps))
    try home.write(".persona-sync/.gitignore", "*\n")
    for name in ["a.md", "b.md"] { try home.write(name, "two\n") }
    try home.write("evidence/new.json", "new\n")
    try home.run(["rm", "gone.json"])
  }

  private func settle(_ home: borrowing TemporaryRepository) throws -> Recovery? {
    try home.open().settle(
      in: FileStore(root: home.path), writingBelow: ["evidence", "a.md", "b.md", "gone.json"])
  }

  @Test("what a run wrote before its commit is taken back")
  func takenBack() throws {
    let home = try TemporaryRepository.make()
    try killed(home, commit: Self.commit)
    try home.write(Journal.temporaryName + "-1", "two\n")
    #expect(try settle(home) == Recovery(end: .takenBack))
    #expect(try home.git("status", "--porcelain", "--untracked-files=all") == "")
    #expect(try home.run(["sh", "-c", "ls -A . .persona-sync"]).output.contains("journal") == false)
    #expect(try home.run(["ls", "evidence"]).status != 0)
    #expect(try settle(home) == nil)
  }

  @Test("what somebody changed since is left as it is, and named")
  func changedSince() throws {
    let home = try TemporaryRepository.make()
    try killed(home, commit: nil)
    try home.write("b.md", "by hand\n")
    try home.write("gone.json", "by hand, and longer than anything that the run knew\n")
    let recovery = try settle(home)
    #expect(recovery == Recovery(end: .takenBack, leftAlone: ["b.md", "gone.json"]))
    #expect(recovery?.words.hasSuffix("but not in what somebody changed since: b.md, gone.json") == true)
    #expect(try home.git("status", "--porcelain") == " M b.md\n M gone.json\n")
    #expect(try home.read("b.md") == "by hand\n")
  }

  @Test("what somebody committed since is theirs")
  func committedSince() throws {
    let home = try TemporaryRepository.make()
    try killed(home, commit: Self.commit)
    try home.git("commit", "--quiet", "--message", "mine", "a.md")
    #expect(try settle(home) == Recovery(end: .takenBack))
    #expect(try home.git("status", "--porcelain") == "")
    #expect(try home.read("a.md") == "two\n")
    #expect(try home.read("b.md") == "one\n")
  }

  @Test("a run whose commit was made is finished, even when the branch has gone on")
  func finished() throws {
    let home = try TemporaryRepository.make()
    try killed(home, commit: nil)
    try home.git("add", "--all")
    try home.git("commit", "--quiet", "--message", "the run's")
    let made = try #require(try home.open().head())
    let journal = try Journal(bytes: Array(Data(home.read(Journal.path).utf8)))
    try home.commit(["other.txt": "later\n"])
    try home.write(Journal.path, journal.whole(commit: made))
    try home.write("b.md", "by hand\n")
    #expect(try settle(home) == Recovery(end: .finished))
    #expect(try home.git("status", "--porcelain") == " M b.md\n")
    #expect(try home.read("a.md") == "two\n")
  }

  @Test("a journal that cannot be read is put aside, and nothing else is touched", arguments: [false, true])
  func unreadable(isOfOtherVersion: Bool) throws {
    let home = try TemporaryRepository.make()
    try killed(home, commit: nil)
    let text = isOfOtherVersion ? "persona-sync journal 2\n{}\n" : "persona-sync journal 1\n{\"bra"
    try home.write(Journal.path, text)
    try home.write("evidence/" + Journal.temporaryName + "-0", "half")
    let status = try home.git("status", "--porcelain")
    #expect(try settle(home) == Recovery(end: .unknown(otherVersion: isOfOtherVersion)))
    #expect(try home.git("status", "--porcelain") == status)
    #expect(try home.read(Journal.unreadPath) == text)
    #expect(try home.run(["ls", "-A", "evidence"]).output == "new.json\n")
    #expect(try settle(home) == nil)
  }

  @Test(
    "a journal of other places than those a run writes to is put aside, and nothing there is touched",
    arguments: [
      ("refs/heads/main", ".git/config", "evidence"), ("refs/heads/main", "evidence/.GIT/config", "evidence"),
      ("refs/heads/main", "evidence/../.git/config", "evidence"),
      ("refs/heads/main", "evidence/link", "evidence"),
      ("refs/heads/main", "personas/x.md", "evidence"),
      ("refs/heads/main", "evidence/x.json", "../elsewhere"),
      ("refs/heads/../../config", "evidence/x.json", "evidence"), ("config", "evidence/x.json", "evidence"),
    ])
  func forged(branch: String, path: String, folder: String) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["evidence/x.json": "as it is\n", "personas/x.md": "as it is\n"])
    try home.run(["ln", "-s", "../.git/config", "evidence/link"])
    let target = path == "evidence/link" || path.lowercased().contains(".git") ? ".git/config" : path
    let now = try home.read(target)
    let journal = Journal(
      branch: branch, tip: nil, folders: [folder],
      revisions: [FileRevision(path: path, before: .text("[core]\n\thooksPath = x\n"), after: .text(now))])
    try home.write(
      Journal.path, journal.bytes() + .text(Journal.line(commit: Self.commit) + Journal.readyLine))
    let recovery = try home.open().settle(in: FileStore(root: home.path), writingBelow: ["evidence"])
    #expect(recovery == Recovery(end: .unknown(otherVersion: false)))
    #expect(try home.read(target) == now)
    #expect(try home.run(["ls", Journal.unreadPath]).status == 0)
  }

  @Test("a run that was ended before its journal had its name has changed nothing")
  func draft() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.md": "one\n"])
    try home.write(Journal.draftPath, "persona-sync journal 1\n{\"bra")
    try home.write(".persona-sync/.gitignore", "*\n")
    #expect(try settle(home) == nil)
    #expect(try home.run(["ls", "-A", ".persona-sync"]).output == ".gitignore\n")
  }

  @Test("what was saved in the moment of a replacement is kept when the run was killed there")
  func rescued() throws {
    let home = try TemporaryRepository.make()
    try killed(home, commit: nil)
    try home.write(Journal.temporaryName + "-0", "saved in that moment\n")
    let recovery = try #require(try settle(home))
    let place = try #require(recovery.rescued.first)
    #expect(recovery.rescued.count == 1 && recovery.words.hasSuffix("and kept: " + place))
    #expect(try home.read(place) == "saved in that moment\n")
    #expect(try home.read("a.md") == "one\n")
  }

  @Test("who only looks knows the run's writing from others'")
  func looking() throws {
    let home = try TemporaryRepository.make()
    let files = try FileStore(root: home.path)
    #expect(InterruptedRun(in: files) == nil)
    try killed(home, commit: nil)
    let run = try #require(InterruptedRun(in: files))
    #expect(run.hasWritten("a.md", .text("two\n")) && run.hasWritten("gone.json", nil))
    #expect(!run.hasWritten("a.md", .text("by hand\n")) && !run.hasWritten("other.md", nil))
    let lock = try WorkspaceLock.acquire(in: home.path)
    #expect(InterruptedRun(in: files) == nil)
    _ = consume lock
  }
}

extension Journal {
  /// The file of a run that was ready.
  fileprivate func whole(commit: CommitID) throws -> [UInt8] {
    try bytes() + .text(Journal.line(commit: commit) + Journal.readyLine)
  }
}
