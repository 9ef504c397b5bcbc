// The files of the workspace: read whole with a limit, replaced whole or not at all. Every write of the
// tool to the work tree goes through here.

public import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Reads and writes the files of one workspace.
///
/// Paths are relative to the workspace. Symbolic links are followed, for writing only inside the workspace.
/// The caller holds the `WorkspaceLock` while it writes.
public struct FileStore: Sendable {
  /// The workspace: absolute, symbolic links resolved.
  public let root: String
  /// What new files and folders allow, as far as the umask does.
  private let modes: (file: mode_t, folder: mode_t)

  /// Opens the folder `root`.
  public init(root: String) throws(Failure) {
    do {
      self.root = try realPath(root)
    } catch {
      throw Failure("cannot open the folder \(root)", causes: [error.words], hint: error.hint)
    }
    modes = (0o666, 0o777)
  }

  /// Folders of a workspace that hold what is known of people: for their owner only, whatever the umask.
  private static let privateFolders = ["data", ".persona-sync"]

  /// What a new file or folder at a path allows.
  func modes(of path: String) -> (file: mode_t, folder: mode_t) {
    let isPrivate = Self.privateFolders.contains { path == $0 || path.hasPrefix($0 + "/") }
    return isPrivate ? (0o600, 0o700) : modes
  }

  /// A folder whose files are for its owner only.
  init(privateFolder root: String) {
    self.root = root
    modes = (0o600, 0o700)
  }

  /// The bytes of a file; nil when there is none.
  ///
  /// - Throws: when it cannot be read, is not a regular file, or is longer than `limitBytes`.
  public func read(_ path: String, limitBytes: Int) throws(Failure) -> [UInt8]? {
    do {
      return try Self.bytes(atAbsolutePath: root + "/" + path, limitBytes: limitBytes)
    } catch {
      throw error.failure("cannot read \(path)", at: path)
    }
  }

  /// The path after every symbolic link in it has been followed; nil where it leads out of the workspace.
  public func resolved(_ path: String) -> String? { try? WorkspacePath(path, in: root).relative }

  /// Puts `bytes` in the place of a file, or creates it: after a crash the file holds the old bytes or the
  /// new ones.
  ///
  /// The file keeps its mode; a new one gets what the process's umask allows. A symbolic link stays, and its
  /// target is replaced.
  ///
  /// - Parameter expecting: what the file holds as far as the caller knows; nil when it should not exist.
  /// - Throws: when the file holds something else by now, lies outside the workspace, or cannot be written.
  ///   Then it is as it was, and no other file is left behind.
  public func replace(_ path: String, with bytes: [UInt8], expecting: [UInt8]?) throws(Failure) {
    try replace([FileRevision(path: path, before: expecting, after: bytes)])
  }

  /// Removes a file.
  ///
  /// - Throws: when it holds something else than `expecting` by now, or cannot be removed.
  public func remove(_ path: String, expecting: [UInt8]?) throws(Failure) {
    try replace([FileRevision(path: path, before: expecting, after: nil)])
  }

  /// Puts new bytes in the place of many files, creates some and removes others: all of them or none. All new bytes
  /// are on the disk before the first of them takes its place. Folders are made as they need them.
  ///
  /// - Throws: when a file holds something else by now, lies outside the workspace, or cannot be written. Then all
  ///   are as they were, and no other file is left behind.
  public func replace(_ revisions: [FileRevision]) throws(Failure) {
    if revisions.isEmpty { return }
    let folders = missingFolders(of: revisions)
    var replacements = try Replacements(revisions, in: self)
    do throws(Failure) {
      for folder in folders { try createFolder(folder) }
      try replacements.prepare()
      try replacements.finish()
    } catch {
      replacements.giveUp()
      // What cannot be put back either stays as it was made.
      let finished = revisions[..<replacements.finished]
      if !finished.isEmpty { try? replace(finished.reversed().map(\.undone)) }
      removeEmpty(folders)
      throw error
    }
  }

  /// Creates a folder and the folders above it inside the workspace. A folder that exists is left as it is.
  public func createFolder(_ path: String) throws(Failure) {
    let place = try WorkspacePath(path, in: root)
    var folder = root
    for component in place.relative.split(separator: "/") {
      let parent = folder
      folder += "/" + component
      let mode = modes(of: String(folder.dropFirst(root == "/" ? 1 : root.count + 1))).folder
      do throws(SystemError) {
        try system { unsafe mkdir(folder, mode) }
        try OpenFile(parent, O_RDONLY | O_DIRECTORY).synchronize()
      } catch {
        if error.number == EEXIST, linkStatus(folder)?.isFolder == true { continue }
        let fault = [EEXIST, ENOTDIR].contains(error.number) ? FileFault.notAFolder : .system(error)
        throw fault.failure("cannot create the folder \(path)", at: path)
      }
    }
  }

  /// The folders that some files need and that are not there, relative to the workspace, those above first.
  func missingFolders(of revisions: [FileRevision]) -> [String] {
    var missing: Set<String> = []
    for revision in revisions where revision.after != nil {
      var folder = Place(revision.path).folder
      while !folder.isEmpty, linkStatus(root + "/" + folder) == nil, missing.insert(folder).inserted {
        folder = Place(folder).folder
      }
    }
    return missing.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Removes folders, given those above first, as far as there is nothing in them.
  public func removeEmpty(_ folders: [String]) {
    for folder in folders.reversed() { unsafe rmdir(root + "/" + folder) }
  }

  /// Removes what killed runs have left of new files in a folder of the workspace and in those below it.
  func clear(below folder: String) {
    var waiting = [root + "/" + folder]
    while let folder = waiting.popLast() {
      Replacement.clear(folder)
      waiting += entries(of: folder).filter { $0.isFolder && !$0.name.hasPrefix(".") }.map {
        folder + "/" + $0.name
      }
    }
  }

  /// The bytes of a regular file; nil when the path names nothing.
  static func bytes(atAbsolutePath path: String, limitBytes: Int) throws(FileFault) -> [UInt8]? {
    let status: stat
    let bytes: [UInt8]
    do throws(SystemError) {
      // Without O_NONBLOCK, opening a named pipe would wait for its writer.
      let file = try OpenFile(path, O_RDONLY | O_NONBLOCK)
      status = try file.status()
      bytes = status.isRegularFile ? try file.contents(limitBytes: limitBytes) : []
    } catch {
      if error.number == ENOENT || error.number == ENOTDIR { return nil }
      throw .system(error)
    }
    guard status.isRegularFile else { throw status.isFolder ? .folder : .special }
    guard bytes.count <= limitBytes else { throw .tooLarge(limitBytes: limitBytes) }
    return bytes
  }
}

/// A file as it is believed to be, and as it is to be.
public struct FileRevision: Sendable {
  /// Relative to the workspace.
  public var path: String
  /// Nil when the file should not exist.
  public var before: [UInt8]?
  /// Nil to remove the file.
  public var after: [UInt8]?

  public init(path: String, before: [UInt8]?, after: [UInt8]?) {
    self.path = path
    self.before = before
    self.after = after
  }

  /// The way back.
  public var undone: FileRevision { FileRevision(path: path, before: after, after: before) }

  func failure(_ fault: FileFault) -> Failure {
    fault.failure((after == nil ? "cannot remove " : "cannot write ") + path, at: path)
  }
}

/// Why a file could not be read or written.
enum FileFault: Error {
  case system(SystemError)
  case folder
  case notAFolder
  case special
  case tooLarge(limitBytes: Int)
  case changed
  case appeared
  case vanished

  func failure(_ attempt: String, at path: String) -> Failure {
    let location = SourceLocation(file: path)
    func failure(_ cause: String, hint: String?) -> Failure {
      Failure(attempt, at: location, causes: [cause], hint: hint)
    }
    func overtaken(_ what: String) -> Failure {
      Failure(
        attempt, at: location, causes: ["it was \(what) by somebody else while the run was going on"],
        hint: "nothing was written; run again to start from what it holds now", kind: .overtaken)
    }
    return switch self {
    case .system(let error): failure(error.words, hint: error.hint)
    case .folder: failure("it is a folder", hint: "a file is expected there: rename the folder")
    case .notAFolder:
      failure("something else has its name", hint: "a folder is expected there: rename what is there")
    case .special: failure("it is not a regular file", hint: "put a regular file there")
    case .tooLarge(let limit):
      failure(
        "it is longer than \(limit) bytes",
        hint: "files of this kind have that limit: split it, or shorten it")
    case .changed: overtaken("changed")
    case .appeared: overtaken("created")
    case .vanished: overtaken("removed")
    }
  }
}
