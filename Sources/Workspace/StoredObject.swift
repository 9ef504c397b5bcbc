// Reading the store of git: trees, entries, blobs.

internal import CLibgit2
internal import Persona

/// One entry of a tree.
struct TreeEntry: Equatable {
  var id: ObjectID
  var mode: git_filemode_t
}

extension git_filemode_t {
  var isFile: Bool { self == GIT_FILEMODE_BLOB || self == GIT_FILEMODE_BLOB_EXECUTABLE }
  var isLink: Bool { self == GIT_FILEMODE_LINK }
}

extension Repository {
  static let damageHint = "the repository may be damaged; see what git says: git fsck"

  func commitObject(_ id: CommitID) throws(Failure) -> Handle {
    var raw = id.raw
    return try Handle(
      "cannot read the commit \(id.short)", hint: Self.damageHint, freedBy: unsafe git_commit_free
    ) {
      unsafe git_commit_lookup(&$0, handle.pointer, &raw)
    }
  }

  func tree(of id: CommitID) throws(Failure) -> Handle {
    let commit = try commitObject(id)
    return try Handle(
      "cannot read the files of the commit \(id.short)", hint: Self.damageHint,
      freedBy: unsafe git_tree_free
    ) {
      unsafe git_commit_tree(&$0, commit.pointer)
    }
  }

  /// The entry at a path of a tree; nil when there is none.
  func entry(at gitPath: String, in tree: borrowing Handle) throws(Failure) -> TreeEntry? {
    var found: OpaquePointer?
    let pointer = unsafe tree.pointer
    let code = try git("cannot read \(gitPath) in git", hint: Self.damageHint, expecting: GIT_ENOTFOUND) {
      unsafe git_tree_entry_bypath(&found, pointer, gitPath)
    }
    guard code == 0, let entry = unsafe found else { return nil }
    defer { unsafe git_tree_entry_free(entry) }
    guard let id = unsafe ObjectID(copying: git_tree_entry_id(entry)) else { return nil }
    return TreeEntry(id: id, mode: unsafe git_tree_entry_filemode(entry))
  }

  /// The bytes of a blob, as they are stored.
  func storedBytes(of id: ObjectID) throws(Failure) -> [UInt8] {
    var raw = id.raw
    let blob = try Handle(
      "cannot read the object \(id.short)", hint: Self.damageHint, freedBy: unsafe git_blob_free
    ) {
      unsafe git_blob_lookup(&$0, handle.pointer, &raw)
    }
    // The content belongs to the blob, which lives to the end of this scope.
    return unsafe Array(
      UnsafeRawBufferPointer(
        start: git_blob_rawcontent(blob.pointer), count: Int(git_blob_rawsize(blob.pointer))))
  }

  /// Whether the store holds an object.
  func exists(_ id: ObjectID) -> Bool {
    guard
      let store = try? Handle(
        "cannot open git's store", freedBy: unsafe git_odb_free,
        make: { unsafe git_repository_odb(&$0, handle.pointer) })
    else { return false }
    var raw = id.raw
    return unsafe git_odb_exists(store.pointer, &raw) == 1
  }

  /// Stores bytes as they are.
  func store(_ bytes: [UInt8], of gitPath: String) throws(Failure) -> ObjectID {
    var id = git_oid()
    try git("cannot store \(gitPath) in git") {
      unsafe bytes.withUnsafeBytes {
        unsafe git_blob_create_from_buffer(&id, handle.pointer, $0.baseAddress, $0.count)
      }
    }
    return ObjectID(id)
  }

  /// Refuses a repository whose newest commit cannot be read.
  func requireReadableTip() throws(Failure) {
    if let tip { _ = try tree(of: tip) }
  }

  /// The index as it is on disk now.
  func openIndex() throws(Failure) -> Handle {
    try Handle("cannot read git's index", freedBy: unsafe git_index_free) {
      unsafe git_index_open(&$0, indexPath)
    }
  }
}
