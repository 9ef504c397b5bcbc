// The files of one commit, folder by folder, and those of the commits that are built on it: read once, changed in
// memory, and stored when a commit needs them.

internal import CLibgit2
internal import Persona

/// The files of a commit, as they can be looked up and changed.
struct CommittedFiles {
  private struct Folder {
    var tree: Tree
    /// As it was stored last; nil while it is new.
    var stored: StoredTree?
    var isChanged = false
  }

  /// A tree that is in git's store, or will be with the objects of this run.
  struct StoredTree {
    var id: ObjectID
    var bytes: [UInt8]
  }

  /// By path from the root of the work tree, which itself is empty; nil for a place that is no folder.
  private var folders: [String: Folder?]

  private let root: ObjectID?

  /// The files below the root tree `root`, which is read when it is needed; none for nil.
  init(root: ObjectID?) {
    self.root = root
    folders = root == nil ? ["": Folder(tree: Tree())] : [:]
  }

  private static func read(_ id: ObjectID, _ repository: Repository) throws(Failure) -> Folder {
    let tree = try repository.tree(id)
    return Folder(tree: tree, stored: StoredTree(id: id, bytes: tree.bytes))
  }

  /// The entry at a path; nil when there is none.
  mutating func entry(at gitPath: String, in repository: Repository) throws(Failure) -> TreeEntry? {
    let place = Place(gitPath)
    return try folder(place.folder, in: repository)?.tree.entry(place.name)
  }

  /// The first of the folders on the way to a path that is something else than a folder.
  mutating func obstacle(
    to gitPath: String, in repository: Repository
  ) throws(Failure) -> (path: String, entry: TreeEntry)? {
    var path = gitPath[...]
    while let slash = path.lastIndex(of: "/") {
      path = path[..<slash]
      guard let entry = try entry(at: String(path), in: repository) else { continue }
      return entry.mode.isFolder ? nil : (String(path), entry)
    }
    return nil
  }

  /// Puts an entry at a path, or removes what is there. A folder that is left empty goes too.
  mutating func set(_ entry: TreeEntry?, at gitPath: String, in repository: Repository) throws(Failure) {
    let place = Place(gitPath)
    if try folder(place.folder, in: repository) == nil {
      if entry == nil { return }
      folders[place.folder] = Folder(tree: Tree())
    }
    folders[place.folder]??.tree.set(entry, at: place.name)
    // The folders above hold another id then, or none.
    var path = place.folder
    folders[path]??.isChanged = true
    while !path.isEmpty {
      path = Place(path).folder
      if try folder(path, in: repository) == nil { folders[path] = Folder(tree: Tree()) }
      folders[path]??.isChanged = true
    }
  }

  /// Adds the folders that have changed to `objects` and answers the id of the root.
  mutating func store(in objects: inout NewObjects) throws(Failure) -> ObjectID {
    // Below comes before above.
    let changed = folders.compactMap { path, folder in folder?.isChanged == true ? path : nil }
      .sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    for path in changed where !path.isEmpty {
      let place = Place(path)
      let entry = try stored(path, in: &objects).map { TreeEntry(id: $0.id, mode: GIT_FILEMODE_TREE) }
      folders[place.folder]??.tree.set(entry, at: place.name)
    }
    if let root = try stored("", in: &objects) { return root.id }
    return try objects.add(.tree, [])
  }

  /// The folder as a stored tree; nil, and forgotten, when it is empty.
  private mutating func stored(_ path: String, in objects: inout NewObjects) throws(Failure) -> StoredTree? {
    guard case .some(.some(var folder)) = folders[path] else { return nil }
    guard !folder.tree.isEmpty else {
      folders[path] = path.isEmpty ? Folder(tree: Tree()) : .some(nil)
      return nil
    }
    if folder.isChanged {
      let bytes = folder.tree.bytes
      let id = try objects.add(.tree, bytes, like: folder.stored)
      folder.stored = StoredTree(id: id, bytes: bytes)
      folder.isChanged = false
      folders[path] = folder
    }
    return folder.stored
  }

  private mutating func folder(_ path: String, in repository: Repository) throws(Failure) -> Folder? {
    if let known = folders[path] { return known }
    var id = root
    if !path.isEmpty {
      let place = Place(path)
      let entry = try folder(place.folder, in: repository)?.tree.entry(place.name)
      id = entry.flatMap { $0.mode.isFolder ? $0.id : nil }
    }
    let folder = try id.map { id throws(Failure) in try Self.read(id, repository) }
    folders[path] = .some(folder)
    return folder
  }
}

/// A path in two parts.
struct Place {
  /// Empty for the root.
  var folder: String
  var name: String

  init(_ path: String) {
    if let slash = path.lastIndex(of: "/") {
      folder = String(path[..<slash])
      name = String(path[path.index(after: slash)...])
    } else {
      folder = ""
      name = path
    }
  }
}
