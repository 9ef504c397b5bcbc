// Files that mean harm: each limit holds, says its name, and nothing outside the workspace is written.

import Foundation
import Persona
import PersonaSync
import Testing

@Suite("Hostile input")
struct HostileInputTests {
  private static func firstRejects(_ outcome: SyncOutcome, of source: String = "hostile") -> [String] {
    outcome.sources.first { $0.name == source }?.rejects.map {
      "\($0.reason): \($0.first.joined(separator: " "))"
    } ?? []
  }

  /// The shop with one more source, whose file is made by `make`.
  private func workspace(file: String, make: (_ path: String) throws -> Void) throws -> TestWorkspace {
    let settings = """
      \(Shop.settings)  hostile:
          files: data/hostile/\(file)
          time: time
          event: event
          identifiers: { user: user }
      rejects: { limit: 100% }

      """
    let workspace = try Shop.workspace(
      settings: settings.replacing("data/*.csv", with: "data/shop.csv"))
    try workspace.write("", to: "data/hostile/\(file)")
    try make(workspace.root + "/data/hostile/\(file)")
    return workspace
  }

  @Test("an archive that grows a thousandfold is refused by name", arguments: ["gzip", "zstd"])
  func archiveBomb(program: String) throws {
    let workspace = try workspace(file: "bomb") { path in
      // gzip's own program packs it 1,030 to 1, zstd's 30,000 to 1.
      let line = "head -c 209715200 /dev/zero | tr '\\0' x"
      try TestWorkspace.run(
        ["sh", "-c", "(echo user,time,event; \(line)) | \(program) -c > '\(path)'"],
        home: NSTemporaryDirectory())
    }
    let before = try workspace.git("rev-parse", "HEAD")
    let failure = #expect(throws: Failure.self) { try workspace.sync() }
    #expect(failure?.summary == "refusing to decompress data/hostile/bomb further")
    #expect(failure?.hint != nil)
    #expect(try workspace.git("rev-parse", "HEAD") == before)
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("names that take a quote or a comma into one character with what follows stay in their cells")
  func combiningMarks() throws {
    let names = ["evil,\u{301}=HYPERLINK(1)", "q\"\u{301},x", "line\u{2028}end", "plain"]
    let workspace = try workspace(file: "names.csv") { path in
      let rows = names.map {
        "\"\($0.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined())\",2026-05-01,Play\n"
      }
      try Data(("user,time,event\n" + rows.joined()).utf8).write(to: URL(filePath: path))
    }
    let users = Set(try workspace.profiles().compactMap { $0["user"] })
    #expect(users.isSuperset(of: names))
  }

  @Test("a table with ten million columns is refused by name")
  func columns() throws {
    let workspace = try workspace(file: "wide.csv") { path in
      try Data("user,time,event\(String(repeating: ",c", count: 10_000_000))\nu1\n".utf8)
        .write(to: URL(filePath: path))
    }
    let failure = #expect(throws: Failure.self) { try workspace.sync() }
    #expect(failure?.summary == "the header is longer than 1 MiB")
    #expect(failure?.location?.file == "data/hostile/wide.csv")
  }

  @Test("a row with ten million fields is one rejected record")
  func fields() throws {
    let workspace = try workspace(file: "wide.csv") { path in
      let row = "u1,2026-05-01,Play\(String(repeating: ",", count: 10_000_000))\n"
      try Data("user,time,event\n\(row)u2,2026-05-02,Play\n".utf8).write(to: URL(filePath: path))
    }
    let outcome = try workspace.sync()
    #expect(Self.firstRejects(outcome) == ["the record is longer than 1 MiB: data/hostile/wide.csv:2"])
    #expect(outcome.sources.first { $0.name == "hostile" }?.events == 1)
  }

  @Test("a document nested a hundred thousand deep is one rejected record")
  func depth() throws {
    let workspace = try workspace(file: "deep.ndjson") { path in
      let nested = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
      let objects =
        String(repeating: "{\"a\":", count: 100_000) + "1" + String(repeating: "}", count: 100_000)
      let good = "{\"user\":\"u1\",\"time\":\"2026-05-01\",\"event\":\"Play\"}"
      try Data("{\"x\":\(nested)}\n\(good)\n\(objects)\n\(good)\n".utf8).write(to: URL(filePath: path))
    }
    let outcome = try workspace.sync()
    #expect(Self.firstRejects(outcome).count == 1)
    #expect(outcome.sources.first { $0.name == "hostile" }?.events == 2)
  }

  @Test(
    "a persona file of a gigabyte is left alone with a warning, and not read whole",
    arguments: ["md", "json"])
  func largePersona(ending: String) throws {
    let workspace = try Shop.workspace()
    let path = workspace.root + "/personas/large.\(ending)"
    // A hole: the file takes no room on the disk.
    try workspace.write("---\nname: x\n", to: "personas/large.\(ending)")
    try FileHandle(forWritingTo: URL(filePath: path)).truncate(atOffset: 1 << 30)
    let outcome = try workspace.sync(leavesEdits: true)
    #expect(outcome.notes.contains { $0.hasPrefix("personas/large.\(ending):") })
    #expect(outcome.personas.first { $0.id == "regular" }?.result == .evolved)
  }

  @Test(
    "a persona's name may look like an option, a way out or a command",
    arguments: [
      "-rf", "$(touch owned)", "`touch owned`", "a;b", "a\nb", "\u{1b}[31mred", "<script>alert(1)<!--",
      "a|b", "[x](http:y)", "%2e%2e%2f", "'\"", "*", "~", "-",
    ])
  func names(name: String) throws {
    let file = "personas/\(name).md"
    let workspace = try Shop.workspace(files: [file: Shop.persona])
    let outcome = try workspace.sync()
    #expect(outcome.personas.map(\.result) == [.evolved])
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(try workspace.git("fsck", "--strict") == "")
    #expect(
      try workspace.git("ls-tree", "-rz", "--name-only", "HEAD").split(separator: "\0").sorted()
        == [
          ".gitignore", "evidence/\(name).json", "evidence/\(name).svg", file[...], "persona-sync.yml",
        ].map(Substring.init).sorted())
    #expect(!FileManager.default.fileExists(atPath: workspace.root + "/owned"))
    #expect(try workspace.sync().personas.map(\.result) == [.unchanged])
  }
}
