// How a file is known again without looking into it.

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// What the file system says of a file's bytes: while it says the same, they are the same.
struct FileStamp: Sendable, Hashable {
  var size: Int
  /// Nanoseconds since 1970 of the last change of the bytes.
  var modified: Int
  /// Nanoseconds since 1970 of the last change of anything; nobody can set it back.
  var changed: Int
  var inode: UInt64
  var device: UInt64

  /// The stamp of a regular file, behind symbolic links.
  init?(ofFileAt path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// The stamp of an open regular file.
  init?(ofDescriptor descriptor: Int32) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  init(size: Int, modified: Int, changed: Int, inode: UInt64, device: UInt64) {
    self.size = size
    self.modified = modified
    self.changed = changed
    self.inode = inode
    self.device = device
  }

  private init?(_ status: stat) {
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    #if canImport(Darwin)
      let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
    #else
      let (modified, changed) = (status.st_mtim, status.st_ctim)
    #endif
    func nanoseconds(_ time: timespec) -> Int { time.tv_sec &* 1_000_000_000 &+ time.tv_nsec }
    self.init(
      size: Int(status.st_size), modified: nanoseconds(modified), changed: nanoseconds(changed),
      inode: UInt64(status.st_ino), device: UInt64(truncatingIfNeeded: status.st_dev))
  }

  var identity: FileIdentity { FileIdentity(inode: inode, device: device) }

  /// Whether the file was old when it was read at `time` (nanoseconds since 1970). A younger one may have been
  /// changed again within the same tick of the file system's clock, which no stamp shows.
  func isSettled(at time: Int) -> Bool { max(modified, changed) < time - Self.tick }

  /// FAT counts in steps of two seconds, no file system in longer ones.
  private static let tick = 2_000_000_000
}

/// Which file it is, whatever is in it: another one that takes its name has another.
struct FileIdentity: Sendable, Hashable {
  var inode: UInt64
  var device: UInt64
}
