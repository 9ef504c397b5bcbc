// Replacing one file so that a crash leaves the old bytes or the new ones. Own code, because Foundation's
// atomic write does not wait for the folder to reach the disk, turns a symbolic link into a file, and
// writes in place when the rename is refused.

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The replacement, creation or removal of one file, step by step: with many files, one step is made for all before
/// the next begins, so that the disk is waited for together.
struct Replacement {
  /// The new bytes stand in files with names that begin so until they are complete. What a killed run leaves behind is
  /// cleaned up by the next; the workspace lock sees to it that there is one writer.
  static let temporaryName = ".persona-sync-new"

  /// Absolute.
  let folder: String
  private let path: String
  private let temporary: String
  private let before: [UInt8]?
  private let after: [UInt8]?
  private let mode: mode_t

  /// - Parameters:
  ///   - path: absolute and without symbolic links.
  ///   - mode: of a file that is new, as far as the umask allows.
  ///   - number: tells it from the other replacements in the same folder.
  init(of path: String, from before: [UInt8]?, to after: [UInt8]?, mode: mode_t, number: Int) {
    self.path = path
    self.before = before
    self.after = after
    self.mode = mode
    folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    temporary = "\(folder)/\(Self.temporaryName)-\(number)"
  }

  /// Removes what a killed run has left in a folder.
  static func clear(_ folder: String) {
    for entry in entries(of: folder) where entry.name.hasPrefix(temporaryName) {
      unsafe unlink(folder + "/" + entry.name)
    }
  }

  /// Writes the new bytes beside the file. The disk begins to take them and is not waited for.
  func write() throws(FileFault) {
    guard let after else { return }
    do {
      let file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
      if let mode = linkStatus(path)?.st_mode { try system { fchmod(file.descriptor, mode & 0o7777) } }
      try file.write(after)
      file.beginSynchronizing()
    } catch {
      throw .system(error)
    }
  }

  /// Waits until the disk holds the new bytes.
  func synchronize() throws(FileFault) {
    guard after != nil else { return }
    do {
      try OpenFile(temporary, O_RDONLY).synchronize()
    } catch {
      throw .system(error)
    }
  }

  /// Makes sure that the file still holds what it is believed to hold, and puts the new bytes in its place.
  func finish() throws(FileFault) {
    try verify()
    do {
      try system {
        if after == nil { unsafe unlink(path) } else { unsafe rename(temporary, path) }
      }
    } catch {
      throw .system(error)
    }
  }

  /// Removes what stands beside the file.
  func giveUp() {
    unsafe unlink(temporary)
  }

  /// Compares what the file holds with what the caller believes.
  func verify() throws(FileFault) {
    // Whatever is longer than expected differs anyway, so no limit of its own is needed.
    let found: [UInt8]?
    do {
      found = try FileStore.bytes(atAbsolutePath: path, limitBytes: before?.count ?? 0)
    } catch .tooLarge {
      throw before == nil ? .appeared : .changed
    }
    switch (found, before) {
    case (nil, nil): return
    case (nil, _?): throw .vanished
    case (_?, nil): throw .appeared
    case (let found?, let before?): if found != before { throw .changed }
    }
  }
}
