// Replacing one file so that a crash leaves the old bytes or the new ones. Own code, because Foundation's
// atomic write does not wait for the folder to reach the disk, turns a symbolic link into a file, and
// writes in place when the rename is refused.

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The replacement of one file.
struct Replacement {
  /// The new bytes stand here until they are complete. One fixed name in each folder, so that what a killed
  /// run leaves behind is cleaned up by the next; the workspace lock sees to it that there is one writer.
  static let temporaryName = ".persona-sync-new"

  private let path: String
  private let folder: String
  private let temporary: String
  private let mode: mode_t

  /// - Parameters:
  ///   - path: absolute and without symbolic links.
  ///   - mode: of a file that is new, as far as the umask allows.
  init(of path: String, mode: mode_t = 0o666) {
    self.path = path
    self.mode = mode
    folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    temporary = folder + "/" + Self.temporaryName
  }

  /// Writes the temporary file, makes sure that the file still holds `expecting`, and renames.
  func write(_ bytes: [UInt8], expecting: [UInt8]?) throws(FileFault) {
    try verify(expecting)
    unsafe unlink(temporary)
    do {
      try writeTemporary(bytes)
      try verify(expecting)
      try finish()
    } catch {
      unsafe unlink(temporary)
      throw error
    }
  }

  /// Makes sure that the file still holds `expecting`, and removes it.
  func remove(expecting: [UInt8]?) throws(FileFault) {
    try verify(expecting)
    do {
      try system { unsafe unlink(path) }
      try OpenFile(folder, O_RDONLY | O_DIRECTORY).synchronize()
    } catch {
      throw .system(error)
    }
  }

  private func writeTemporary(_ bytes: [UInt8]) throws(FileFault) {
    do {
      let file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
      if let mode = linkStatus(path)?.st_mode { try system { fchmod(file.descriptor, mode & 0o7777) } }
      try file.write(bytes)
      try file.synchronize()
    } catch {
      throw .system(error)
    }
  }

  private func finish() throws(FileFault) {
    do {
      try system { unsafe rename(temporary, path) }
      try OpenFile(folder, O_RDONLY | O_DIRECTORY).synchronize()
    } catch {
      throw .system(error)
    }
  }

  /// Compares what the file holds with what the caller believes.
  private func verify(_ expecting: [UInt8]?) throws(FileFault) {
    // Whatever is longer than expected differs anyway, so no limit of its own is needed.
    let found: [UInt8]?
    do {
      found = try FileStore.bytes(atAbsolutePath: path, limitBytes: expecting?.count ?? 0)
    } catch .tooLarge {
      throw expecting == nil ? .appeared : .changed
    }
    switch (found, expecting) {
    case (nil, nil): return
    case (nil, _?): throw .vanished
    case (_?, nil): throw .appeared
    case (let found?, let expecting?): if found != expecting { throw .changed }
    }
  }
}
