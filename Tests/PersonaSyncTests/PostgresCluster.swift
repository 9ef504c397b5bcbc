// A PostgreSQL of the test's own: in a temporary folder, on a socket in that folder only, gone at the end.

import Foundation
import Persona

/// A running server. As the server refuses to run as root, root runs it as the user `postgres`.
final class PostgresCluster {
  /// What a client needs to reach it.
  var environment: [String: String] { ["PGHOST": folder, "PGUSER": "tester", "PGDATABASE": "postgres"] }

  /// Holds data and socket; short, because the path of a socket has 107 bytes at most.
  private let folder: String
  private let server = Process()

  init() throws {
    folder = "/tmp/persona-sync-pg-" + UUID().uuidString.prefix(8)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var asUser: [String] = []
    if geteuid() == 0 {
      asUser = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
      try FileManager.default.setAttributes(
        [.ownerAccountName: "postgres", .groupOwnerAccountName: "postgres"], ofItemAtPath: folder)
    }
    try TestWorkspace.run(
      asUser + [
        "initdb", "-D", folder + "/data", "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C",
        "--no-sync",
      ], home: folder)
    // Not by pg_ctl: the server would inherit what Foundation waits for until it ends.
    server.executableURL = URL(filePath: "/usr/bin/env")
    server.arguments =
      asUser + ["postgres", "-D", folder + "/data", "-k", folder, "-c", "listen_addresses=", "-F"]
    server.environment = ["PATH": Peers.path]
    server.currentDirectoryURL = URL(filePath: folder)
    server.standardInput = FileHandle.nullDevice
    server.standardOutput = FileHandle.nullDevice
    server.standardError = FileHandle.nullDevice
    try server.run()
    while (try? TestWorkspace.run(["pg_isready", "-q"], home: folder, environment: environment)) == nil {
      guard server.isRunning else { throw Failure("PostgreSQL does not start") }
    }
  }

  deinit {
    server.interrupt()
    server.waitUntilExit()
    try? FileManager.default.removeItem(atPath: folder)
  }
}
