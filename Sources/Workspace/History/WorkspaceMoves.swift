// Where the workspace lay in older commits: one that was moved within its repository keeps its history.

internal import Persona

/// The folder of the workspace in each commit that was looked at: empty, or with a slash at the end.
///
/// The workspace is where its settings are. Where a commit brings them, and takes away the same settings elsewhere, the
/// workspace was moved by it.
struct WorkspaceMoves {
  /// The file of the settings, by which a workspace is known.
  private static let settings = "persona-sync.yml"

  private var prefixes: [CommitID: String] = [:]
  /// The settings of a place.
  private var histories: [String: PathHistory] = [:]

  subscript(commit: CommitID) -> String? { prefixes[commit] }

  /// Notes where the workspace lay in the parents of a commit that a walk from the tip has come to.
  ///
  /// - Returns: where it lies in the commit, and lay in each parent.
  mutating func follow(
    _ commit: WalkedCommit, _ parents: [WalkedCommit], in repository: Repository
  ) throws(Failure) -> (now: String, before: [String]) {
    let now = prefixes[commit.id] ?? repository.prefix
    var before: [String] = []
    for parent in parents {
      if prefixes[parent.id] == nil {
        prefixes[parent.id] = try place(before: commit, at: now, in: parent, repository)
      }
      before.append(prefixes[parent.id] ?? now)
    }
    return (now, before)
  }

  private mutating func place(
    before commit: WalkedCommit, at prefix: String, in parent: WalkedCommit, _ repository: Repository
  ) throws(Failure) -> String {
    var history = histories[prefix] ?? PathHistory(prefix + Self.settings)
    defer { histories[prefix] = history }
    guard let settings = try history.entry(below: commit.tree, in: repository),
      try history.entry(below: parent.tree, in: repository) == nil
    else { return prefix }
    return try Self.lost(settings, from: parent.tree, to: commit.tree, at: "", repository) ?? prefix
  }

  /// The folder of the settings that a commit took away; nil where it took none such away. Folders that it left as they
  /// were are not opened.
  private static func lost(
    _ settings: TreeEntry, from old: ObjectID, to new: ObjectID?, at folder: String, _ repository: Repository
  ) throws(Failure) -> String? {
    let now = try new.map { new throws(Failure) in try repository.tree(new) } ?? Tree()
    for difference in try now.differences(from: repository.tree(old)) {
      guard let before = difference.before else { continue }
      if difference.name == Self.settings, before == settings, difference.now == nil { return folder }
      guard before.mode.isFolder else { continue }
      let inside = difference.now.flatMap { $0.mode.isFolder ? $0.id : nil }
      let place = folder + difference.name + "/"
      if let found = try lost(settings, from: before.id, to: inside, at: place, repository) { return found }
    }
    return nil
  }
}

extension Repository {
  /// The path of a file or folder of the workspace from the root of the work tree, as a commit has it.
  ///
  /// - Parameter commit: nil for HEAD.
  func gitPath(_ path: String, at commit: CommitID?) throws(Failure) -> String {
    guard let commit, commit != tip else { return gitPath(path) }
    if moves[commit] == nil {
      try walk { visited, parents throws(Failure) in
        _ = try moves.follow(visited, parents, in: self)
        return visited.id != commit
      }
    }
    return (moves[commit] ?? prefix) + path
  }
}
