// The commits that changed a file.

internal import CLibgit2
public import Persona

extension Repository {
  /// The commits, reachable from HEAD, that gave a file another content than each of their parents has;
  /// newest first.
  ///
  /// These are the commits that `git log --full-history --no-merges -- PATH` lists, and the merges that
  /// were resolved by hand. The history of a shallow clone ends where the clone does.
  ///
  /// - Parameter limit: at most so many; nil for all.
  public func history(of path: String, limit: Int? = nil) throws(Failure) -> [CommitRecord] {
    var place = PathHistory(try gitPath(WorkspacePath(path, in: workspace).relative))
    var kept: [CommitRecord] = []
    if limit == 0 { return kept }
    try walk { commit, parents throws(Failure) in
      let entry = try place.entry(below: commit.tree, in: self)
      var isChange = parents.isEmpty ? entry != nil : true
      for parent in parents where try place.entry(below: parent.tree, in: self) == entry { isChange = false }
      if isChange { kept.append(try record(commit)) }
      return kept.count != limit
    }
    return kept
  }
}

/// One path in the trees of many commits. What a tree was found to hold there is remembered, because most commits
/// leave most folders as they are.
struct PathHistory {
  private let names: [String]
  /// For each name, by the folder's tree.
  private var known: [[ObjectID: TreeEntry?]]

  /// - Parameter path: from the root of the work tree; empty for the root itself.
  init(_ path: String) {
    names = path.split(separator: "/").map(String.init)
    known = names.map { _ in [:] }
  }

  mutating func entry(below root: ObjectID, in repository: Repository) throws(Failure) -> TreeEntry? {
    var entry = TreeEntry(id: root, mode: GIT_FILEMODE_TREE)
    for (depth, name) in names.enumerated() {
      guard entry.mode.isFolder else { return nil }
      let folder = entry.id
      let next: TreeEntry?
      if let seen = known[depth][folder] {
        next = seen
      } else {
        next = try repository.tree(folder).entry(name)
        known[depth][folder] = .some(next)
      }
      guard let next else { return nil }
      entry = next
    }
    return entry
  }
}
