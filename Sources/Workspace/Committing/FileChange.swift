// One file of a commit: what the commit before holds for it, and what this one will hold.

internal import CLibgit2
internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The change of one file.
struct FileChange {
  /// From the root of the work tree, symbolic links followed.
  var gitPath: String
  /// Before; nil when the file is new.
  var old: TreeEntry?
  /// In the commit; nil when the file is removed.
  var new: TreeEntry?
  /// As they are in the work tree.
  var bytes: [UInt8]?
}

/// The changes of several commits, one for each file: from what it was before all to what it is after all.
struct FileChanges {
  private(set) var all: [FileChange] = []
  /// By the bytes of the path: to a string, two spellings of an accent are one.
  private var positions: [[UInt8]: Int] = [:]

  mutating func add(_ change: FileChange) {
    let path = Array(change.gitPath.utf8)
    if let position = positions[path] {
      all[position].new = change.new
      all[position].bytes = change.bytes
    } else {
      positions[path] = all.count
      all.append(change)
    }
  }
}

extension Repository {
  /// The change of a file to new bytes, which are stored with `objects`. Nil when `files` hold them already.
  func fileChange(
    _ path: String, _ bytes: [UInt8]?, in files: inout CommittedFiles, _ objects: inout NewObjects
  ) throws(Failure) -> FileChange? {
    let gitPath = try gitPath(WorkspacePath(path, in: workspace, followsLast: bytes != nil).relative)
    let old = try entry(gitPath, in: &files)
    guard let bytes else {
      return old.map { FileChange(gitPath: gitPath, old: $0, new: nil, bytes: nil) }
    }
    let stored = try filtered(bytes, at: gitPath, .toStore)
    let new = try TreeEntry(id: NewObjects.id(of: .blob, stored), mode: mode(of: gitPath, in: old))
    if new == old { return nil }
    _ = try objects.add(.blob, stored)
    return FileChange(gitPath: gitPath, old: old, new: new, bytes: bytes)
  }

  /// The entry of a file; nil when it has none.
  private func entry(_ gitPath: String, in files: inout CommittedFiles) throws(Failure) -> TreeEntry? {
    if let entry = try files.entry(at: gitPath, in: self) {
      guard entry.mode.isFile || entry.mode.isLink else {
        throw Failure("cannot commit \(gitPath)", causes: ["HEAD holds a folder or a submodule of that name"])
      }
      return entry
    }
    guard let (folder, entry) = try files.obstacle(to: gitPath, in: self) else { return nil }
    throw Failure(
      "cannot commit \(gitPath)", causes: ["HEAD holds \(folder) as something else than a folder"],
      hint: entry.mode == GIT_FILEMODE_COMMIT
        ? "it is a submodule: make it a workspace of its own" : "commit the change of \(folder) first")
  }

  /// The mode that is committed, else the one on disk where git heeds it.
  private func mode(of gitPath: String, in old: TreeEntry?) throws(Failure) -> git_filemode_t {
    if let old, old.mode.isFile { return old.mode }
    guard (linkStatus(workTree + "/" + gitPath)?.st_mode ?? 0) & S_IXUSR != 0 else {
      return GIT_FILEMODE_BLOB
    }
    let settings = try settings()
    return setting("core.filemode", in: settings) != "false"
      ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB
  }
}
