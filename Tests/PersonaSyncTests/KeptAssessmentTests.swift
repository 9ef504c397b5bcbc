// A sync with nothing new: what is kept of the last one answers, and only while it is the answer.

import Foundation
import PersonaSync
import Synchronization
import Testing

@Suite("What a sync keeps for the next")
struct KeptAssessmentTests {
  private static let settings = """
    window: 30 days
    sources:
      shop: { files: data/shop.csv, time: at, event: event, identifiers: { user: user } }

    """
  private static let persona = """
    ---
    match: { metric: active_days, at_least: 2 }
    claims: [{ says: Buys, share: events, where: { event: Bought }, at_least: 50% }]
    ---
    # Buyer

    """

  /// Two events of each of 40 people.
  private static func events(_ event: String = "Bought") -> String {
    "at,event,user\n"
      + (0..<40).map {
        "2026-05-0\($0 % 7 + 1)T10:00:00Z,\(event),u\($0)\n2026-05-20T10:00:00Z,Seen,u\($0)\n"
      }
      .joined()
  }

  /// The clock stands a day after the files were written, so that nobody can be writing them still.
  private func workspace(_ settings: String = settings) throws -> TestWorkspace {
    let tomorrow = Int64(Date().timeIntervalSince1970) + 86_400
    return try TestWorkspace(
      settings: settings, files: ["personas/buyer.md": Self.persona, "data/shop.csv": Self.events()],
      now: tomorrow)
  }

  /// Whether a sync reads a source.
  private func reads(_ workspace: TestWorkspace, asOf: String? = nil) throws -> (Bool, SyncOutcome) {
    let isRead = Mutex(false)
    let outcome = try sync(
      workspace.folder,
      options: SyncOptions(
        asOf: asOf, isDryRun: false, leavesEdits: false, tool: "persona-sync test")
    ) { progress in
      if case .reading = progress.step { isRead.withLock { $0 = true } }
    }
    return (isRead.withLock(\.self), outcome)
  }

  @Test("status tells from it who waits for a block that somebody wrote into")
  func conflict() throws {
    let workspace = try workspace()
    try workspace.sync()
    func waiting() throws -> [String] {
      try status(of: workspace.folder, tool: "persona-sync test").personas.filter(\.isInConflict).map(\.id)
    }
    let text = String(decoding: try workspace.read("personas/buyer.md"), as: UTF8.self)
    let edited = text.replacing("40 people (", with: "40 persons (")
    #expect(edited != text)
    try workspace.write(edited, to: "personas/buyer.md")
    #expect(try waiting() == [])
    let more = (0..<40).map { "2026-05-25T10:00:00Z,Seen,u\($0)\n" }.joined()
    try workspace.write(Self.events() + more, to: "data/shop.csv")
    #expect(try workspace.sync().personas.map(\.result) == [.conflict])
    #expect(try waiting() == ["buyer"])
    try workspace.write(text, to: "personas/buyer.md")
    #expect(try waiting() == [])
  }

  @Test("nothing new is answered without reading a source, and in the same words")
  func nothingNew() throws {
    let workspace = try workspace()
    let (isRead, first) = try reads(workspace)
    #expect(isRead && first.personas.map(\.result) == [.evolved])
    let head = try workspace.git("rev-parse", "HEAD")
    let (isReadAgain, second) = try reads(workspace)
    #expect(!isReadAgain && second.personas.map(\.result) == [.unchanged])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    var expected = first
    expected.personas = second.personas
    // The clock is far beyond the data, which is told once there is nothing else to tell.
    expected.notes.append(
      "no source has an event after 2026-05-20, longer ago than `stages.stale_after`: is an export missing?")
    #expect(try second.jsonText() == expected.jsonText())
    // A person's edit is committed all the same, and what somebody took from the block is put back.
    try workspace.write(Self.persona + "Words.\n", to: "personas/buyer.md")
    let (isReadForEdit, edited) = try reads(workspace)
    #expect(!isReadForEdit && edited.edits.count == 1)
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("what an assessment is made of makes a new one when it changes")
  func changes() throws {
    let workspace = try workspace()
    #expect(try reads(workspace).0)
    try workspace.write(Self.events("Sold"), to: "data/shop.csv")
    let (isRead, outcome) = try reads(workspace)
    #expect(isRead && outcome.personas.first?.verdicts == ["contradicted": 1])
    try workspace.write(Self.persona.replacing("50%", with: "40%"), to: "personas/buyer.md")
    #expect(try reads(workspace).0)
    try workspace.write(Self.settings.replacing("30 days", with: "31 days"), to: "persona-sync.yml")
    #expect(try reads(workspace).0)
    #expect(try reads(workspace, asOf: "2026-05-21").0)
    #expect(try !reads(workspace, asOf: "2026-05-21").0)
    #expect(try reads(workspace).0)
  }

  @Test("settings of the engine change no evidence, and without a cache nothing is kept")
  func engineSettings() throws {
    let workspace = try workspace()
    _ = try reads(workspace)
    let head = try workspace.git("rev-parse", "HEAD")
    try FileManager.default.removeItem(atPath: workspace.root + "/.persona-sync")
    try workspace.write(Self.settings + "engine: { memory: 64 MB, cache: off }\n", to: "persona-sync.yml")
    for _ in 1...2 {
      let (isRead, outcome) = try reads(workspace)
      #expect(isRead && outcome.personas.map(\.result) == [.unchanged])
    }
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    let kept = try FileManager.default.contentsOfDirectory(atPath: workspace.root + "/.persona-sync")
    #expect(kept.sorted() == [".gitignore", "lock"])
  }

  @Test("whatever is broken of what was kept, the answer stays the same")
  func damage() throws {
    let workspace = try workspace()
    let (_, first) = try reads(workspace)
    let folder = workspace.root + "/.persona-sync/"
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { name in
      !name.hasSuffix("lock") && !name.hasSuffix(".gitignore") && name != "segments"
    }
    #expect(names.count >= 4)
    for name in names {
      // Damage to another file may have taken this one along.
      try? FileManager.default.removeItem(atPath: folder + "assessment")
      _ = try reads(workspace)
      let bytes = try Data(contentsOf: URL(filePath: folder + name))
      for damaged in [
        Data(), bytes.prefix(bytes.count / 2), flipped(bytes, at: 5), flipped(bytes, at: bytes.count / 2),
      ] {
        // Only the file at hand is used: the answer of the last run would hide what is below it.
        if name != "assessment" { try? FileManager.default.removeItem(atPath: folder + "assessment") }
        try damaged.write(to: URL(filePath: folder + name))
        let (isRead, outcome) = try reads(workspace)
        #expect(isRead && outcome.personas.map(\.result) == [.unchanged], "\(name)")
        #expect(outcome.sources.map(\.events) == first.sources.map(\.events), "\(name)")
      }
    }
  }

  private func flipped(_ bytes: Data, at place: Int) -> Data {
    var flipped = bytes
    flipped[flipped.startIndex + place] ^= 1
    return flipped
  }

  @Test("while only rules and metrics change, nobody is linked again, and the answer is that of linking")
  func linkedOnce() throws {
    let kept = try workspace()
    let bare = try workspace(Self.settings + "engine: { cache: off }\n")
    /// Which file holds what was linked; nil for none.
    func linked() throws -> UInt64? {
      let path = kept.root + "/.persona-sync/segments/histories.derived"
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      return try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? UInt64
    }
    func sync(_ settings: String, _ persona: String) throws {
      try kept.write(settings, to: "persona-sync.yml")
      try bare.write(settings + "engine: { cache: off }\n", to: "persona-sync.yml")
      for workspace in [kept, bare] {
        try workspace.write(persona, to: "personas/buyer.md")
        #expect(try reads(workspace).1.personas.map(\.result) == [.evolved])
      }
      #expect(try kept.read("evidence/buyer.json") == bare.read("evidence/buyer.json"))
    }
    try sync(Self.settings, Self.persona)
    let first = try #require(try linked())
    try sync(Self.settings, Self.persona.replacing("50%", with: "40%"))
    let metric = "metrics: { bought: { count: events, where: { event: Bought } } }\n"
    try sync(Self.settings + metric, Self.persona)
    try sync(
      Self.settings + metric, Self.persona.replacing("active_days, at_least: 2", with: "bought, at_least: 1"))
    #expect(try linked() == first)
    // What belongs to the day, and to who is who, is made anew.
    try sync(Self.settings.replacing("30 days", with: "20 days"), Self.persona)
    let second = try #require(try linked())
    #expect(second != first)
    try forget(["u7"], in: kept.folder)
    try forget(["u7"], in: bare.folder)
    for workspace in [kept, bare] { _ = try reads(workspace) }
    #expect(try kept.read("evidence/buyer.json") == bare.read("evidence/buyer.json"))
    #expect(try linked() != second)
    // Whoever only lists people after a change of the sources leaves nothing of before it.
    try kept.write(Self.events("Sold"), to: "data/shop.csv")
    _ = try kept.profiles()
    #expect(try linked() == nil)
  }

  @Test("after any prefix, people are the same with what was kept, and with 64 MB of memory and nothing kept")
  func growth() throws {
    let kept = try workspace()
    let bare = try workspace(Self.settings + "engine: { memory: 64 MB, cache: off }\n")
    let lines = Self.events().split(separator: "\n", omittingEmptySubsequences: false)
    for count in [2, 3, 17, 40, 41, lines.count] {
      let text = lines.prefix(count).joined(separator: "\n")
      for workspace in [kept, bare] { try workspace.write(text, to: "data/shop.csv") }
      let people = try kept.profiles()
      #expect(try people == bare.profiles() && people.count == min(40, count / 2), "\(count) lines")
    }
  }
}
