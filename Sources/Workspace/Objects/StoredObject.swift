// Reading the store of git: commits, trees, blobs.

internal import CLibgit2
internal import Persona

extension Repository {
  /// What to do where an object cannot be read.
  var damageHint: String {
    isPartialClone
      ? "this is a partial clone, and only git can fetch what it left out: git fetch --refetch --no-filter"
      : "the repository may be damaged; see what git says: git fsck"
  }

  /// Whether a clone may have left objects out, for git to fetch when it needs them.
  private var isPartialClone: Bool {
    guard let settings = try? settings() else { return false }
    return setting("extensions.partialclone", in: settings) != nil
      || hasSetting(matching: #"^remote\..*\.promisor$"#, in: settings)
  }

  func commitObject(_ id: CommitID) throws(Failure) -> Handle {
    var raw = id.raw
    return try Handle(
      "cannot read the commit \(id.short)", hint: damageHint, freedBy: unsafe git_commit_free
    ) {
      unsafe git_commit_lookup(&$0, handle.pointer, &raw)
    }
  }

  /// The root tree of a commit.
  func treeID(of commit: borrowing Handle, _ id: CommitID) throws(Failure) -> ObjectID {
    // The id belongs to the commit and is copied at once.
    guard let tree = unsafe ObjectID(copying: git_commit_tree_id(commit.pointer)) else {
      throw Failure(
        "cannot read the commit \(id.short)", causes: ["it names no files"], hint: damageHint)
    }
    return tree
  }

  func tree(_ id: ObjectID) throws(Failure) -> Tree {
    let attempt = "cannot read the folder \(id.short) in git"
    var raw = id.raw
    let object = try Handle(attempt, hint: damageHint, freedBy: unsafe git_odb_object_free) {
      unsafe git_odb_read(&$0, store.pointer, &raw)
    }
    // The content belongs to the object, which lives to the end of this scope.
    let bytes = unsafe Array(
      UnsafeRawBufferPointer(
        start: git_odb_object_data(object.pointer), count: git_odb_object_size(object.pointer)))
    guard unsafe git_odb_object_type(object.pointer) == GIT_OBJECT_TREE, let tree = Tree(bytes) else {
      throw Failure(attempt, causes: ["it is no tree of git"], hint: damageHint)
    }
    return tree
  }

  /// The files of a commit.
  func files(of commit: CommitID) throws(Failure) -> CommittedFiles {
    CommittedFiles(root: try treeID(of: commitObject(commit), commit))
  }

  /// The bytes of a blob, as they are stored.
  func storedBytes(of id: ObjectID) throws(Failure) -> [UInt8] {
    var raw = id.raw
    let blob = try Handle(
      "cannot read the object \(id.short)", hint: damageHint, freedBy: unsafe git_blob_free
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
    var raw = id.raw
    return unsafe git_odb_exists(store.pointer, &raw) == 1
  }

  /// Stores bytes as they are.
  func store(_ bytes: [UInt8]) throws(Failure) -> ObjectID {
    var objects = NewObjects(for: self)
    let id = try objects.add(.blob, bytes)
    try objects.store()
    return id
  }

  /// What to do about an index of a form that libgit2 cannot read.
  static let indexHint =
    "if it is split or sparse: git update-index --no-split-index, git sparse-checkout reapply --no-sparse-index"

  /// The index as it is on disk now.
  func openIndex() throws(Failure) -> Handle {
    try Handle("cannot read git's index", hint: Self.indexHint, freedBy: unsafe git_index_free) {
      unsafe git_index_open(&$0, indexPath)
    }
  }
}
