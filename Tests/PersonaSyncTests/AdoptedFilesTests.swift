// Pages that real teams wrote, and Markdown chosen for its oddities: adopted with their rules in the settings, synced
// twice, and compared byte by byte with code that knows nothing of how the product finds its place in a file.

import Foundation
import Persona
import PersonaSync
import SharedData
import Testing

@Suite("Adopted persona files", .needsSharedData)
struct AdoptedFilesTests {
  /// Files of a data set by their path in `personas/`, with ids that are unique; `.txt` becomes `.md`.
  private func files(_ set: String, endings: [String]) throws -> [(path: String, bytes: Data)] {
    let root = URL(filePath: RealDataTests.data + "/" + set)
    let walk = try #require(FileManager.default.enumerator(atPath: root.path))
    let names = walk.compactMap { $0 as? String }.filter { name in endings.contains { name.hasSuffix($0) } }
    var seen: [String: Int] = [:]
    return try names.sorted().map { name in
      let bytes = try Data(contentsOf: root.appending(path: name))
      let dot = try #require(name.lastIndex(of: "."))
      let stem = name[..<dot]
      let id = (stem.split(separator: "/").last.map(String.init) ?? "").lowercased()
      seen[id, default: 0] += 1
      let number = seen[id, default: 1] == 1 ? "" : " (\(seen[id, default: 1]))"
      return ("personas/\(set)/\(stem)\(number)\(name.hasSuffix(".json") ? ".json" : ".md")", bytes)
    }
  }

  private static func id(_ path: String) -> String {
    String(
      path.split(separator: "/").last?.split(separator: ".", omittingEmptySubsequences: false)
        .dropLast().joined(separator: ".") ?? "")
  }

  /// A workspace with the files as they are, committed, and rules for each in the settings.
  private func workspace(_ files: [(path: String, bytes: Data)]) throws -> TestWorkspace {
    let rules = files.map { file in
      """
        \(quoted(Self.id(file.path))):
          \(Shop.match)
          claims: [{ says: Buys at least twice a month, median: purchases_per_month, at_least: 2 }]
      """
    }
    let settings = Shop.settings + "personas:\n" + rules.joined(separator: "\n") + "\n"
    let workspace = try Shop.workspace(settings: settings, files: [:])
    for file in files { try workspace.write(file.bytes, to: file.path) }
    try workspace.git("add", "personas")
    try workspace.git("commit", "-q", "-m", "personas")
    return workspace
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// Syncs twice and compares: the tool inserted one run of bytes, and the second time nothing at all.
  private func adopt(_ files: [(path: String, bytes: Data)]) throws {
    let workspace = try workspace(files)
    let outcome = try workspace.sync()
    #expect(outcome.edits == [])
    #expect(outcome.personas.count == files.count)
    for persona in outcome.personas where persona.result != .evolved {
      Issue.record("\(persona.id): \(persona.result) \(persona.details)")
    }
    for file in files {
      let after = try workspace.read(file.path)
      let inserted = try #require(insertion(into: file.bytes, of: after), "\(file.path)")
      if file.path.hasSuffix(".json") {
        #expect(inserted.contains("\"persona-sync\""), "\(file.path)")
        let members = try #require(try JSONSerialization.jsonObject(with: after) as? [String: Any])
        #expect(members["persona-sync"] is [String: Any], "\(file.path)")
      } else {
        let lines = inserted.split(omittingEmptySubsequences: true) { $0.isNewline }
        #expect(lines.first == "<!-- persona-sync:begin -->", "\(file.path)")
        #expect(lines.last?.hasPrefix("<!-- persona-sync:end sha256:") ?? false, "\(file.path)")
        let breaks = inserted.prefix { $0.isNewline }.utf8.count
        #expect(breaks <= 4, "\(file.path): \(breaks) bytes before the block")
      }
    }
    let head = try workspace.git("rev-parse", "HEAD")
    #expect(try workspace.git("status", "--porcelain") == "")
    let bytes = try files.map { try workspace.read($0.path) }
    let again = try workspace.sync()
    #expect(again.personas.allSatisfy { $0.result == .unchanged })
    #expect(again.edits == [])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(try files.map { try workspace.read($0.path) } == bytes)
    #expect(try workspace.git("fsck", "--strict") == "")
  }

  /// The one run of bytes that makes `after` of `before`; `nil` when there is no such run.
  private func insertion(into before: Data, of after: Data) -> String? {
    let extra = after.count - before.count
    guard extra > 0 else { return nil }
    let same = zip(before, after).prefix { $0 == $1 }.count
    // Of all places where the run may begin, the last is where the texts begin to differ.
    for start in stride(from: same, through: max(0, same - 4), by: -1) {
      let run = after[start..<start + extra]
      if before[start...] == after[(start + extra)...] { return String(decoding: run, as: UTF8.self) }
    }
    return nil
  }

  @Test("pages of real teams keep every byte, and the second sync writes and commits nothing")
  func pages() throws {
    let files = try files("personas-md", endings: [".md"])
    #expect(files.count == 26)
    try adopt(files)
  }

  @Test("JSON personas keep every byte outside the reserved key")
  func json() throws {
    let files = try files("personas-json", endings: [".json"])
    #expect(files.count == 17)
    try adopt(files)
  }

  /// Files that cannot hold a block, and why.
  static let unreadable = [
    "Unicode16LECRLFandBOM": "it is UTF-16 text",
    "sig": "its front matter begins with `---` and never ends",
  ]

  @Test("odd Markdown keeps every byte")
  func odd() throws {
    let files = try files("markdown-torture", endings: [".md", ".markdown", ".txt"])
      .filter { Self.unreadable[Self.id($0.path)] == nil }
    #expect(files.count == 100)
    try adopt(files)
  }

  @Test("what cannot hold a block is refused by name and left as it was")
  func refused() throws {
    let files = try files("markdown-torture", endings: [".md", ".markdown"])
      .filter { Self.unreadable[Self.id($0.path)] != nil }
    let workspace = try workspace(files)
    let head = try workspace.git("rev-parse", "HEAD")
    let problems = try #require(throws: WrittenProblems.self) { try workspace.sync() }.problems
      .filter { $0.severity == .error }
    #expect(problems.map(\.location.file) == files.map(\.path).sorted())
    for (problem, file) in zip(problems, files) {
      let cause = try #require(Self.unreadable[Self.id(file.path)])
      #expect(problem.message == "cannot read \(file.path): \(cause)")
      #expect(try workspace.read(file.path) == file.bytes)
    }
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--porcelain") == "")
  }
}
