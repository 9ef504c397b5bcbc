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
    let gitPath = try gitPath(WorkspacePath(path, in: workspace).relative)
    return try walk(limit: limit) { commit throws(Failure) in
      let entry = try self.entry(at: gitPath, of: commit.id)
      if commit.parents.isEmpty { return entry != nil }
      for parent in commit.parents where try self.entry(at: gitPath, of: parent) == entry { return false }
      return true
    }
  }

  /// The commits that are reachable from HEAD, newest first.
  public func log(limit: Int? = nil) throws(Failure) -> [CommitRecord] {
    try walk(limit: limit) { _ in true }
  }

  /// A commit's place among the others.
  private struct Node {
    var id: CommitID
    var parents: [CommitID]
    var seconds: Int64
  }

  /// Visits commits in the order of `git log`: always the newest of those whose child was visited; of equal
  /// times, the one that was found first.
  private func walk(
    limit: Int?, keeping isKept: (Node) throws(Failure) -> Bool
  ) throws(Failure) -> [CommitRecord] {
    guard let tip, limit != 0 else { return [] }
    let isShallow = unsafe git_repository_is_shallow(handle.pointer) == 1
    var kept: [CommitRecord] = []
    var seen: Set<CommitID> = [tip]
    /// Newest last.
    var waiting = [try node(tip)]
    while var commit = waiting.popLast() {
      if isShallow { commit.parents.removeAll { !exists($0) } }
      if try isKept(commit) {
        kept.append(try record(commit))
        if kept.count == limit { break }
      }
      for parent in commit.parents where seen.insert(parent).inserted {
        let found = try node(parent)
        waiting.insert(found, at: waiting.firstIndex { $0.seconds >= found.seconds } ?? waiting.endIndex)
      }
    }
    return kept
  }

  private func entry(at gitPath: String, of commit: CommitID) throws(Failure) -> TreeEntry? {
    let tree = try tree(of: commit)
    return try entry(at: gitPath, in: tree)
  }

  private func node(_ id: CommitID) throws(Failure) -> Node {
    let commit = try commitObject(id)
    var parents: [CommitID] = []
    for index in 0..<(unsafe git_commit_parentcount(commit.pointer)) {
      if let parent = unsafe ObjectID(copying: git_commit_parent_id(commit.pointer, index)) {
        parents.append(parent)
      }
    }
    return Node(id: id, parents: parents, seconds: unsafe git_commit_time(commit.pointer))
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
