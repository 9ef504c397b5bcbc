import Foundation
import Persona
import Testing

@testable import Workspace

@Suite struct FileStoreTests {
  @Test("a file is replaced as a whole, keeps its mode, and nothing else is left in the folder")
  func replace() throws {
    let home = try TemporaryRepository.make(initialised: false)
    try home.write("jen.md", "one\n")
    try home.run(["chmod", "640", "jen.md"])
    let store = try FileStore(root: home.path)
    try store.replace("jen.md", with: .text("two\n"), expecting: .text("one\n"))
    try store.replace("new.md", with: .text("new\n"), expecting: nil)
    #expect(try store.read("jen.md", limitBytes: 100) == .text("two\n"))
    #expect(
      try home.run(["sh", "-c", "umask; stat -c %a jen.md new.md; ls -A"]).output
        == "0022\n640\n644\njen.md\nnew.md\n")
  }

  @Test("what somebody else has written meanwhile is not overwritten")
  func changed() throws {
    let home = try TemporaryRepository.make(initialised: false)
    let store = try FileStore(root: home.path)
    try home.write("jen.md", "by hand\n")
    let cases: [([UInt8]?, String)] = [
      (.text("one\n"), "it was changed by somebody else while the run was going on"),
      (
        .text("a longer text than the file holds\n"),
        "it was changed by somebody else while the run was going on"
      ),
      (nil, "it was created by somebody else while the run was going on"),
    ]
    for (expecting, cause) in cases {
      let refused = try failure { try store.replace("jen.md", with: .text("tool\n"), expecting: expecting) }
      #expect(refused.summary == "cannot write jen.md")
      #expect(refused.causes == [cause])
    }
    let gone = try failure { try store.replace("gone.md", with: .text("tool\n"), expecting: .text("one\n")) }
    #expect(gone.causes == ["it was removed by somebody else while the run was going on"])
    #expect(try home.read("jen.md") == "by hand\n")
    #expect(try home.run(["ls", "-A"]).output == "jen.md\n")
  }

  @Test("many files are replaced, created and removed together")
  func together() throws {
    let home = try TemporaryRepository.make(initialised: false)
    for name in ["a", "b", "sub/c"] { try home.write(name, "one\n") }
    let revisions = [
      FileRevision(path: "a", before: .text("one\n"), after: .text("two\n")),
      FileRevision(path: "b", before: .text("one\n"), after: nil),
      FileRevision(path: "sub/c", before: .text("one\n"), after: .text("two\n")),
      FileRevision(path: "sub/d", before: nil, after: .text("new\n")),
    ]
    let store = try FileStore(root: home.path)
    try store.replace(revisions)
    #expect(
      try home.run(["grep", "-r", ""]).output.split(separator: "\n").sorted() == [
        "a:two", "sub/c:two", "sub/d:new",
      ])
    try store.replace(revisions.reversed().map(\.undone))
    #expect(try home.run(["sh", "-c", "grep -r '' | sort"]).output == "a:one\nb:one\nsub/c:one\n")
  }

  @Test("when one of many files cannot be replaced, the others are as they were", arguments: 0..<4)
  func oneOfMany(place: Int) throws {
    let home = try TemporaryRepository.make(initialised: false)
    for name in ["a", "b", "c"] { try home.write(name, "one\n") }
    var revisions = ["a", "b", "c"].map {
      FileRevision(path: $0, before: .text("one\n"), after: $0 == "b" ? nil : .text("two\n"))
    }
    try home.write("folder/in the way", "x\n")
    revisions.insert(FileRevision(path: "folder", before: nil, after: .text("new\n")), at: place)
    #expect(try failure { try FileStore(root: home.path).replace(revisions) }.causes == ["it is a folder"])
    #expect(try home.run(["sh", "-c", "ls -A; cat a b c"]).output == "a\nb\nc\nfolder\none\none\none\n")
  }

  @Test("what a killed run left behind does not stop the next")
  func leftOver() throws {
    let home = try TemporaryRepository.make(initialised: false)
    for name in ["", "-0", "-17"] { try home.write(Replacement.temporaryName + name, "half") }
    try FileStore(root: home.path).replace("jen.md", with: .text("new\n"), expecting: nil)
    #expect(try home.run(["ls", "-A"]).output == "jen.md\n")
  }

  @Test("a left-over that is a symbolic link is not written through")
  func leftOverLink() throws {
    let home = try TemporaryRepository.make(initialised: false)
    try home.write("victim", "safe\n")
    try home.run(["ln", "-s", "victim", Replacement.temporaryName + "-0"])
    try FileStore(root: home.path).replace("jen.md", with: .text("new\n"), expecting: nil)
    #expect(try home.read("victim") == "safe\n")
  }

  @Test("what cannot be read says why")
  func unreadable() throws {
    let home = try TemporaryRepository.make(initialised: false)
    try home.write("folder/x", "")
    try home.write("large", "12345")
    try home.run(["mkfifo", "pipe"])
    let store = try FileStore(root: home.path)
    #expect(try failure { _ = try store.read("folder", limitBytes: 9) }.causes == ["it is a folder"])
    #expect(try failure { _ = try store.read("pipe", limitBytes: 9) }.causes == ["it is not a regular file"])
    #expect(
      try failure { _ = try store.read("large", limitBytes: 4) }.causes == ["it is longer than 4 bytes"])
    #expect(try store.read("large", limitBytes: 5) == .text("12345"))
    #expect(try store.read("none", limitBytes: 5) == nil)
    #expect(try store.read("large/none", limitBytes: 5) == nil)
  }

  @Test("folders are created with those above them; one that exists is left alone")
  func createFolder() throws {
    let home = try TemporaryRepository.make(initialised: false)
    let store = try FileStore(root: home.path)
    try store.createFolder("a/b/c")
    try store.createFolder("a/b/c")
    try home.write("file", "x")
    #expect(try home.run(["find", ".", "-type", "d"]).output == ".\n./a\n./a/b\n./a/b/c\n")
    #expect(try failure { try store.createFolder("file/x") }.summary == "cannot create the folder file/x")
  }

  #if os(Linux)
    // Root may write anywhere; the file-system identity of this one thread becomes another user's.
    @Test(
      "a folder without the right to write is named, and nothing is half written",
      .enabled(if: geteuid() == 0))
    func readOnlyFolder() throws {
      let home = try TemporaryRepository.make()
      try home.commit(["personas/jen.md": "one\n"])
      let repository = try home.open()
      let store = try FileStore(root: home.path)
      try setFileUser(65534)
      defer { try? setFileUser(0) }
      let unwritten = try failure {
        try store.replace("personas/jen.md", with: .text("two\n"), expecting: .text("one\n"))
      }
      #expect(unwritten.causes == ["Permission denied"])
      #expect(unwritten.hint?.hasPrefix("give yourself the right") == true)
      let uncommitted = try failure {
        _ = try repository.commit([("personas/jen.md", .text("two\n"))], message: "no")
      }
      #expect(uncommitted.causes.first?.hasSuffix("Permission denied") == true)
      #expect(uncommitted.hint?.hasPrefix("give yourself the right") == true)
      try setFileUser(0)
      #expect(try home.git("status", "--porcelain") == "")
      #expect(try home.run(["ls", "-A", "personas"]).output == "jen.md\n")
    }

    // Only root can mount a small disk.
    @Test("a full disk is named, and nothing is half written", .enabled(if: canMount))
    func fullDisk() throws {
      let home = try TemporaryRepository.make(initialised: false)
      try home.run(["mount", "-t", "tmpfs", "-o", "size=400k", "persona-sync-test", home.path], in: "/")
      defer { _ = try? home.run(["umount", home.path], in: "/") }
      try home.git("init", "--quiet", "--template=")
      try home.commit(["jen.md": "one\n"])
      let repository = try home.open()
      let store = try FileStore(root: home.path)
      try home.run(["sh", "-c", "cat /dev/zero > filler"])
      let large = [UInt8](repeating: 120, count: 100_000)
      let unwritten = try failure { try store.replace("jen.md", with: large, expecting: .text("one\n")) }
      #expect(unwritten.causes == ["No space left on device"])
      #expect(unwritten.hint?.hasPrefix("free some space") == true)
      let uncommitted = try failure { _ = try repository.commit([("jen.md", large)], message: "no") }
      #expect(uncommitted.causes.first?.hasSuffix("No space left on device") == true, "\(uncommitted)")
      #expect(uncommitted.hint?.hasPrefix("free some space") == true)
      try home.run(["rm", "filler"])
      #expect(try home.git("status", "--porcelain") == "")
      #expect(try home.git("log", "--format=%s") == "by hand\n")
      #expect(try home.run(["git", "fsck", "--strict"]).status == 0)
      #expect(try home.run(["ls", "-A"]).output == ".git\njen.md\n")
    }

    /// Makes this thread touch files as another user. glibc has the function, Swift's module of it has not.
    private func setFileUser(_ user: UInt32) throws {
      typealias Function = @convention(c) (UInt32) -> Int32
      // The symbol has this type on every Linux: setfsuid(2).
      let symbol = unsafe try #require(dlsym(nil, "setfsuid"))
      _ = unsafe unsafeBitCast(symbol, to: Function.self)(user)
    }

    /// Whether this process may mount a file system (root outside of most containers).
    private static let canMount: Bool = {
      guard geteuid() == 0, let home = try? TemporaryRepository.make(initialised: false) else { return false }
      guard (try? home.run(["mount", "-t", "tmpfs", "none", home.path], in: "/").status) == 0 else {
        return false
      }
      return (try? home.run(["umount", home.path], in: "/").status) == 0
    }()
  #endif
}
