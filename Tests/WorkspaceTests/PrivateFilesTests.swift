// What is known of people is for its owner only: the modes that `stat` sees, whatever the umask.

import Foundation
import Testing
import Workspace

@Suite("Files about people")
struct PrivateFilesTests {
  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
  }

  @Test(
    "files and folders in data and in the tool's own folder are for their owner only",
    arguments: [0o000, 0o022, 0o077])
  func modes(umask mask: Int32) async throws {
    // The umask is the process's, so each test has a process of its own.
    await #expect(processExitsWith: .success) { [mask = mask as Int32] in
      umask(mode_t(mask))
      let root = FileManager.default.temporaryDirectory.appending(path: "private-\(UUID().uuidString)").path()
      try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: root) }
      let files = try FileStore(root: root)
      for folder in ["data/deep", ".persona-sync/kept", "evidence"] { try files.createFolder(folder) }
      for path in ["data/deep/a.csv", ".persona-sync/kept/a", "evidence/a.json"] {
        try files.replace(path, with: [1], expecting: nil)
      }
      let lock = try WorkspaceLock.acquire(in: root)
      _ = consume lock
      func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: root + "/" + path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
      }
      for folder in ["data", "data/deep", ".persona-sync", ".persona-sync/kept"] {
        #expect(try mode(folder) == 0o700, "\(folder)")
      }
      for file in [
        "data/deep/a.csv", ".persona-sync/kept/a", ".persona-sync/lock", ".persona-sync/.gitignore",
      ] {
        #expect(try mode(file) == 0o600, "\(file)")
      }
      // Others are as the umask says.
      #expect(try mode("evidence") == 0o777 & ~Int(mask))
      #expect(try mode("evidence/a.json") == 0o666 & ~Int(mask))
    }
  }

  @Test("the tool's own folder that is open to others is closed by the next run")
  func opened() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "private-\(UUID().uuidString)").path()
    defer { try? FileManager.default.removeItem(atPath: root) }
    try FileManager.default.createDirectory(
      atPath: root + "/.persona-sync", withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755])
    _ = try WorkspaceLock.acquire(in: root)
    #expect(try mode(root + "/.persona-sync") == 0o700)
  }
}
