// What the repository holds, and how the work tree differs from it.

internal import CLibgit2
public import Persona

/// A file whose content, mode or existence differs from HEAD.
public struct ChangedPath: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case added, modified, deleted
  }

  /// Relative to the workspace.
  public var path: String
  public var kind: Kind
  /// Whether the index holds a change of this file, so that the user's next `git commit` would take it.
  public var isStaged: Bool
}

extension Repository {
  /// The bytes of a file in a commit, as they would be in the work tree; nil when the commit has no such file.
  ///
  /// - Parameter commit: nil for HEAD.
  public func bytes(of path: String, at commit: CommitID? = nil) throws(Failure) -> [UInt8]? {
    guard let commit = commit ?? tip else { return nil }
    let tree = try tree(of: commit)
    guard let found = try entry(at: gitPath(path), in: tree), found.mode.isFile else { return nil }
    return try filtered(storedBytes(of: found.id), at: gitPath(path), .toWorkTree)
  }

  /// Whether git ignores a path that it does not track.
  public func isIgnored(_ path: String) -> Bool {
    var ignored: Int32 = 0
    let code = unsafe git_ignore_path_is_ignored(&ignored, handle.pointer, gitPath(path))
    return code == 0 && ignored != 0
  }

  /// Whether the index holds the path.
  public func isTracked(_ path: String) -> Bool {
    guard let index = try? openIndex() else { return false }
    return unsafe git_index_get_bypath(index.pointer, gitPath(path), 0) != nil
  }

  /// The files under a folder that differ from HEAD in the work tree or in the index, with untracked ones that git does not
  /// ignore, sorted bytewise by path.
  public func changedPaths(under folder: String) throws(Failure) -> [ChangedPath] {
    let attempt = "cannot compare \(folder) with HEAD"
    var options = unsafe git_status_options()
    try git(attempt) { unsafe git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION)) }
    unsafe options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR
    unsafe options.flags =
      GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
      | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH.rawValue | GIT_STATUS_OPT_EXCLUDE_SUBMODULES.rawValue
    let list = try Handle(attempt, freedBy: unsafe git_status_list_free) { made in
      unsafe gitPath(folder).withCString { name in
        var names: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutablePointer(mutating: name)
        return unsafe withUnsafeMutablePointer(to: &names) { names in
          // libgit2 copies the one path while it makes the list, inside both pointers' scopes.
          unsafe options.pathspec = unsafe git_strarray(strings: names, count: 1)
          return unsafe git_status_list_new(&made, handle.pointer, &options)
        }
      }
    }
    var changes: [ChangedPath] = []
    for position in 0..<(unsafe git_status_list_entrycount(list.pointer)) {
      guard let entry = unsafe git_status_byindex(list.pointer, position) else { continue }
      if let change = try unsafe change(entry.pointee) { changes.append(change) }
    }
    return changes.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private func change(_ entry: git_status_entry) throws(Failure) -> ChangedPath? {
    let status = unsafe entry.status.rawValue
    func has(_ flags: git_status_t...) -> Bool { flags.contains { status & $0.rawValue != 0 } }
    // The delta against the index tells the name when there is one, else the delta against HEAD does.
    guard let delta = unsafe entry.index_to_workdir ?? entry.head_to_index,
      let name = unsafe delta.pointee.old_file.path ?? delta.pointee.new_file.path
    else { return nil }
    guard let gitPath = unsafe String(validatingCString: name) else {
      throw Failure(
        "cannot use the file \(unsafe String(cString: name))", causes: ["its name is not UTF-8"],
        hint: "rename it")
    }
    // A repository inside this one ends in a slash; it is not a file of ours.
    guard let path = workspacePath(gitPath), !path.hasSuffix("/") else { return nil }
    let staged = has(
      GIT_STATUS_INDEX_NEW, GIT_STATUS_INDEX_MODIFIED, GIT_STATUS_INDEX_DELETED, GIT_STATUS_INDEX_RENAMED,
      GIT_STATUS_INDEX_TYPECHANGE)
    let kind: ChangedPath.Kind
    switch (
      isInHead: !has(GIT_STATUS_INDEX_NEW) && (!has(GIT_STATUS_WT_NEW) || has(GIT_STATUS_INDEX_DELETED)),
      has(GIT_STATUS_WT_NEW)
    ) {
    case (false, _): kind = .added
    case (true, true): kind = .modified
    case (true, false): kind = has(GIT_STATUS_WT_DELETED, GIT_STATUS_INDEX_DELETED) ? .deleted : .modified
    }
    return ChangedPath(path: path, kind: kind, isStaged: staged)
  }
}
