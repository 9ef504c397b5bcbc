// A workspace in which a sync has every kind of change to make, and git as the judge of what a disturbed one left.

import Foundation
import Persona
import PersonaSync
import Testing

/// Where a sync is disturbed.
///
/// The sync has to commit an edit by hand, a new persona and a removed one; to write new evidence over old, evidence
/// where there was none, in folders that are there and in one that is not; and to remove evidence.
struct DisturbedWorkspace {
  let workspace: TestWorkspace

  private static func persona(_ name: String, _ words: String) -> String {
    """
    ---
    name: \(name)
    match: { metric: \(name == "Wim" ? "active_days" : "events"), at_least: \(name == "Vera" ? 2 : 1) }
    ---
    # \(name)

    \(words)

    """
  }

  /// What people wrote last, by file: nothing of it is changed by any run.
  private static let words = [
    "personas/vera.md": persona("Vera", "Comes by, and was edited by hand."),
    "personas/deep/er/wim.md": persona("Wim", "Is new."),
  ]

  private static func visits(_ people: ClosedRange<Int>) -> String {
    "user,time\n"
      + people.flatMap { person in (0...(person % 3)).map { "u\(person),2026-05-\(10 + $0) 12:00:00\n" } }
      .joined()
  }

  /// The workspace before the sync; all others are copies of it.
  ///
  /// - Parameter isFirst: whether nothing was ever synced in it.
  static func make(isFirst: Bool = false) throws -> DisturbedWorkspace {
    let workspace = try TestWorkspace(
      settings: NothingHalfWrittenTests.settings,
      files: [
        "personas/vera.md": persona("Vera", "Comes by."), "personas/otto.md": persona("Otto", "Left."),
        "notes.txt": "Ours.\n",
      ])
    try workspace.write(visits(1...30), to: "data/visits.csv")
    if !isFirst { try workspace.sync() }
    try workspace.git("branch", "side")
    // All of them come again, so that there is news of everybody.
    let again = (1...60).map { "u\($0),2026-05-20 12:00:00\n" }.joined()
    try workspace.write(visits(1...60) + again, to: "data/visits.csv")
    let vera = String(decoding: try workspace.read("personas/vera.md"), as: UTF8.self)
    try workspace.write(
      vera.replacing("Comes by.", with: "Comes by, and was edited by hand."), to: "personas/vera.md")
    try workspace.write(persona("Wim", "Is new."), to: "personas/deep/er/wim.md")
    try FileManager.default.removeItem(atPath: workspace.root + "/personas/otto.md")
    return DisturbedWorkspace(workspace: workspace)
  }

  /// One thread reads, so that the calls come in the same order again.
  var folder: WorkspaceFolder {
    var folder = workspace.folder
    folder.threads = 1
    return folder
  }

  func copy() throws -> DisturbedWorkspace {
    DisturbedWorkspace(workspace: try TestWorkspace(copying: workspace))
  }

  /// A sync as everybody does it; `watch` hears how far it is.
  @discardableResult
  func sync(watch: @escaping RunProgress.Report = { _ in }) throws -> SyncOutcome {
    let options = SyncOptions(
      asOf: nil, isDryRun: false, leavesEdits: false, tool: "persona-sync test")
    return try PersonaSync.sync(folder, options: options, progress: watch)
  }

  /// Nothing of the tool's differs from HEAD.
  func requireAllCommitted(_ comment: Comment? = nil) throws {
    let status = try workspace.git("status", "--porcelain", "--untracked-files=all", "personas", "evidence")
    #expect(status == "", comment)
  }

  /// The tree that HEAD names, and that nothing of the tool's differs from.
  func tree(_ comment: Comment? = nil) throws -> String {
    try requireAllCommitted(comment)
    return try workspace.git("rev-parse", "HEAD^{tree}")
  }

  /// People's files hold what people wrote, and after it nothing or the block.
  func requireWords(_ comment: Comment? = nil) throws {
    for (path, words) in Self.words {
      let text = String(decoding: try workspace.read(path), as: UTF8.self)
      #expect(
        text == words || text.hasPrefix(words + "\n<!-- persona-sync:begin"), comment)
    }
    #expect(!FileManager.default.fileExists(atPath: workspace.root + "/personas/otto.md"), comment)
  }

  /// git finds nothing wrong.
  func requireSoundRepository(_ comment: Comment? = nil) {
    #expect(throws: Never.self, comment) { try workspace.git("fsck", "--strict", "--no-dangling") }
  }

  /// Nothing is left of what a run writes for itself.
  func requireNoDebris(_ comment: Comment? = nil) throws {
    let all = FileManager.default.enumerator(atPath: workspace.root)?.compactMap { $0 as? String } ?? []
    let debris = all.filter { path in
      let name = path.split(separator: "/").last ?? ""
      return name.hasPrefix(".persona-sync-") || name.hasSuffix(".lock") || name.contains("tmp_")
        || name.contains("_git2_") || name.hasSuffix(".persona-sync") && name != ".persona-sync"
        || name.hasPrefix("journal")
    }
    #expect(debris == [], comment)
  }
}
