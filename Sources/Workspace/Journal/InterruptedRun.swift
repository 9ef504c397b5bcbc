// What a killed run has left, for those who only look: they must not take its writing for somebody's.

internal import Persona

/// A run that was interrupted and is not brought to its end yet.
public struct InterruptedRun: Sendable {
  /// What the run was to give files, by path; nil to remove one.
  private let written: [String: FileDigest?]

  /// For a person.
  public let words = "an earlier run was interrupted here; the next sync begins with bringing it to its end"

  /// Nil when no run was interrupted, or when one is going on right now.
  public init?(in files: FileStore) {
    guard linkStatus(files.root + "/" + Journal.path) != nil, !WorkspaceLock.isHeld(in: files.root) else {
      return nil
    }
    if case .journal(let journal) = try? Journal.find(in: files.root) {
      written = Dictionary(journal.content.files.map { ($0.path, $0.after) }, uniquingKeysWith: { $1 })
    } else {
      written = [:]
    }
  }

  /// Whether the run has made a file what it is.
  public func hasWritten(_ path: String, _ bytes: [UInt8]?) -> Bool {
    guard let digest = written[path] else { return false }
    return digest == bytes.map(FileDigest.init)
  }
}
