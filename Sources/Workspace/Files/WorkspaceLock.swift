// One run at a time in a workspace.

public import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The right to write to a workspace, held until the end of its owner's scope.
///
/// The kernel holds the lock on the open file `.persona-sync/lock` and gives it back however the process
/// ends, so a killed run leaves nothing to clean up. The file stays, and says who holds it.
public struct WorkspaceLock: ~Copyable {
  private let file: OpenFile

  /// Takes the lock of the workspace in the folder `root`, creating `.persona-sync/` when it is missing.
  ///
  /// - Throws: when another run holds it, or when the folder cannot be written.
  public static func acquire(in root: String) throws(Failure) -> WorkspaceLock {
    let attempt = "cannot lock the workspace"
    let path = ".persona-sync/lock"
    let store = try FileStore(root: root)
    try KeptFolder.requireOwn(in: store.root)
    try store.createFolder(".persona-sync")
    // Versions before this one, or a hand, may have made it for everybody.
    let folder = store.root + "/.persona-sync"
    if let status = linkStatus(folder), status.isFolder, status.st_uid == geteuid(),
      status.st_mode & 0o077 != 0
    {
      unsafe chmod(folder, 0o700)
    }
    let lock: WorkspaceLock
    do throws(SystemError) {
      var file = try OpenFile(store.root + "/" + path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
      try file.lock()
      try system { ftruncate(file.descriptor, 0) }
      try file.write(Array("pid \(getpid()) on \(hostName)\n".utf8))
      lock = WorkspaceLock(file: file)
    } catch {
      guard error.number == EWOULDBLOCK else {
        throw FileFault.system(error).failure(attempt, at: path)
      }
      throw Failure(
        attempt, causes: ["another run holds it\(owner(in: store, path: path))"],
        hint: "wait until it has ended, then run again")
    }
    // git ignores the cache even where nobody wrote it into .gitignore.
    let ignore = ".persona-sync/.gitignore"
    if try store.read(ignore, limitBytes: 65_536) == nil {
      try store.replace(ignore, with: Array("*\n".utf8), expecting: nil)
    }
    return lock
  }

  /// Whether a run holds the lock of a workspace right now.
  static func isHeld(in root: String) -> Bool {
    guard let file = try? OpenFile(root + "/.persona-sync/lock", O_RDONLY | O_NOFOLLOW) else { return false }
    // Shared, so that two who ask do not take each other for a run.
    return flock(file.descriptor, LOCK_SH | LOCK_NB) != 0
  }

  /// Gives the lock back.
  deinit {
    // The text goes before the lock does: an empty file names nobody.
    ftruncate(file.descriptor, 0)
  }

  /// Who holds the lock, in brackets; empty while the owner is still writing it.
  private static func owner(in store: FileStore, path: String) -> String {
    guard let bytes = try? store.read(path, limitBytes: 1_000), let end = bytes.firstIndex(of: 10) else {
      return ""
    }
    return " (\(String(decoding: bytes[..<end], as: UTF8.self)))"
  }

  private static var hostName: String {
    var name = [UInt8](repeating: 0, count: 256)
    _ = unsafe name.withUnsafeMutableBytes { bytes in
      // One byte is kept back, so the text always ends in a zero.
      unsafe gethostname(bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count - 1)
    }
    return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
  }
}
