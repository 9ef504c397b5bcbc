// What the repository holds.

internal import CLibgit2
public import Persona

extension Repository {
  /// The bytes of a file in a commit, as they would be in the work tree; nil when the commit has no such
  /// file. Symbolic links in the commit are followed.
  ///
  /// - Parameter commit: nil for HEAD.
  public func bytes(of path: String, at commit: CommitID? = nil) throws(Failure) -> [UInt8]? {
    var files = try commit.map { commit throws(Failure) in try self.files(of: commit) }
    func entry(_ gitPath: String) throws(Failure) -> TreeEntry? {
      files == nil ? try headEntry(gitPath) : try files?.entry(at: gitPath, in: self)
    }
    let place = try WorkspacePath(path, in: workspace) { absolute throws(Failure) in
      guard absolute.hasPrefix(workTree + "/"),
        let link = try entry(String(absolute.dropFirst(workTree.count + 1))), link.mode.isLink
      else { return nil }
      return String(decoding: try storedBytes(of: link.id), as: UTF8.self)
    }
    guard let found = try entry(gitPath(place.relative, at: commit)), found.mode.isFile else { return nil }
    return try filtered(storedBytes(of: found.id), at: gitPath(place.relative), .toWorkTree)
  }

  /// What the work tree would hold of a text with LF once git has checked it out: CRLF under `autocrlf`, for example.
  public func workTreeForm(of bytes: [UInt8], at path: String) throws(Failure) -> [UInt8] {
    try filtered(bytes, at: gitPath(WorkspacePath(path, in: workspace).relative), .toWorkTree)
  }

  /// Whether two texts of the work tree are one for git: under `autocrlf` a text with LF is stored as one with CRLF is.
  public func isSame(_ a: [UInt8]?, _ b: [UInt8]?, at path: String) throws(Failure) -> Bool {
    guard let a, let b, a != b else { return a == b }
    let gitPath = gitPath(try WorkspacePath(path, in: workspace).relative)
    return try filtered(a, at: gitPath, .toStore) == filtered(b, at: gitPath, .toStore)
  }

  /// Whether a part of the history was not fetched, as by `git clone --depth`.
  public var isShallow: Bool { unsafe git_repository_is_shallow(handle.pointer) == 1 }

  /// Whether git ignores a path that it does not track.
  public func isIgnored(_ path: String) -> Bool {
    var ignored: Int32 = 0
    let code = unsafe git_ignore_path_is_ignored(&ignored, handle.pointer, gitPath(path))
    return code == 0 && ignored != 0
  }

  /// The files under a folder that are committed and that a sparse checkout leaves out of the work tree.
  public func pathsLeftOut(under folder: String) throws(Failure) -> [String] {
    let index = try openIndex()
    let start = gitPath(folder) + "/"
    var paths: [String] = []
    var position = 0
    guard unsafe git_index_find_prefix(&position, index.pointer, start) == 0 else { return [] }
    // The entry belongs to the index; its name is copied at once.
    while let entry = unsafe git_index_get_byindex(index.pointer, position)?.pointee,
      let name = unsafe entry.path.map({ unsafe String(cString: $0) }), name.hasPrefix(start)
    {
      let isLeftOut = unsafe UInt32(entry.flags_extended) & GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue != 0
      if isLeftOut, linkStatus(workTree + "/" + name) == nil {
        paths.append(folder + "/" + name.dropFirst(start.count))
      }
      position += 1
    }
    return paths
  }

  /// The option of `git update-index` by which git was told not to look at a file in the work tree; nil: it looks.
  public func overlooked(_ path: String) throws(Failure) -> String? {
    let index = try openIndex()
    // The entry belongs to the index, which lives as long.
    guard let entry = unsafe git_index_get_bypath(index.pointer, gitPath(path), 0)?.pointee else {
      return nil
    }
    if unsafe UInt32(entry.flags_extended) & GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue != 0 {
      return "skip-worktree"
    }
    return unsafe UInt32(entry.flags) & GIT_INDEX_ENTRY_VALID.rawValue != 0 ? "assume-unchanged" : nil
  }

  /// Whether the index holds the path.
  public func isTracked(_ path: String) -> Bool {
    guard let index = try? openIndex() else { return false }
    return unsafe git_index_get_bypath(index.pointer, gitPath(path), 0) != nil
  }
}
