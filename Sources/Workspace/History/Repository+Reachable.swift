// Everything that a repository tells to whoever clones it: the content of files of all commits, their paths, messages,
// and the names of branches and tags.

internal import CLibgit2
public import Persona

/// Where a text stands that is reachable from a branch, a tag or any other reference.
public enum ReachablePlace: Sendable, Hashable {
  /// In the content of a file.
  case file(path: String)
  /// In the path itself.
  case path(String)
  /// In the message of the commit.
  case commitMessage
  /// In the message of an annotated tag.
  case tagMessage(tag: String)
  /// In the name of a branch, a tag or another reference.
  case reference(String)
}

/// All that can be reached in a repository.
public struct Reachable: Sendable {
  /// The content of one file or of several with the same content.
  public struct Blob: Sendable {
    let id: ObjectID
    /// Where it was first, from the root of the work tree.
    public var path: String
    /// The oldest commit that has it; nil where a reference names no commit.
    public var commit: CommitID?
  }

  /// Each content once, in the order in which they are read fastest.
  public internal(set) var blobs: [Blob] = []
  public internal(set) var commits = 0
  public internal(set) var paths = 0
  public internal(set) var tags = 0
  public internal(set) var references = 0
  /// Whether the clone is shallow: what its oldest commits are built on is not here.
  var isShallow = false
}

extension Repository {
  /// Calls `visit` with every text that is no file's content, and answers where the contents are.
  ///
  /// The authors and committers of commits are the team: they are not handed over. Reflogs are no references.
  public func reachable(
    visit: (_ text: [UInt8], _ place: ReachablePlace, _ commit: CommitID?) throws(Failure) -> Void
  ) throws(Failure) -> Reachable {
    var walk = ReachableWalk(self)
    try walk.run(visit)
    return walk.found
  }

  /// Calls `body` with the content of some blobs, as it is stored. A thread needs a repository of its own.
  public func forEachContent(
    of blobs: ArraySlice<Reachable.Blob>, _ body: (Int, Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    for (index, blob) in zip(blobs.indices, blobs) {
      var raw = blob.id.raw
      let object = try Handle(
        "cannot read \(blob.path) in the commit \(blob.commit?.short ?? "-")", hint: damageHint,
        freedBy: unsafe git_odb_object_free
      ) { unsafe git_odb_read(&$0, store.pointer, &raw) }
      let count = unsafe git_odb_object_size(object.pointer)
      guard count > 0, let start = unsafe git_odb_object_data(object.pointer) else { continue }
      // The content belongs to the object, which lives to the end of this scope.
      let bytes = unsafe UnsafeBufferPointer(
        start: start.assumingMemoryBound(to: UInt8.self), count: count)
      try body(index, unsafe Span(_unsafeElements: bytes))
    }
  }
}

/// One way through everything.
private struct ReachableWalk {
  typealias Visit = ([UInt8], ReachablePlace, CommitID?) throws(Failure) -> Void

  let repository: Repository
  var found = Reachable()
  private var seenCommits: Set<ObjectID> = []
  private var seenFolders: Set<FolderPlace> = []
  private var seenBlobs: Set<ObjectID> = []
  private var seenPaths: Set<String> = []
  private var seenTags: Set<ObjectID> = []

  /// A folder's content at a path: the same content elsewhere has other paths.
  private struct FolderPlace: Hashable {
    var id: ObjectID
    var path: String
  }

  init(_ repository: Repository) { self.repository = repository }

  mutating func run(_ visit: Visit) throws(Failure) {
    found.isShallow = unsafe git_repository_is_shallow(repository.handle.pointer) == 1
    var starts: [CommitID] = []
    for (name, id) in try references() {
      found.references += 1
      try visit(Array(name.utf8), .reference(name), nil)
      try resolve(id, name, &starts, visit)
    }
    if let tip = repository.head() { starts.append(tip) }
    for commit in try oldestFirst(starts) { try look(atCommit: commit, visit) }
    found.paths = seenPaths.count
    found.blobs = packed(found.blobs)
  }

  /// The contents in the order in which git's packs have them, from the end on; what is in none comes last.
  ///
  /// A pack has the contents of which others are differences before those. Read backwards, each difference is taken
  /// out once, because libgit2 keeps what others are made from, and not what it was asked for: forwards each is
  /// taken out twice.
  private func packed(_ blobs: [Reachable.Blob]) -> [Reachable.Blob] {
    // The path belongs to the repository and is copied at once.
    let folder = unsafe git_repository_commondir(repository.handle.pointer).map { unsafe String(cString: $0) }
    let order = PackOrder(folder: (folder ?? "") + "objects/pack")
    var (placed, loose): ([(PackOrder.Place, Int)], [Int]) = ([], [])
    for (index, blob) in blobs.enumerated() {
      if let place = order.place(of: blob.id) { placed.append((place, index)) } else { loose.append(index) }
    }
    placed.sort { $0.0 > $1.0 }
    return (placed.map(\.1) + loose).map { blobs[$0] }
  }

  /// All references with what they name, sorted.
  private func references() throws(Failure) -> [(name: String, id: ObjectID)] {
    let attempt = "cannot list the branches and tags"
    let iterator = try Handle(attempt, freedBy: unsafe git_reference_iterator_free) {
      unsafe git_reference_iterator_new(&$0, repository.handle.pointer)
    }
    var list: [(name: String, id: ObjectID)] = []
    while true {
      var next: OpaquePointer?
      let code = try git(attempt, expecting: GIT_ITEROVER) {
        unsafe git_reference_next(&next, iterator.pointer)
      }
      guard code == 0, let reference = unsafe next else { break }
      defer { unsafe git_reference_free(reference) }
      // Both belong to the reference and are copied before it is freed. A symbolic one names another one.
      guard let name = unsafe git_reference_name(reference).map({ unsafe String(cString: $0) }),
        let id = unsafe ObjectID(copying: git_reference_target(reference))
      else { continue }
      list.append((name, id))
    }
    return list.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Takes a reference to what it names: a commit, a tag of anything, or rarely a folder or a content.
  private mutating func resolve(
    _ id: ObjectID, _ name: String, _ starts: inout [CommitID], _ visit: Visit
  ) throws(Failure) {
    let (type, bytes) = try object(id)
    switch type {
    case GIT_OBJECT_COMMIT: starts.append(id)
    case GIT_OBJECT_TREE: try look(atFolder: id, path: "", of: nil, visit)
    case GIT_OBJECT_BLOB:
      if seenBlobs.insert(id).inserted { found.blobs.append(.init(id: id, path: name, commit: nil)) }
    case GIT_OBJECT_TAG:
      guard seenTags.insert(id).inserted else { return }
      found.tags += 1
      let text = told(bytes)
      try visit(text, .tagMessage(tag: name), nil)
      let target = bytes.dropFirst("object ".utf8.count).prefix(2 * ObjectID.byteCount)
      var raw = git_oid()
      try git("cannot read the tag \(name)", hint: repository.damageHint) {
        unsafe git_oid_fromstr(&raw, String(decoding: target, as: UTF8.self))
      }
      try resolve(ObjectID(raw), name, &starts, visit)
    default: break
    }
  }

  /// All commits from some on, each behind its parents.
  private mutating func oldestFirst(_ starts: [CommitID]) throws(Failure) -> [WalkedCommit] {
    var list: [WalkedCommit] = []
    // A commit is met twice: with its parents still to be visited, and when they have been.
    var waiting: [(id: CommitID, node: WalkedCommit?)] = starts.reversed().map { ($0, nil) }
    while let (id, visited) = waiting.popLast() {
      if let visited {
        list.append(visited)
        continue
      }
      guard seenCommits.insert(id).inserted else { continue }
      let node = try repository.node(id)
      waiting.append((id, node))
      for parent in node.parents.reversed() where !seenCommits.contains(parent) {
        if found.isShallow, !repository.exists(parent) { continue }
        waiting.append((parent, nil))
      }
    }
    return list
  }

  private mutating func look(atCommit commit: WalkedCommit, _ visit: Visit) throws(Failure) {
    found.commits += 1
    try visit(told(object(commit.id).bytes), .commitMessage, commit.id)
    try look(atFolder: commit.tree, path: "", of: commit.id, visit)
  }

  private mutating func look(
    atFolder id: ObjectID, path: String, of commit: CommitID?, _ visit: Visit
  ) throws(Failure) {
    // Without recursion: folders may lie in one another as deep as somebody likes.
    var waiting = [(id, path)]
    while let (id, path) = waiting.popLast() {
      guard seenFolders.insert(FolderPlace(id: id, path: path)).inserted else { continue }
      let tree = try repository.tree(id)
      for position in 0..<tree.count {
        let (name, entry) = tree.namedEntry(position)
        let place = path + name
        if seenPaths.insert(place).inserted { try visit(Array(place.utf8), .path(place), commit) }
        if entry.mode.isFolder {
          waiting.append((entry.id, place + "/"))
        } else if entry.mode.isFile || entry.mode.isLink, seenBlobs.insert(entry.id).inserted {
          found.blobs.append(.init(id: entry.id, path: place, commit: commit))
        }
      }
    }
  }

  private func object(_ id: ObjectID) throws(Failure) -> (type: git_object_t, bytes: [UInt8]) {
    var raw = id.raw
    let object = try Handle(
      "cannot read the object \(id.short)", hint: repository.damageHint, freedBy: unsafe git_odb_object_free
    ) { unsafe git_odb_read(&$0, repository.store.pointer, &raw) }
    let type = unsafe git_odb_object_type(object.pointer)
    if type == GIT_OBJECT_BLOB { return (type, []) }
    // The content belongs to the object, which lives to the end of this scope.
    let bytes = unsafe Array(
      UnsafeRawBufferPointer(
        start: git_odb_object_data(object.pointer), count: git_odb_object_size(object.pointer)))
    return (type, bytes)
  }

  /// What a commit or a tag says: its message, with its headers on one line before it, but not who made it and which
  /// objects it names.
  private func told(_ bytes: [UInt8]) -> [UInt8] {
    var headers: [UInt8] = []
    var lines = bytes[...]
    let unsaid = ["tree ", "parent ", "object ", "author ", "committer ", "tagger "].map { Array($0.utf8) }
    while let end = lines.firstIndex(of: UInt8(ascii: "\n")) {
      let line = lines[..<end]
      lines = lines[(end + 1)...]
      if line.isEmpty { break }
      // The headers of a tag that was merged stand in the commit, behind a blank.
      let text = line.first == UInt8(ascii: " ") ? line.dropFirst() : line
      if !unsaid.contains(where: { text.starts(with: $0) }) { headers += line + [UInt8(ascii: " ")] }
    }
    return headers + [UInt8(ascii: "\n")] + lines
  }
}
