// Settings that evidence was made by and git does not have: a sync reads them from the disk, committed or not.

internal import Digest
internal import Foundation
internal import Persona
internal import Workspace

/// The settings of syncs of before, in the cache. Deleting them costs that evidence cannot be made again by them.
struct KeptSettings {
  private let workspace: OpenWorkspace

  private static let folder = ".persona-sync/settings"
  /// So many are kept; then all are dropped.
  private static let most = 32

  init(_ workspace: OpenWorkspace) { self.workspace = workspace }

  /// Keeps the settings as they are now, unless HEAD has them; gives whether it has not.
  func keep() throws(Failure) -> Bool {
    let files = workspace.files
    guard let bytes = try files.read(Settings.fileName, limitBytes: Limits.settingsBytes),
      try !workspace.repository.isSame(
        workspace.repository.bytes(of: Settings.fileName), bytes, at: Settings.fileName)
    else { return false }
    let path = Self.folder + "/" + SHA256.hexadecimal(of: bytes) + ".yml"
    guard try files.read(path, limitBytes: Limits.settingsBytes) == nil else { return true }
    if names().count >= Self.most { try? FileManager.default.removeItem(atPath: place) }
    try files.createFolder(Self.folder)
    try files.replace(path, with: bytes, expecting: nil)
    return true
  }

  /// All that are kept.
  func all() -> [[UInt8]] {
    names().compactMap { name in
      (try? workspace.files.read(Self.folder + "/" + name, limitBytes: Limits.settingsBytes)) ?? nil
    }
  }

  private var place: String { workspace.folder.root + "/" + Self.folder }

  private func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).filter { $0.hasSuffix(".yml") }
      .sorted()
  }
}
