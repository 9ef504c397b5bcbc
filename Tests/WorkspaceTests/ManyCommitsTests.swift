import Foundation
import Persona
import Testing

@testable import Workspace

/// Commits that are made together are those that git makes one by one.
@Suite struct ManyCommitsTests {
  /// A history in which files come, change and go in folders of their own, and in which what was removed comes back.
  private func drafts(_ count: Int) -> [CommitDraft] {
    (0..<count).map { number in
      var contents: [(path: String, bytes: [UInt8]?)] = [
        ("personas/p\(number % 40).md", .text("# \(number)\n")),
        ("evidence/p\(number % 40).json", number % 7 == 3 ? nil : .text("{\"number\": \(number)}\n")),
        ("evidence/deep/er/p\(number % 3)", number % 5 == 4 ? nil : .text("\(number)\n")),
      ]
      if number % 11 == 6 {
        contents += (0..<3).map { ("evidence/deep/er/p\($0)", nil) }
        contents.remove(at: 2)
      }
      return CommitDraft(contents, message: "number \(number)\n\nPersona: p\(number % 40)\n")
    }
  }

  /// The same history by `git fast-import`.
  private func imported(
    _ drafts: [CommitDraft], onto first: String, in home: borrowing TemporaryRepository
  ) throws -> String {
    var stream = ""
    for (number, draft) in drafts.enumerated() {
      stream += """
        commit refs/heads/imported
        author Ada Writer <ada@example.com> 1795163400 +0100
        committer Ada Writer <ada@example.com> 1795163400 +0100
        data \(draft.message.utf8.count)
        \(draft.message)

        """
      if number == 0 { stream += "from \(first)" }
      for (path, bytes) in draft.contents {
        if let bytes {
          let text = String(decoding: bytes, as: UTF8.self)
          stream += "M 100644 inline \(path)\ndata \(bytes.count)\n\(text)\n"
        } else {
          stream += "D \(path)\n"
        }
      }
    }
    try home.git("fast-import", "--quiet", input: stream)
    return try home.git("rev-list", "imported")
  }

  @Test(
    "they form the history that git fast-import makes of them, and git finds nothing wrong",
    arguments: [(3, 0), (12, 0), (150, 1)])
  func sameHistory(count: Int, packs: Int) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["personas/p1.md": "by hand\n", "other/left alone.txt": "x\n", "evidence.md": "e\n"])
    let first = try home.git("rev-parse", "HEAD")
    let drafts = drafts(count)
    let last = Dictionary(drafts.flatMap(\.contents).map { ($0.path, $0.bytes) }) { $1 }
    for (path, bytes) in last { if let bytes { try home.write(path, bytes) } }
    let made = try home.open().commit(drafts).map { try #require($0) }
    let history = try home.git("rev-list", "main")
    #expect(history.split(separator: "\n").dropLast().reversed().map(String.init) == made.map(\.hexadecimal))
    #expect(try home.run(["sh", "-c", "ls .git/objects/pack/*.pack | wc -l"]).output == "\(packs)\n")
    #expect(try home.run(["git", "fsck", "--strict", "--full"]).errors == "")
    #expect(try home.git("status", "--porcelain") == "")
    #expect(try imported(drafts, onto: first, in: home) == history)
  }

  @Test("a pack keeps no object at the end of a longer chain of changes than git would make")
  func chains() throws {
    let home = try TemporaryRepository.make()
    _ = try home.open().commit(drafts(150))
    let lines = try home.git("verify-pack", "-v", packName(home)).split(separator: "\n")
    // `chain length = 7: 3 objects`
    let lengths = lines.filter { $0.hasPrefix("chain length") }.compactMap {
      Int($0.split(separator: " ")[3].dropLast())
    }
    #expect(lengths.max() == 50)
  }

  private func packName(_ home: borrowing TemporaryRepository) throws -> String {
    try home.run(["sh", "-c", "ls .git/objects/pack/*.idx"]).output.trimmingCharacters(in: .newlines)
  }

  /// libgit2 looks at a pack through windows of a few megabytes. Where one ends shortly behind the beginning of an object,
  /// too little of it is seen for a single byte to come out.
  @Test("an object that begins just before a window ends is stored like any other", arguments: [24, 36])
  func acrossWindows(before: Int) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.md": "1\n"])
    let place = windowBytes - before
    var files = (0..<120).map { [UInt8]("\($0)".utf8) }
    let shift = try place - offset(behind: files + [Self.noise(place - 5000)])
    files.append(try Self.noise(place - 5000 + shift))
    #expect(try offset(behind: files) == place)
    files += (1...3).map { number in (0..<900).flatMap { "\($0 * number % 791): number\n".utf8 } }

    var objects = NewObjects(for: try home.open())
    let ids = try files.map { file throws(Failure) in try objects.add(.blob, file) }
    try objects.store()
    let sizes = try home.git(
      "cat-file", "--batch-check=%(objectsize)", input: ids.map { "\($0)\n" }.joined())
    #expect(sizes == files.map { "\($0.count)\n" }.joined())
    #expect(try home.run(["git", "fsck", "--strict", "--full"]).status == 0)
  }

  /// Where the next object would begin in a pack of these.
  private func offset(behind files: [[UInt8]]) throws -> Int {
    var pack = try Pack()
    for file in files { try pack.add(.blob, NewObjects.id(of: .blob, file), file) }
    return pack.byteCount
  }

  /// Bytes that cannot be compressed: so many take as much room as any other so many.
  private static func noise(_ count: Int) throws -> [UInt8] {
    let file = try #require(FileHandle(forReadingAtPath: "/dev/urandom"))
    return Array(try #require(try file.read(upToCount: count)))
  }

  @Test("drafts that change nothing make no commit, and those after them do")
  func nothingBetween() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.md": "1\n"])
    let made = try home.open().commit([
      CommitDraft([("a.md", .text("1\n"))], message: "same"),
      CommitDraft([("a.md", .text("2\n"))], message: "two"),
      CommitDraft([("a.md", .text("2\n")), ("b.md", nil)], message: "same again"),
      CommitDraft([("a.md", .text("1\n"))], message: "back"),
    ])
    #expect(made.map { $0 == nil } == [true, false, true, false])
    #expect(try home.git("log", "--format=%s") == "back\ntwo\nby hand\n")
    #expect(
      try home.git("log", "-1", "--walk-reflogs", "--format=%gs") == "commit: back (and 1 before)\n")
  }

  @Test("when somebody else has committed meanwhile, none of them is made")
  func movedOn() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.md": "1\n"])
    let repository = try home.open()
    try home.commit(["b.md": "1\n"], "somebody else")
    let refused = try failure(of: { _ = try repository.commit(drafts(3)) })
    #expect(refused.causes.first?.hasPrefix("somebody else has committed") == true)
    #expect(try home.git("log", "--format=%s") == "somebody else\nby hand\n")
    #expect(try home.git("status", "--porcelain") == "")
  }
}
