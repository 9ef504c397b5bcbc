// The databases and engines that sources are read from: `scripts/install-peers` brings them. A test that needs one is
// skipped, visibly, where it is absent.

import Foundation
import Testing

enum Peers {
  /// The PATH of everything that tests start: where peers are, then where this process looks.
  static let path: String = {
    let environment = ProcessInfo.processInfo.environment
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let peers = environment["PERSONA_SYNC_PEERS"] ?? package.appending(path: ".peers").path()
    // Debian keeps the server's programs out of the PATH.
    let servers = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: servers)) ?? []
    let newest = versions.sorted { $0.compare($1, options: .numeric) == .orderedAscending }.suffix(1)
    let folders =
      newest.map { "\(servers)/\($0)/bin" } + [environment["PATH"] ?? "/usr/bin:/bin", peers + "/bin"]
    return folders.joined(separator: ":")
  }()

  static func has(_ program: String) -> Bool {
    path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
  }
}

extension Trait where Self == ConditionTrait {
  /// Runs only where all the programs are.
  static func needs(_ programs: String...) -> Self {
    .enabled(
      if: programs.allSatisfy(Peers.has),
      "\(programs.joined(separator: ", ")) is absent; scripts/install-peers brings it")
  }
}
