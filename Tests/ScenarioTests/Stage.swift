// Where a story is played: a temporary folder with a home, a clock, a time zone and a git identity of its own.

import Foundation
import SharedData

/// A temporary folder in which commands run; removed at the end.
final class Stage {
  let folder: URL
  private let home: URL

  /// The root of this package.
  static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  init() throws {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "persona-sync-story-\(UUID().uuidString)")
    folder = base.appending(path: "shop")
    home = base.appending(path: "home")
    for url in [folder, home] {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }
    try """
    [user]
    \tname = Ada Muster
    \temail = ada@example.com
    [init]
    \tdefaultBranch = main
    """.write(to: home.appending(path: ".gitconfig"), atomically: false, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }

  /// Writes a file of the story.
  func write(_ contents: String, to path: String) throws {
    let url = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try contents.write(to: url, atomically: false, encoding: .utf8)
  }

  /// Runs a command as a person would; standard output and error together, `[exit N]` last when it failed.
  func run(_ command: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", "exec 2>&1\n" + command]
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": BuiltProducts.folder.path() + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
      "HOME": home.path(), "GIT_CONFIG_NOSYSTEM": "1", "TZ": "UTC", "LANG": "C.UTF-8", "COLUMNS": "100",
      "GIT_AUTHOR_DATE": "2026-06-01T12:00:00+00:00", "GIT_COMMITTER_DATE": "2026-06-01T12:00:00+00:00",
      "PACKAGE": Self.package.path(), "GIT_PAGER": "cat", "TMPDIR": home.path(),
      "PERSONA_SYNC_DATA": ProcessInfo.processInfo.environment["PERSONA_SYNC_DATA"] ?? "",
    ].merging(BuiltProducts.sanitizerEnvironment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    var text = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: folder.path(), with: "/home/ada/shop")
      .replacingOccurrences(of: home.path(), with: "/home/ada")
    if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
    if process.terminationStatus != 0 { text += "[exit \(process.terminationStatus)]\n" }
    return text
  }
}
