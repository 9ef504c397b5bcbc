// One run at a time at the index and the branch of a work tree. Two workspaces of one repository have locks of their
// own, but share these; the second waits for the first.

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The right to write the index of a work tree and to move its branch, held until the end of its owner's scope.
///
/// The kernel holds it on an open file in git's folder of the work tree, and gives it back however the process ends. The
/// file goes with its owner; one that a killed run has left is as good as any. A process that takes it twice waits for
/// itself: what is called while it is held must not ask for it.
struct RepositoryLock: ~Copyable {
  private let file: OpenFile
  private let path: String

  /// Waits for the right.
  ///
  /// - Parameter attempts: how often it is asked for; ten milliseconds lie between two of them.
  /// - Throws: `EWOULDBLOCK` when another run still has it then: it hangs, or waits for this one, as where a hook of git
  ///   begins a sync.
  static func acquire(
    at path: String, attempts: Int = Limits.repositoryLockAttempts
  ) throws(SystemError) -> RepositoryLock {
    for attempt in 1...attempts {
      if let lock = try take(at: path) { return lock }
      if attempt < attempts { usleep(10_000) }
    }
    throw SystemError(number: EWOULDBLOCK)
  }

  /// Nil while another run has it.
  private static func take(at path: String) throws(SystemError) -> RepositoryLock? {
    var file = try OpenFile(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o666)
    let locked: stat
    do throws(SystemError) {
      try file.lock()
      locked = try file.status()
    } catch {
      if error.number == EWOULDBLOCK { return nil }
      // Where nobody can lock, nobody holds it.
      unsafe unlink(path)
      throw error
    }
    // Its owner may have removed it between our two calls.
    guard let named = linkStatus(path), named.st_ino == locked.st_ino, named.st_dev == locked.st_dev else {
      return nil
    }
    return RepositoryLock(file: file, path: path)
  }

  private init(file: consuming OpenFile, path: String) {
    self.file = file
    self.path = path
  }

  deinit {
    // The name goes before the lock does: whoever opens it from now on has a file of their own.
    unsafe unlink(path)
  }
}
