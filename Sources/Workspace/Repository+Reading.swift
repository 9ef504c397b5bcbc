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
    let gitPath = gitPath(place.relative)
    guard let found = try entry(gitPath), found.mode.isFile else { return nil }
    return try filtered(storedBytes(of: found.id), at: gitPath, .toWorkTree)
  }

  /// What the work tree would hold of a text with LF once git has checked it out: CRLF under `autocrlf`, for example.
  public func workTreeForm(of bytes: [UInt8], at path: String) throws(Failure) -> [UInt8] {
    try filtered(bytes, at: gitPath(WorkspacePath(path, in: workspace).relative), .toWorkTree)
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
}
