// What the operating system answers when it refuses, in words. Its own file because files, the lock and git's
// own messages all need the same words and the same hints.

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// An error number of the operating system.
struct SystemError: Error, Equatable {
  var number: Int32

  /// The error of the call that has just failed on this thread.
  static var last: SystemError { SystemError(number: errno) }

  /// The system's own words, such as `No space left on device`.
  var words: String {
    // The system never gives NULL here, and the text is copied at once.
    unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
  }

  /// What a person can do about it.
  var hint: String? {
    switch number {
    case ENOSPC: "free some space on this disk and run again; nothing was half written"
    case EDQUOT: "your disk quota is used up: free some space and run again"
    case EACCES, EPERM:
      "give yourself the right to read and write there (ls -ld shows the owner and the rights)"
    case EROFS: "the file system is mounted read-only: remount it, or work in a copy elsewhere"
    case ENOTDIR: "a file stands in the place of a folder above it: rename that file"
    case EMFILE, ENFILE: "too many files are open: raise the limit (ulimit -n)"
    case EFBIG: "files may not grow that large here: raise the limit (ulimit -f), or use another disk"
    case EIO: "the disk reports a fault: check it before going on"
    default: nil
    }
  }

  /// The hint for a message of another library that ends in the system's words.
  static func hint(for message: String) -> String? {
    [ENOSPC, EDQUOT, EACCES, EPERM, EROFS, EMFILE, EIO].lazy.map(SystemError.init)
      .first { message.hasSuffix($0.words) }?.hint
  }
}

/// Makes a system call again until no signal interrupts it; a negative result is thrown as the system's
/// error.
///
/// - Parameter mayWrite: whether it can change anything on the disk.
@discardableResult
func system<Result: SignedInteger>(
  mayWrite: Bool = true, _ call: () -> Result
) throws(SystemError) -> Result {
  #if DEBUG
    if let number = Interruption.point?(mayWrite) { throw SystemError(number: number) }
  #endif
  while true {
    let result = call()
    if result >= 0 { return result }
    let error = SystemError.last
    if error.number != EINTR { throw error }
  }
}
