// A sync that cannot finish leaves the files, the index and the history as they were.

import Foundation
import Persona
import PersonaSync
import Testing

@testable import persona_sync

@Suite("Nothing half written")
struct NothingHalfWrittenTests {
  static let settings = """
    timezone: UTC
    window: 30 days
    privacy: { minimum_group: 5, round_people: 5 }
    sources:
      visits:
        files: data/visits.csv
        time: time
        event: { constant: Visit }
        identifiers: { user: user }
    """

  static let persona = """
    ---
    name: Vera
    stage: research-driven
    match: { metric: events, at_least: 1 }
    ---
    # Vera

    Comes by.
    """

  private func workspace() throws -> TestWorkspace {
    let workspace = try TestWorkspace(settings: Self.settings, files: ["personas/vera.md": Self.persona])
    let rows = (1...30).map { "u\($0),2026-05-\(10 + $0 % 9) 12:00:00" }
    try workspace.write("user,time\n" + rows.joined(separator: "\n") + "\n", to: "data/visits.csv")
    return workspace
  }

  @Test("a file that cannot be written takes the ones before it back")
  func rollback() throws {
    let workspace = try workspace()
    try workspace.write("in the way", to: "evidence")  // a file where a folder is needed
    let head = try workspace.git("rev-parse", "HEAD")
    #expect(throws: Failure.self) { try workspace.sync() }
    #expect(try workspace.read("personas/vera.md") == Data(Self.persona.utf8))
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--porcelain") == "?? evidence\n")
  }

  @Test("when the commits cannot be made, the files of all personas are put back")
  func branchInUse() throws {
    let workspace = try workspace()
    try workspace.write(Self.persona.replacing("Vera", with: "Wim"), to: "personas/wim.md")
    try workspace.git("add", ".")
    try workspace.git("commit", "-q", "-m", "wim")
    try workspace.write("", to: ".git/refs/heads/main.lock")
    #expect(throws: Failure.self) { try workspace.sync() }
    #expect(try workspace.read("personas/vera.md") == Data(Self.persona.utf8))
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(!FileManager.default.fileExists(atPath: workspace.root + "/evidence"))
    try FileManager.default.removeItem(atPath: workspace.root + "/.git/refs/heads/main.lock")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved, .evolved])
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("a hand edit over what an interrupted run left is committed without the tool's part")
  func interrupted() throws {
    let workspace = try workspace()
    try workspace.sync()
    let synced = try workspace.read("personas/vera.md")
    try workspace.git("reset", "-q", "--soft", "HEAD~1")  // as if the run had ended before its commit
    try workspace.git("reset", "-q")
    let edited = String(decoding: synced, as: UTF8.self).replacing("Comes by.", with: "Comes by often.")
    try workspace.write(edited, to: "personas/vera.md")
    try workspace.sync()
    let subjects = try workspace.git("log", "--format=%s").split(separator: "\n")
    #expect(subjects.first?.hasPrefix("vera: first evidence") == true)
    #expect(subjects.dropFirst().first == "vera: edited by hand")
    let byHand = try workspace.git("show", "HEAD~1:personas/vera.md")
    #expect(byHand == Self.persona.replacing("Comes by.", with: "Comes by often."))
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("a persona that was committed broken is heard once it is mended")
  func mended() throws {
    let workspace = try workspace()
    try workspace.write("---\nname: Odd\nmatch: { metric: events, at_least: 1 }\n", to: "personas/odd.md")
    try workspace.git("add", ".")
    try workspace.git("commit", "-q", "-m", "odd")
    #expect(throws: WrittenProblems.self) { try workspace.sync() }
    try workspace.write("---\nname: Odd\n---\n# Odd\n", to: "personas/odd.md")
    let outcome = try workspace.sync()
    #expect(outcome.edits == ["odd: edited by hand"])
  }

  @Test("a persona whose match is taken away goes back to research-driven, with all trailers but figures")
  func withdrawn() throws {
    let workspace = try workspace()
    try workspace.sync()
    let text = String(decoding: try workspace.read("personas/vera.md"), as: UTF8.self)
    try workspace.write(
      text.replacing("match: { metric: events, at_least: 1 }\n", with: ""), to: "personas/vera.md")
    try workspace.sync()
    let now = String(decoding: try workspace.read("personas/vera.md"), as: UTF8.self)
    #expect(now.contains("stage: research-driven"))
    #expect(now.contains("no match says any more who belongs to it"))
    #expect(!FileManager.default.fileExists(atPath: workspace.root + "/evidence/vera.json"))
    let message = try workspace.git("log", "-1", "--format=%B")
    for trailer in ["Persona: vera", "Stage: research-driven", "Window: ", "People: ", "Source: ", "Rules: "]
    {
      #expect(message.contains("\n" + trailer))
    }
    #expect(try evolutions(of: "vera", in: workspace.folder).count == 2)
    let again = try workspace.sync()
    #expect(again.personas.map(\.result) == [.withdrawn])
    #expect(again.personas.map(\.details) == [["no match says any more who belongs to it"]])
    let words = SyncWords(outcome: again, look: .plain).text
    #expect(words.hasSuffix("withdrawn  vera: no match says any more who belongs to it\n"), "\(words)")
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("an export that came out empty takes no evidence away")
  func emptyExport() throws {
    let workspace = try workspace()
    try workspace.sync()
    let head = try workspace.git("rev-parse", "HEAD")
    try workspace.write("user,time\n", to: "data/visits.csv")
    #expect(try workspace.sync().personas.map(\.result) == [.heldBack])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("evidence goes with its persona")
  func removed() throws {
    let workspace = try workspace()
    try workspace.sync()
    try FileManager.default.removeItem(atPath: workspace.root + "/personas/vera.md")
    try workspace.sync()
    #expect(
      try workspace.git("log", "--format=%s", "-2").split(separator: "\n") == [
        "vera: evidence removed with the persona", "vera: removed by hand",
      ])
    #expect(try workspace.git("ls-files", "evidence", "personas") == "")
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("withdrawn evidence is remembered: two evolutions never differ by a few people")
  func subtraction() throws {
    let workspace = try workspace()
    try workspace.sync()
    let early = try workspace.sync(asOf: "2026-05-10")  // three people had come by then
    #expect(early.personas.map(\.result) == [.heldBack])
    let data = String(decoding: try workspace.read("data/visits.csv"), as: UTF8.self)
    try workspace.write(data + "u31,2026-05-20 12:00:00\nu32,2026-05-20 12:00:00\n", to: "data/visits.csv")
    let head = try workspace.git("rev-parse", "HEAD")
    #expect(try workspace.sync().personas.map(\.result) == [.heldBack])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
  }
}
