// A workspace in a temporary folder, with a fixed clock and git identity; the real git beside it as a judge.

import Foundation
import Persona
import PersonaSync
import Workspace

/// A workspace that is removed at the end.
final class TestWorkspace {
  let root: String
  let folder: WorkspaceFolder

  private static let environment: [String: String] = [
    "GIT_AUTHOR_NAME": "Ada Muster", "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ada Muster", "GIT_COMMITTER_EMAIL": "ada@example.com",
    "GIT_AUTHOR_DATE": "2026-06-01T12:00:00+00:00", "GIT_COMMITTER_DATE": "2026-06-01T12:00:00+00:00",
  ]

  /// Makes the folder, its repository and its settings, and commits them.
  init(settings: String, files: [String: String] = [:]) throws {
    root = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "persona-sync-test-\(UUID().uuidString)").path()
    folder = WorkspaceFolder(
      root: root,
      surroundings: Surroundings(environment: Self.environment) {
        Surroundings.Moment(seconds: 1_780_315_200, offsetMinutes: 0)
      })
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    try git("init", "-q", "-b", "main")
    try write(settings, to: "persona-sync.yml")
    try write("/data/\n/.persona-sync/\n", to: ".gitignore")
    for (path, contents) in files { try write(contents, to: path) }
    try git("add", ".")
    try git("commit", "-q", "-m", "workspace")
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func write(_ contents: String, to path: String) throws { try write(Data(contents.utf8), to: path) }

  func write(_ contents: Data, to path: String) throws {
    let url = URL(filePath: root).appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try contents.write(to: url)
  }

  func read(_ path: String) throws -> Data {
    try Data(contentsOf: URL(filePath: root).appending(path: path))
  }

  /// Runs git and gives its standard output.
  @discardableResult
  func git(_ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-C", root] + arguments
    process.environment = Self.environment.merging([
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": root,
      "GIT_CONFIG_NOSYSTEM": "1",
    ]) { a, _ in a }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure("git \(arguments) failed", causes: [text]) }
    return text
  }

  @discardableResult
  func sync(asOf: String? = nil, threads: Int = 2, leavesEdits: Bool = false) throws -> SyncOutcome {
    try PersonaSync.sync(
      folder,
      options: SyncOptions(
        asOf: asOf, isDryRun: false, leavesEdits: leavesEdits, threads: threads, tool: "persona-sync test"))
  }

  /// The rows of `profiles` as dictionaries by column.
  func profiles(_ selection: ProfileSelection = .all) throws -> [[String: String]] {
    var text = ""
    try listProfiles(selection, in: folder) { text += $0 }
    let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    return lines.dropFirst().map { line in
      Dictionary(uniqueKeysWithValues: zip(lines[0], line).map { (String($0), String($1)) })
    }
  }
}

extension ProfileSelection {
  static var all: ProfileSelection { ProfileSelection(persona: nil, metrics: nil, format: .csv, asOf: nil) }
}
