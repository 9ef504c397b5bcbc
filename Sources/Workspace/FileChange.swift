// One file of a commit: what HEAD holds for it, and what the commit will hold.

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
  /// In HEAD; nil when the file is new.
  var old: TreeEntry?
  /// In the commit; nil when the file is removed.
  var new: TreeEntry?
  /// As they are in the work tree.
  var bytes: [UInt8]?
}

extension Repository {
  /// Stores the new bytes of a file. Nil when HEAD holds them already.
  func fileChange(_ path: String, _ bytes: [UInt8]?) throws(Failure) -> FileChange? {
    let gitPath = try gitPath(WorkspacePath(path, in: workspace, followsLast: bytes != nil).relative)
    let old = try headEntry(gitPath)
    guard let bytes else {
      return old.map { FileChange(gitPath: gitPath, old: $0, new: nil, bytes: nil) }
    }
    let stored = try filtered(bytes, at: gitPath, .toStore)
    let new = try TreeEntry(id: store(stored, of: gitPath), mode: mode(of: gitPath, in: old))
    return new == old ? nil : FileChange(gitPath: gitPath, old: old, new: new, bytes: bytes)
  }

  /// The entry of a file in HEAD; nil when it has none.
  private func headEntry(_ gitPath: String) throws(Failure) -> TreeEntry? {
    guard let tip else { return nil }
    let tree = try tree(of: tip)
    if let entry = try entry(at: gitPath, in: tree) {
      guard entry.mode.isFile || entry.mode.isLink else {
        throw Failure("cannot commit \(gitPath)", causes: ["HEAD holds a folder or a submodule of that name"])
      }
      return entry
    }
    var folder = gitPath[...]
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      guard let entry = try entry(at: String(folder), in: tree) else { continue }
      if entry.mode == GIT_FILEMODE_TREE { break }
      throw Failure(
        "cannot commit \(gitPath)", causes: ["HEAD holds \(folder) as something else than a folder"],
        hint: entry.mode == GIT_FILEMODE_COMMIT
          ? "it is a submodule: make it a workspace of its own" : "commit the change of \(folder) first")
    }
    return nil
  }

  /// The mode that HEAD holds, else the one on disk where git heeds it.
  private func mode(of gitPath: String, in old: TreeEntry?) throws(Failure) -> git_filemode_t {
    if let old, old.mode.isFile { return old.mode }
    let status = linkStatus(workTree + "/" + gitPath)
    let settings = try settings()
    return setting("core.filemode", in: settings) != "false" && (status?.st_mode ?? 0) & S_IXUSR != 0
      ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB
  }
}
