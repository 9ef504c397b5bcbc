// The objects that the commits of a run need: their names are known at once, and all of them are on the disk
// before any of them is referred to.

internal import CLibgit2
internal import Digest
internal import Persona

/// Objects on their way into git's store.
///
/// Few are stored each in a file, many in a pack, as `git fetch` has it: a pack takes three waits for the disk instead
/// of two for each object, but many small packs slow git down.
struct NewObjects {
  enum Kind: UInt8 {
    // The numbers of git's packs.
    case commit = 1
    case tree = 2
    case blob = 3

    var name: String {
      switch self {
      case .commit: "commit"
      case .tree: "tree"
      case .blob: "blob"
      }
    }
  }

  private let repository: Repository
  private var known: Set<ObjectID> = []
  /// Until there are enough for a pack.
  private var waiting: [(kind: Kind, id: ObjectID, bytes: [UInt8])] = []
  private var pack: Pack?

  init(for repository: Repository) { self.repository = repository }

  /// Takes an object and answers its name.
  ///
  /// - Parameter like: a tree that was added before and differs in little.
  mutating func add(
    _ kind: Kind, _ bytes: [UInt8], like: CommittedFiles.StoredTree? = nil
  ) throws(Failure) -> ObjectID {
    let id = Self.id(of: kind, bytes)
    guard known.insert(id).inserted else { return id }
    if pack == nil, waiting.count + 1 < Limits.looseObjects {
      waiting.append((kind, id, bytes))
      return id
    }
    if pack == nil { pack = try Pack() }
    for object in waiting { try pack?.add(object.kind, object.id, object.bytes) }
    waiting = []
    try pack?.add(kind, id, bytes, like: like)
    if let full = pack, full.byteCount >= Limits.packBytes {
      try repository.store(full)
      pack = nil
    }
    return id
  }

  /// Waits until all objects are on the disk.
  mutating func store() throws(Failure) {
    if let pack { try repository.store(pack) }
    for object in waiting { try repository.store(object.kind, object.id, object.bytes) }
    pack = nil
    waiting = []
  }

  static func id(of kind: Kind, _ bytes: [UInt8]) -> ObjectID {
    var hash = SHA1()
    // Both spans end before their arrays do.
    unsafe hash.update(Array("\(kind.name) \(bytes.count)\0".utf8).span.bytes)
    unsafe hash.update(bytes.span.bytes)
    return ObjectID(bytes: hash.finish()[...])
  }
}

/// Limits of what is stored in git.
enum Limits {
  /// From so many objects on, one pack takes them; git's own default (`fetch.unpackLimit`).
  static let looseObjects = 100
  /// A pack that has grown to so many bytes is stored, and another is begun.
  static let packBytes = 64 << 20
  /// How many steps of changes lead from a tree in a pack to one that is stored whole; git's own default
  /// (`pack.depth`).
  static let deltaDepth = 50
}

extension Repository {
  /// Stores one object in a file of its own.
  fileprivate func store(_ kind: NewObjects.Kind, _ id: ObjectID, _ bytes: [UInt8]) throws(Failure) {
    let attempt = "cannot store the \(kind.name) \(id.short) in git"
    var stored = git_oid()
    try git(attempt) {
      // The store copies the bytes before it returns.
      unsafe bytes.withUnsafeBytes {
        unsafe git_odb_write(
          &stored, store.pointer, $0.baseAddress, $0.count, git_object_t(Int32(kind.rawValue)))
      }
    }
    guard ObjectID(stored) == id else {
      throw Failure(attempt, causes: ["libgit2 names it \(ObjectID(stored))"], kind: .bug)
    }
  }

  /// Stores a pack. libgit2 takes it apart again and names every object by what it finds.
  fileprivate func store(_ pack: Pack) throws(Failure) {
    let attempt = "cannot store a pack in git"
    let folder = try ByteBuffer.bytes(attempt) {
      unsafe git_repository_item_path($0, handle.pointer, GIT_REPOSITORY_ITEM_OBJECTS)
    }
    let indexer = try Handle(attempt, freedBy: unsafe git_indexer_free) {
      unsafe git_indexer_new(&$0, String(decoding: folder, as: UTF8.self) + "pack", 0, nil, nil)
    }
    var progress = git_indexer_progress()
    let bytes = pack.bytes()
    try git(attempt) {
      // The indexer writes the bytes to its own file before it returns.
      unsafe bytes.withUnsafeBytes {
        unsafe git_indexer_append(indexer.pointer, $0.baseAddress, $0.count, &progress)
      }
    }
    try git(attempt) { unsafe git_indexer_commit(indexer.pointer, &progress) }
    for id in pack.ids where !exists(id) {
      throw Failure(attempt, causes: ["it does not hold \(id)"], kind: .bug)
    }
  }
}
