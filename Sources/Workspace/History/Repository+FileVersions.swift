// Every version of every file below some folders, from one walk through the history: what a page about all personas
// needs, where one walk for each of them would take as many times as long.

internal import CLibgit2
public import Persona

/// A commit, and the files that it changed below the folders that were asked for.
public struct FileVersions: Sendable {
  public var commit: CommitRecord
  /// The files that it gave another content than each of its parents has, by their path from the workspace: the blob
  /// that they became, nil for those that are gone.
  public var blobs: [String: ObjectID?]
  /// Whether a shallow clone left its parents out: then everything counts as changed.
  public var isCutOff: Bool
}

/// A commit that gave one file another content than each of its parents has.
public struct FileVersion: Sendable {
  public var commit: CommitRecord
  /// What the file became; nil where it is gone.
  public var blob: ObjectID?
  /// Whether a shallow clone left the commit's parents out.
  public var isCutOff: Bool

  public init(commit: CommitRecord, blob: ObjectID?, isCutOff: Bool) {
    (self.commit, self.blob, self.isCutOff) = (commit, blob, isCutOff)
  }
}

extension Repository {
  /// The commits that changed any file below some folders of the workspace, newest first. A move of the workspace changes
  /// none. Symbolic links and submodules are passed over.
  ///
  /// - Parameter start: the newest commit to look at; nil for HEAD.
  public func fileVersions(
    below folders: [String], upTo start: CommitID? = nil
  ) throws(Failure) -> [FileVersions] {
    try fileVersions(below: folders, from: start, to: nil)
  }

  /// The same of the commits of a branch; nil for HEAD.
  public func fileVersions(
    below folders: [String], on branch: SideBranch?
  ) throws(Failure) -> [FileVersions] {
    try fileVersions(below: folders, from: branch?.tip, to: branch?.base)
  }

  private func fileVersions(
    below folders: [String], from start: CommitID?, to end: CommitID?
  ) throws(Failure) -> [FileVersions] {
    var places: [(folder: String, history: FolderHistory)] = []
    for folder in folders {
      places.append((folder, FolderHistory(try WorkspacePath(folder, in: workspace).relative)))
    }
    var comparison = FolderComparison()
    var found: [FileVersions] = []
    try walk(from: start, to: end) { commit, parents throws(Failure) in
      var blobs: [String: ObjectID?] = [:]
      let lay = try moves.follow(commit, parents, in: self)
      for index in places.indices {
        let (now, before) = try places[index].history.folders(of: commit, parents, lay, in: self)
        if before.contains(now) || (now == nil && before.isEmpty) { continue }
        let changed = try comparison.changes(to: now, from: before, in: self)
        for (path, blob) in changed { blobs[places[index].folder + "/" + path] = .some(blob) }
      }
      if !blobs.isEmpty {
        found.append(FileVersions(commit: try record(commit), blobs: blobs, isCutOff: commit.isCutOff))
      }
      return true
    }
    return found
  }

  /// The versions of some files of one folder, newest first, by path: each back to one that is far enough.
  ///
  /// - Parameters:
  ///   - branch: whose commits are looked at; nil for HEAD.
  ///   - isLast: whether a version of the file at a path is.
  public func versions(
    of paths: [String], on branch: SideBranch? = nil,
    until isLast: (_ path: String, FileVersion) throws(Failure) -> Bool
  ) throws(Failure) -> [String: [FileVersion]] {
    var found: [String: [FileVersion]] = [:]
    guard let first = paths.first else { return found }
    let folder = Place(first).folder
    var sought: [String: String] = [:]
    for path in paths { sought[Place(path).name] = path }
    var place = FolderHistory(try WorkspacePath(folder, in: workspace).relative)
    var comparison = FolderComparison()
    try walk(from: branch?.tip, to: branch?.base) { commit, parents throws(Failure) in
      let lay = try moves.follow(commit, parents, in: self)
      let (now, before) = try place.folders(of: commit, parents, lay, in: self)
      if before.contains(now) || (now == nil && before.isEmpty) { return true }
      for (name, blob) in try comparison.changes(to: now, from: before, in: self) {
        guard let path = sought[name] else { continue }
        let version = FileVersion(commit: try record(commit), blob: blob, isCutOff: commit.isCutOff)
        found[path, default: []].append(version)
        if try isLast(path, version) { sought[name] = nil }
      }
      return !sought.isEmpty
    }
    return found
  }

  /// The bytes of a version of a file, as they would be in the work tree.
  public func bytes(of blob: ObjectID, as path: String) throws(Failure) -> [UInt8] {
    try filtered(storedBytes(of: blob), at: gitPath(WorkspacePath(path, in: workspace).relative), .toWorkTree)
  }

  /// The files below a folder of the workspace in a commit, by their path from the workspace; symbolic links too, as which
  /// `bytes(of:at:)` gives what is behind them.
  public func files(below folder: String, at commit: CommitID) throws(Failure) -> [String: ObjectID] {
    var place = PathHistory(try gitPath(WorkspacePath(folder, in: workspace).relative, at: commit))
    let tree = try treeID(of: commitObject(commit), commit)
    var comparison = FolderComparison(includesLinks: true)
    let found = try comparison.changes(
      to: place.folder(below: tree, in: self), from: [], in: self)
    var files: [String: ObjectID] = [:]
    for case (let path, let blob?) in found { files[folder + "/" + path] = blob }
    return files
  }
}

extension PathHistory {
  /// The tree of the folder at this path; nil when there is none.
  mutating func folder(below root: ObjectID, in repository: Repository) throws(Failure) -> ObjectID? {
    let entry = try entry(below: root, in: repository)
    return entry?.mode.isFolder == true ? entry?.id : nil
  }
}

/// A folder of the workspace in the trees of many commits, wherever the workspace lay in them.
private struct FolderHistory {
  private let path: String
  /// By where the workspace lay.
  private var histories: [String: PathHistory] = [:]

  /// - Parameter path: from the workspace.
  init(_ path: String) { self.path = path }

  /// The folder in a commit, and in each of its parents; nil where there is none.
  mutating func folders(
    of commit: WalkedCommit, _ parents: [WalkedCommit], _ lay: (now: String, before: [String]),
    in repository: Repository
  ) throws(Failure) -> (now: ObjectID?, before: [ObjectID?]) {
    var before: [ObjectID?] = []
    for (parent, prefix) in zip(parents, lay.before) {
      before.append(try folder(below: parent.tree, at: prefix, in: repository))
    }
    return (try folder(below: commit.tree, at: lay.now, in: repository), before)
  }

  private mutating func folder(
    below root: ObjectID, at prefix: String, in repository: Repository
  ) throws(Failure) -> ObjectID? {
    try histories[prefix, default: PathHistory(prefix + path)].folder(below: root, in: repository)
  }
}

/// Compares folders with those of the parents. What a folder holds is remembered for a while, because it is compared
/// twice: with the version before it, and with the one after.
private struct FolderComparison {
  private let includesLinks: Bool
  private var trees: [ObjectID: Tree] = [:]

  /// So many folders are remembered.
  private static let remembered = 256
  /// Files in deeper folders are passed over.
  private static let depth = 64

  init(includesLinks: Bool = false) { self.includesLinks = includesLinks }

  /// The files that differ from each of the folders before; all of them when there is none. By path from the folder.
  mutating func changes(
    to now: ObjectID?, from before: [ObjectID?], in repository: Repository
  ) throws(Failure) -> [String: ObjectID?] {
    var changed: [String: ObjectID?] = [:]
    for (index, folder) in (before.isEmpty ? [nil] : before).enumerated() {
      var found: [String: ObjectID?] = [:]
      try collect(now, folder, path: "", depth: 1, in: repository, into: &found)
      changed = index == 0 ? found : changed.filter { found.keys.contains($0.key) }
    }
    return changed
  }

  private mutating func collect(
    _ now: ObjectID?, _ before: ObjectID?, path: String, depth: Int, in repository: Repository,
    into found: inout [String: ObjectID?]
  ) throws(Failure) {
    guard now != before, depth <= Self.depth else { return }
    for difference in try tree(now, in: repository).differences(from: tree(before, in: repository)) {
      let place = path + difference.name
      let (folder, oldFolder) = (difference.now?.folder, difference.before?.folder)
      if folder != nil || oldFolder != nil {
        try collect(folder, oldFolder, path: place + "/", depth: depth + 1, in: repository, into: &found)
      }
      let (file, oldFile) = (blob(difference.now), blob(difference.before))
      if file != oldFile { found[place] = .some(file) }
    }
  }

  private func blob(_ entry: TreeEntry?) -> ObjectID? {
    entry.flatMap { $0.mode.isFile || includesLinks && $0.mode.isLink ? $0.id : nil }
  }

  private mutating func tree(_ id: ObjectID?, in repository: Repository) throws(Failure) -> Tree {
    guard let id else { return Tree() }
    if let known = trees[id] { return known }
    if trees.count >= Self.remembered { trees = [:] }
    let tree = try repository.tree(id)
    trees[id] = tree
    return tree
  }
}

extension TreeEntry {
  fileprivate var folder: ObjectID? { mode.isFolder ? id : nil }
}
