// The commits that changed a file, with what their messages say.

internal import CLibgit2
public import Persona

/// A commit, as it is told to people.
public struct CommitRecord: Sendable, Hashable {
  public var id: CommitID
  public var parents: [CommitID]
  /// The first line of the message.
  public var subject: String
  /// What follows, without the trailers, without empty lines at both ends.
  public var body: String
  /// The `Key: value` lines that end the message, in their order.
  public var trailers: [Trailer]
  public var author: Signature

  public struct Trailer: Sendable, Hashable {
    public var key: String
    public var value: String
  }

  /// The value of the first trailer of that name, in whatever case.
  public func trailer(_ key: String) -> String? {
    trailers.first { $0.key.lowercased() == key.lowercased() }?.value
  }
}

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

  /// The commits that are reachable from HEAD, newest first.
  public func log(limit: Int? = nil) throws(Failure) -> [CommitRecord] {
    var kept: [CommitRecord] = []
    if limit == 0 { return kept }
    try walk { commit, _ throws(Failure) in
      kept.append(try record(commit))
      return kept.count != limit
    }
    return kept
  }

  /// What the newest commit that has a file holds for it, for each of many files: one walk for all. Files that no
  /// commit has are left out.
  public func lastBytes(of paths: [String]) throws(Failure) -> [String: [UInt8]] {
    /// By folder, then by name: the path as it was given.
    var sought: [String: [String: String]] = [:]
    for path in paths {
      let place = Place(try gitPath(WorkspacePath(path, in: workspace).relative))
      sought[place.folder, default: [:]][place.name] = path
    }
    var folders = sought.keys.sorted().map { (path: $0, history: PathHistory($0), seen: Set<ObjectID>()) }
    var found: [String: [UInt8]] = [:]
    if paths.isEmpty { return found }
    try walk { commit, _ throws(Failure) in
      for index in folders.indices {
        guard let entry = try folders[index].history.entry(below: commit.tree, in: self),
          entry.mode.isFolder, folders[index].seen.insert(entry.id).inserted
        else { continue }
        let folder = folders[index].path
        let tree = try tree(entry.id)
        for (name, path) in sought[folder] ?? [:] {
          guard let entry = tree.entry(name), entry.mode.isFile else { continue }
          found[path] = try filtered(
            storedBytes(of: entry.id), at: folder.isEmpty ? name : folder + "/" + name, .toWorkTree)
          sought[folder]?[name] = nil
        }
      }
      return found.count < paths.count
    }
    return found
  }

  /// A commit's place among the others.
  private struct Node {
    var id: CommitID
    var tree: ObjectID
    var parents: [CommitID]
    var seconds: Int64
  }

  /// Visits commits, with their parents, in the order of `git log`: always the newest of those whose child was
  /// visited; of equal times, the one that was found first. Ends when `visit` answers false.
  private func walk(
    visit: (_ commit: Node, _ parents: [Node]) throws(Failure) -> Bool
  ) throws(Failure) {
    guard let tip else { return }
    let isShallow = unsafe git_repository_is_shallow(handle.pointer) == 1
    let first = try node(tip)
    var nodes = [tip: first]
    /// Newest last.
    var waiting = [first]
    while var commit = waiting.popLast() {
      if isShallow { commit.parents.removeAll { !exists($0) } }
      var parents: [Node] = []
      for parent in commit.parents {
        if let known = nodes[parent] {
          parents.append(known)
          continue
        }
        let found = try node(parent)
        nodes[parent] = found
        parents.append(found)
        waiting.insert(found, at: waiting.firstIndex { $0.seconds >= found.seconds } ?? waiting.endIndex)
      }
      guard try visit(commit, parents) else { return }
    }
  }

  private func node(_ id: CommitID) throws(Failure) -> Node {
    let commit = try commitObject(id)
    var parents: [CommitID] = []
    for index in 0..<(unsafe git_commit_parentcount(commit.pointer)) {
      if let parent = unsafe ObjectID(copying: git_commit_parent_id(commit.pointer, index)) {
        parents.append(parent)
      }
    }
    return Node(
      id: id, tree: try treeID(of: commit, id), parents: parents,
      seconds: unsafe git_commit_time(commit.pointer))
  }

  private func record(_ node: Node) throws(Failure) -> CommitRecord {
    let commit = try commitObject(node.id)
    // Both belong to the commit, which lives to the end of this scope, and are copied.
    let message = unsafe git_commit_message(commit.pointer).map { unsafe String(cString: $0) } ?? ""
    let author = unsafe Signature(copying: git_commit_author(commit.pointer))
    let text = try MessageText(message)
    return CommitRecord(
      id: node.id, parents: node.parents, subject: text.subject, body: text.body, trailers: text.trailers,
      author: author)
  }
}

/// One path in the trees of many commits. What a tree was found to hold there is remembered, because most commits
/// leave most folders as they are.
private struct PathHistory {
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

extension Signature {
  /// The signature at `pointer`; empty for NULL, which a damaged commit gives.
  @safe fileprivate init(copying pointer: UnsafePointer<git_signature>?) {
    guard let signature = unsafe pointer?.pointee else {
      self.init(name: "", email: "", seconds: 0, offsetMinutes: 0)
      return
    }
    unsafe self.init(
      name: signature.name.map { unsafe String(cString: $0) } ?? "",
      email: signature.email.map { unsafe String(cString: $0) } ?? "",
      seconds: signature.when.time, offsetMinutes: Int(signature.when.offset))
  }
}

/// A commit's message in its parts.
private struct MessageText {
  var subject: String
  var body: String
  var trailers: [CommitRecord.Trailer] = []

  init(_ message: String) throws(Failure) {
    var found = unsafe git_message_trailer_array()
    try git("cannot read the trailers of a commit") { unsafe git_message_trailers(&found, message) }
    defer { unsafe git_message_trailer_array_free(&found) }
    for index in 0..<(unsafe found.count) {
      let trailer = unsafe found.trailers[index]
      unsafe trailers.append(
        .init(key: String(cString: trailer.key), value: String(cString: trailer.value)))
    }
    var lines = message.split(separator: "\n", omittingEmptySubsequences: false)[...]
    subject = String(lines.popFirst() ?? "")
    while lines.last?.isEmpty == true { lines.removeLast() }
    if !trailers.isEmpty {
      // The trailers are the last paragraph.
      while let last = lines.last, !last.isEmpty { _ = lines.removeLast() }
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    body = lines.drop { $0.isEmpty }.joined(separator: "\n")
  }
}
