// Replacing one file so that a crash leaves the old bytes or the new ones, and what somebody saves meanwhile is not
// lost. Own code, because Foundation's atomic write does not wait for the folder to reach the disk, turns a symbolic
// link into a file, and writes in place when the rename is refused.

internal import CFileSync

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The replacement, creation or removal of one file, step by step.
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
  ///   - temporaryName: no other replacement in the same folder has it.
  init(of path: String, from before: [UInt8]?, to after: [UInt8]?, mode: mode_t, temporaryName: String) {
    self.path = path
    self.before = before
    self.after = after
    self.mode = mode
    folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    temporary = "\(folder)/\(temporaryName)"
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
    switch (before, after) {
    case (nil, nil): break
    case (nil, _?): try create()
    case (let before?, nil): try remove(before)
    case (let before?, _?): try exchange(before)
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

// An editor may save between the look at a file and the call that replaces it. A rename would bury those words, so the
// two files change places, and what came out is looked at; where the file system cannot do that, the gap between two
// calls remains.
extension Replacement {
  private func exchange(_ before: [UInt8]) throws(FileFault) {
    var placed = FileStamp(temporary)
    guard try isDone({ unsafe persona_exchange(temporary, path) }) else { return try rename() }
    if isTemporary(holding: before) { return try removeTemporary() }
    // What somebody saved goes back; what comes out then is the new file, unless they saved once more.
    while true {
      let saved = FileStamp(temporary)
      guard try isDone({ unsafe persona_exchange(temporary, path) }) else {
        try rename()
        break
      }
      if FileStamp(temporary) == placed { break }
      placed = saved
    }
    giveUp()
    throw .changed
  }

  private func create() throws(FileFault) {
    if try isDone({ unsafe persona_rename_new(temporary, path) }) { return }
    try rename()
  }

  private func remove(_ before: [UInt8]) throws(FileFault) {
    _ = try isDone { Self.rename(path, temporary) }
    if isTemporary(holding: before) { return try removeTemporary() }
    // What somebody saved goes back, but not over what they saved once more.
    do {
      if try !isDone({ unsafe persona_rename_new(temporary, path) }), linkStatus(path) == nil { try rename() }
    } catch .appeared {
    }
    giveUp()
    throw .changed
  }

  private func removeTemporary() throws(FileFault) { _ = try isDone { unsafe unlink(temporary) } }

  /// Puts the new file in the place of whatever is there.
  private func rename() throws(FileFault) { _ = try isDone { Self.rename(temporary, path) } }

  private static func rename(_ old: String, _ new: String) -> Int32 {
    #if canImport(Darwin)
      unsafe Darwin.rename(old, new)
    #else
      unsafe Glibc.rename(old, new)
    #endif
  }

  /// Makes a call; false where the file system has none such.
  private func isDone(_ call: () -> Int32) throws(FileFault) -> Bool {
    do throws(SystemError) {
      try system(call)
      return true
    } catch {
      switch error.number {
      case EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP: return false
      case ENOENT: throw .vanished
      case EEXIST: throw .appeared
      default: throw .system(error)
      }
    }
  }

  private func isTemporary(holding bytes: [UInt8]) -> Bool {
    guard linkStatus(temporary)?.isRegularFile == true else { return false }
    return (try? FileStore.bytes(atAbsolutePath: temporary, limitBytes: bytes.count)) == bytes
  }
}

/// What tells a file from the one that took its place, and from itself with other bytes.
private struct FileStamp: Equatable {
  private let device: dev_t?
  private let file: ino_t?
  private let bytes: off_t?
  private let modified: [Int]

  init(_ path: String) {
    let status = linkStatus(path)
    device = status?.st_dev
    file = status?.st_ino
    bytes = status?.st_size
    #if canImport(Darwin)
      let time = status?.st_mtimespec
    #else
      let time = status?.st_mtim
    #endif
    modified = [time?.tv_sec ?? 0, time?.tv_nsec ?? 0]
  }
}
