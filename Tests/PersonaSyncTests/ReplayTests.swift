// A replay reads the sources once and measures days ahead: each of its evolutions is the one of a sync as of that day.

import Foundation
import Persona
import PersonaSync
import SharedData
import Synchronization
import Testing

@Suite("Replay")
struct ReplayTests {
  /// Four months of 1971, in which people begin, stop and are linked.
  private static let events: String = {
    var text = "user,email,time,event,channel,page,amount\n"
    for person in 1...90 {
      for day in stride(from: person % 7, to: 120, by: 1 + person % 4) where day > person / 2 || day % 9 == 0
      {
        let moment = Date(timeIntervalSince1970: 31_536_000 + Double(day) * 86_400 + Double(person) * 600)
        let time = moment.formatted(.iso8601)
        // Some are known by their mail alone at first.
        let user = person % 3 == 0 && day < 60 ? "" : "u\(person)"
        text += "\(user),u\(person)@example.com,\(time),Product Viewed,web,/product,\n"
      }
    }
    return text
  }()

  private func workspace(timeZone: String = "UTC") throws -> TestWorkspace {
    let settings = Shop.settings.replacing("timezone: UTC", with: "timezone: \(timeZone)")
    return try TestWorkspace(
      settings: settings.replacing("window: 30 days", with: "window: 20 days"),
      files: [
        "data/shop.csv": Self.events,
        "personas/rita.md": "---\nname: Rita\nmatch: { metric: active_days, at_least: 5 }\n---\n# Rita\n",
      ])
  }

  private func replay(_ workspace: TestWorkspace, threads: Int) throws -> [String: String] {
    var folder = workspace.folder
    folder.threads = threads
    try PersonaSync.replay(
      folder,
      options: ReplayOptions(
        every: .week, from: "1971-01", to: nil, branch: "replay", tool: "persona-sync test")
    ) { _ in }
    let commits = try workspace.git("log", "--format=%H", "replay", "--", "evidence")
    var evidence: [String: String] = [:]
    for commit in commits.split(separator: "\n") {
      let text = try workspace.git("show", commit + ":evidence/rita.json")
      let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      let window = try #require(json?["window"] as? [String: Any])
      evidence[try #require(window["to"] as? String)] = text
    }
    _ = try workspace.git("branch", "-D", "replay")
    return evidence
  }

  // A day of Monrovia ended in the middle of a quarter of an hour of UTC until 1972: 44 minutes and a half behind.
  @Test(
    "is a row of syncs, with one thread and with several",
    arguments: ["UTC", "Europe/Berlin", "Africa/Monrovia"])
  func syncs(timeZone: String) throws {
    let workspace = try workspace(timeZone: timeZone)
    let evidence = try replay(workspace, threads: 2)
    #expect(evidence.count >= 10)
    #expect(try replay(workspace, threads: 1) == evidence)
    for (day, text) in evidence {
      let other = try self.workspace(timeZone: timeZone)
      try other.sync(asOf: day)
      #expect(String(decoding: try other.read("evidence/rita.json"), as: UTF8.self) == text, "\(day)")
    }
  }

  @Test(
    "days that cannot be are told before anything is read",
    arguments: [("may", nil), ("1971-03", "1971-02"), ("1971-02-02", "1971-02-03"), ("1971-01", "then")])
  func unreadable(from: String, to: String?) throws {
    let isRead = Mutex(false)
    #expect(throws: Failure.self) {
      try PersonaSync.replay(
        workspace().folder,
        options: ReplayOptions(
          every: .month, from: from, to: to, branch: "replay", tool: "persona-sync test"),
        progress: { if case .reading = $0.step { isRead.withLock { $0 = true } } }, report: { _ in })
    }
    #expect(!isRead.withLock { $0 })
  }

  @Test("what is broken in the cache costs only time")
  func damage() throws {
    let workspace = try workspace()
    let evidence = try replay(workspace, threads: 2)
    let folder = workspace.root + "/.persona-sync/segments/"
    let segments = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
      $0.hasSuffix(".segment")
    }
    #expect(!segments.isEmpty)
    for name in segments {
      let bytes = try Data(contentsOf: URL(filePath: folder + name))
      // Somewhere in the columns, so that it is seen by the day that asks for them.
      for place in stride(from: bytes.count / 3, to: bytes.count, by: bytes.count / 5 + 1) {
        var damaged = bytes
        damaged[place] ^= 1
        try damaged.write(to: URL(filePath: folder + name))
        #expect(try replay(workspace, threads: 2) == evidence, "\(name) at \(place)")
      }
    }
  }

  @Test("waits for the disk only where the branch goes", .enabled(if: canTrace))
  func disk() throws {
    let workspace = try workspace()
    let trace = workspace.home + "-trace"
    defer { try? FileManager.default.removeItem(atPath: trace) }
    let program = BuiltProducts.folder.appending(path: "persona-sync").path()
    try TestWorkspace.run(
      ["strace", "-f", "-y", "-o", trace, "-e", "trace=fsync", program, "replay", "--from", "1971-02"],
      home: workspace.root)
    let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n").filter {
      $0.contains("fsync(")
    }
    // What libgit2 writes there by itself, references, it always waits for.
    let stage = calls.filter {
      $0.contains("persona-sync-replay-") && !$0.contains("/refs") && !$0.contains("/logs")
    }
    #expect(
      stage.filter { $0.contains("/personas") || $0.contains("/evidence") || $0.contains("/objects") } == [])
    #expect(calls.contains { $0.contains(workspace.root + "/.git/objects/pack") })
  }
}
