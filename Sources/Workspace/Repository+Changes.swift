// How the work tree and the index differ from HEAD.

internal import CLibgit2
public import Persona

/// A file whose content, mode or existence differs from HEAD, in the work tree or in the index.
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
  /// The files under a folder that differ from HEAD in the work tree or in the index, with untracked ones
  /// that git does not ignore, sorted bytewise by path. A tracked symbolic link counts as changed when its
  /// target is.
  public func changedPaths(under folder: String) throws(Failure) -> [ChangedPath] {
    let place = try WorkspacePath(folder, in: workspace)
    let start = gitPath(place.relative) + "/"
    // By bytes: to a string, two spellings of an accent are one path.
    var changes: [[UInt8]: ChangedPath] = [:]
    func add(_ status: UInt32, _ path: String) {
      changes[Array(path.utf8)] = ChangedPath(path: path, status: status)
    }
    for (gitPath, status) in try statuses(under: start) {
      add(status, folder + "/" + gitPath.dropFirst(start.count))
    }
    for gitPath in try trackedLinks(under: start) {
      let path = folder + "/" + gitPath.dropFirst(start.count)
      // A link that leads nowhere, or outside, has no text of this workspace behind it.
      guard changes[Array(path.utf8)] == nil, let target = try? WorkspacePath(path, in: workspace) else {
        continue
      }
      var status: UInt32 = 0
      let code = unsafe git_status_file(&status, handle.pointer, self.gitPath(target.relative))
      if code == 0, status != GIT_STATUS_CURRENT.rawValue, status & GIT_STATUS_IGNORED.rawValue == 0 {
        add(status, path)
      }
    }
    return changes.values.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// git's status of each file under `start` that differs from HEAD.
  private func statuses(under start: String) throws(Failure) -> [(gitPath: String, status: UInt32)] {
    let attempt = "cannot compare \(start) with HEAD"
    var options = unsafe git_status_options()
    try git(attempt) { unsafe git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION)) }
    unsafe options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR
    unsafe options.flags =
      GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
      | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH.rawValue | GIT_STATUS_OPT_EXCLUDE_SUBMODULES.rawValue
    let list = try Handle(attempt, freedBy: unsafe git_status_list_free) { made in
      unsafe start.withCString { name in
        var names: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutablePointer(mutating: name)
        return unsafe withUnsafeMutablePointer(to: &names) { names in
          // libgit2 copies the one path while it makes the list, inside both pointers' scopes.
          unsafe options.pathspec = unsafe git_strarray(strings: names, count: 1)
          return unsafe git_status_list_new(&made, handle.pointer, &options)
        }
      }
    }
    var found: [(gitPath: String, status: UInt32)] = []
    for position in 0..<(unsafe git_status_list_entrycount(list.pointer)) {
      // The entry belongs to the list; its delta against the index has the name when there is one.
      guard let entry = unsafe git_status_byindex(list.pointer, position)?.pointee,
        let delta = unsafe entry.index_to_workdir ?? entry.head_to_index,
        let name = unsafe delta.pointee.old_file.path ?? delta.pointee.new_file.path
      else { continue }
      guard let gitPath = unsafe String(validatingCString: name) else {
        let shown = unsafe String(cString: name)
        throw Failure("cannot use the file \(shown)", causes: ["its name is not UTF-8"], hint: "rename it")
      }
      // What ends in a slash is a repository inside this one.
      if !gitPath.hasSuffix("/") { unsafe found.append((gitPath, entry.status.rawValue)) }
    }
    return found
  }

  /// The symbolic links under `start` that the index holds.
  private func trackedLinks(under start: String) throws(Failure) -> [String] {
    let index = try openIndex()
    var links: [String] = []
    var position = 0
    guard unsafe git_index_find_prefix(&position, index.pointer, start) == 0 else { return [] }
    while let entry = unsafe git_index_get_byindex(index.pointer, position)?.pointee {
      guard let name = unsafe entry.path.map({ unsafe String(cString: $0) }), name.hasPrefix(start) else {
        break
      }
      if unsafe entry.mode == GIT_FILEMODE_LINK.rawValue { links.append(name) }
      position += 1
    }
    return links
  }
}

extension ChangedPath {
  /// - Parameter status: git's flags for the file.
  fileprivate init(path: String, status: UInt32) {
    func has(_ flags: git_status_t...) -> Bool { flags.contains { status & $0.rawValue != 0 } }
    let isNew = has(GIT_STATUS_INDEX_NEW) || (has(GIT_STATUS_WT_NEW) && !has(GIT_STATUS_INDEX_DELETED))
    let isGone = has(GIT_STATUS_WT_DELETED) || (has(GIT_STATUS_INDEX_DELETED) && !has(GIT_STATUS_WT_NEW))
    self.path = path
    kind = isNew ? .added : isGone ? .deleted : .modified
    isStaged = has(
      GIT_STATUS_INDEX_NEW, GIT_STATUS_INDEX_MODIFIED, GIT_STATUS_INDEX_DELETED, GIT_STATUS_INDEX_RENAMED,
      GIT_STATUS_INDEX_TYPECHANGE)
  }
}
