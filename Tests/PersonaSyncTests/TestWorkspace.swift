// A workspace in a temporary folder, with a fixed clock and git identity; the real git beside it as a judge.

import Foundation
import Persona
import PersonaSync
import SharedData
import Workspace

/// A workspace that is removed at the end.
final class TestWorkspace {
  let root: String
  let folder: WorkspaceFolder
  /// What is removed at the end.
  private let temporary: String
  /// The home of the person: what is kept there is no part of the repository.
  let home: String

  private static let environment: [String: String] = [
    "GIT_AUTHOR_NAME": "Ada Muster", "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ada Muster", "GIT_COMMITTER_EMAIL": "ada@example.com",
    "GIT_AUTHOR_DATE": "2026-06-01T12:00:00+00:00", "GIT_COMMITTER_DATE": "2026-06-01T12:00:00+00:00",
  ]

  /// Makes the folder, its repository and its settings, and commits them. `below` names the folder of the repository
  /// that is the workspace.
  init(
    settings: String, files: [String: String] = [:], below: String = "",
    environment: [String: String] = [:], now: Int64 = TestWorkspace.now
  ) throws {
    temporary = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "persona-sync-test-\(UUID().uuidString)").path()
    root = below.isEmpty ? temporary : temporary + "/" + below
    home = temporary + "-home"
    folder = Self.folder(root, environment: ["HOME": home].merging(environment) { $1 }, now: now)
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    try Self.git(["init", "-q", "-b", "main", "--template="], in: temporary)
    try write(settings, to: "persona-sync.yml")
    try write("/data/\n/.persona-sync/\n", to: ".gitignore")
    for (path, contents) in files { try write(contents, to: path) }
    try git("add", ".")
    try git("commit", "-q", "-m", "workspace")
  }

  /// A workspace that is there already, such as a clone or a linked worktree in a new folder that `make` fills.
  init(
    below parent: URL = FileManager.default.temporaryDirectory, make: (_ root: String) throws -> Void
  ) throws {
    temporary = parent.resolvingSymlinksInPath()
      .appending(path: "persona-sync-test-\(UUID().uuidString)").path()
    root = temporary
    home = temporary + "-home"
    folder = Self.folder(root, environment: ["HOME": home])
    try make(root)
  }

  /// A copy of a workspace, in memory where the system has a folder for that: nothing waits for a disk there.
  convenience init(copying other: TestWorkspace) throws {
    let memory = URL(filePath: "/dev/shm")
    let isThere = FileManager.default.isWritableFile(atPath: memory.path())
    try self.init(below: isThere ? memory : FileManager.default.temporaryDirectory) { root in
      try FileManager.default.copyItem(atPath: other.root, toPath: root)
    }
  }

  /// 2026-06-01T12:00:00Z
  static let now: Int64 = 1_780_315_200

  private static func folder(
    _ root: String, environment: [String: String], now: Int64 = TestWorkspace.now
  ) -> WorkspaceFolder {
    WorkspaceFolder(
      root: root,
      surroundings: Surroundings(environment: Self.environment.merging(environment) { $1 }) {
        Surroundings.Moment(seconds: now, offsetMinutes: 0)
      })
  }

  deinit {
    try? FileManager.default.removeItem(atPath: temporary)
    try? FileManager.default.removeItem(atPath: home)
  }

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
  func git(_ arguments: String...) throws -> String { try Self.git(arguments, in: root) }

  @discardableResult
  private static func git(_ arguments: [String], in folder: String) throws -> String {
    try run(["git", "-C", folder] + arguments, home: folder)
  }

  /// Runs a program and gives what it prints.
  @discardableResult
  static func run(
    _ arguments: [String], home: String, input: Data = Data(), environment: [String: String] = [:]
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.environment = Self.environment.merging([
      "PATH": Peers.path, "HOME": home, "GIT_CONFIG_NOSYSTEM": "1",
    ]) { a, _ in a }.merging(BuiltProducts.sanitizerEnvironment) { $1 }.merging(environment) { $1 }
    process.currentDirectoryURL = URL(filePath: home)
    let (given, output) = (Pipe(), Pipe())
    process.standardInput = given
    process.standardOutput = output
    process.standardError = output
    try process.run()
    try given.fileHandleForWriting.write(contentsOf: input)
    try given.fileHandleForWriting.close()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure("\(arguments) failed", causes: [text]) }
    return text
  }

  @discardableResult
  func sync(
    asOf: String? = nil, threads: Int = 2, isDryRun: Bool = false, leavesEdits: Bool = false
  ) throws -> SyncOutcome {
    var folder = folder
    folder.threads = threads
    return try PersonaSync.sync(
      folder,
      options: SyncOptions(
        asOf: asOf, isDryRun: isDryRun, leavesEdits: leavesEdits, tool: "persona-sync test"))
  }

  /// The rows of `profiles` as dictionaries by column.
  func profiles(_ selection: ProfileSelection = .all) throws -> [[String: String]] {
    var text = ""
    try listProfiles(selection, in: folder) { text += $0 }
    return CSVTable(text).rows
  }
}

extension ProfileSelection {
  static var all: ProfileSelection { ProfileSelection(persona: nil, metrics: nil, format: .csv, asOf: nil) }
}
