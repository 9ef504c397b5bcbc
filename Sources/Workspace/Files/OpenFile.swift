// One open file of the operating system: bytes in, bytes out, closed when its owner's scope ends.

internal import CFileSync

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// An open file or folder.
struct OpenFile: ~Copyable {
  let descriptor: Int32
  private var isLocked = false

  /// Opens a path. `mode` counts only for a file that is created.
  init(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(SystemError) {
    let mayWrite = flags & (O_WRONLY | O_RDWR) != 0
    descriptor = try system(mayWrite: mayWrite) { unsafe open(path, flags | O_CLOEXEC, mode) }
  }

  deinit {
    // Given back by itself, because a program that another thread is about to start holds the file open for a moment.
    if isLocked { flock(descriptor, LOCK_UN) }
    close(descriptor)
  }

  /// Locks the file against other processes until it is closed. Throws `EWOULDBLOCK` when one of them has it.
  mutating func lock() throws(SystemError) {
    try system { flock(descriptor, LOCK_EX | LOCK_NB) }
    isLocked = true
  }

  func status() throws(SystemError) -> stat {
    var status = stat()
    try system(mayWrite: false) { unsafe fstat(descriptor, &status) }
    return status
  }

  /// The rest of the file; stops after `limitBytes` + 1 bytes, so that the caller can tell "too large".
  func contents(limitBytes: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= limitBytes {
      let count = try system(mayWrite: false) {
        unsafe read(descriptor, &chunk, min(chunk.count, limitBytes + 1 - bytes.count))
      }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }

  func write(_ bytes: [UInt8]) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      written += try system {
        // The range [written, count) lies inside the array, which outlives the call.
        unsafe bytes.withUnsafeBytes { unsafe Self.write(descriptor, $0, from: written) }
      }
    }
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
    #if canImport(Darwin)
      return unsafe Darwin.write(descriptor, rest.baseAddress, rest.count)
    #else
      return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
    #endif
  }

  /// Lets the disk begin to take what was written, so that waiting for many files takes little longer than for one:
  /// a third of the time with 150 files on ext4. Where the system has no such call, the wait does it all.
  func beginSynchronizing() {
    if Durability.isAwaited { persona_begin_sync(descriptor) }
  }

  /// Waits until the disk holds what was written. A file system that cannot do it for a folder is let off.
  func synchronize() throws(SystemError) {
    guard Durability.isAwaited else { return }
    do {
      try system { fsync(descriptor) }
    } catch  where error.number == EINVAL || error.number == ENOTSUP {
    }
  }
}

/// What a path names, a symbolic link not being followed; nil when there is nothing.
func linkStatus(_ path: String) -> stat? {
  var status = stat()
  return unsafe lstat(path, &status) == 0 ? status : nil
}

extension stat {
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
  var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
  var isLink: Bool { st_mode & S_IFMT == S_IFLNK }
}

/// A path without symbolic links, `.` and `..`; everything in it must exist.
func realPath(_ path: String) throws(SystemError) -> String {
  // The text is allocated by the call and freed right after it is copied.
  guard let text = unsafe realpath(path, nil) else { throw .last }
  defer { unsafe free(text) }
  return unsafe String(cString: text)
}
