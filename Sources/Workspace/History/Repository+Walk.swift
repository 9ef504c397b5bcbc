// The one way through the commits of a repository: newest first, each with its parents.

internal import CLibgit2
internal import Persona

/// A commit's place among the others.
struct WalkedCommit {
  var id: CommitID
  var tree: ObjectID
  var parents: [CommitID]
  var seconds: Int64
  /// Whether it has parents that a shallow clone left out.
  var isCutOff = false
}

extension Repository {
  /// Visits commits, with their parents, in the order of `git log`: always the newest of those whose child was
  /// visited; of equal times, the one that was found first. Ends when `visit` answers false.
  ///
  /// - Parameters:
  ///   - start: where to begin; nil for the tip.
  ///   - end: a commit that is not visited, nor what only it leads to.
  func walk(
    from start: CommitID? = nil, to end: CommitID? = nil,
    visit: (_ commit: WalkedCommit, _ parents: [WalkedCommit]) throws(Failure) -> Bool
  ) throws(Failure) {
    guard let start = start ?? tip else { return }
    let isShallow = unsafe git_repository_is_shallow(handle.pointer) == 1
    let first = try node(start)
    var nodes = [start: first]
    /// Newest last.
    var waiting = [first]
    while var commit = waiting.popLast() {
      if isShallow {
        let count = commit.parents.count
        commit.parents.removeAll { !exists($0) }
        commit.isCutOff = commit.parents.count < count
      }
      var parents: [WalkedCommit] = []
      for parent in commit.parents {
        if let known = nodes[parent] {
          parents.append(known)
          continue
        }
        let found = try node(parent)
        nodes[parent] = found
        parents.append(found)
        if parent == end { continue }
        waiting.insert(found, at: waiting.firstIndex { $0.seconds >= found.seconds } ?? waiting.endIndex)
      }
      guard try visit(commit, parents) else { return }
    }
  }

  func node(_ id: CommitID) throws(Failure) -> WalkedCommit {
    let commit = try commitObject(id)
    var parents: [CommitID] = []
    for index in 0..<(unsafe git_commit_parentcount(commit.pointer)) {
      if let parent = unsafe ObjectID(copying: git_commit_parent_id(commit.pointer, index)) {
        parents.append(parent)
      }
    }
    return WalkedCommit(
      id: id, tree: try treeID(of: commit, id), parents: parents,
      seconds: unsafe git_commit_time(commit.pointer))
  }
}
