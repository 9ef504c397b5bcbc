// The objects that the commits of a run need: their names are known at once, and all of them are on the disk
// before any of them is referred to.

internal import CLibgit2
internal import Digest
internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Objects on their way into git's store.
///
/// Few are stored each in a file, many in a pack, as `git fetch` has it: a pack takes three waits for the disk instead
/// of one for each object, but many small packs slow git down. Either is written in a folder of ours, and is given its
/// name in the store once it is on the disk.
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

  /// An object that waits for what else there will be.
  struct Object {
    var kind: Kind
    var id: ObjectID
    var bytes: [UInt8]
  }

  private let repository: Repository
  private var known: Set<ObjectID> = []
  /// Until there are enough for a pack.
  private var waiting: [Object] = []
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
      waiting.append(Object(kind: kind, id: id, bytes: bytes))
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

  /// Stores all objects; they are on the disk when it returns.
  mutating func store() throws(Failure) {
    if let pack { try repository.store(pack) }
    try repository.store(waiting)
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

extension Repository {
  /// Stores objects, each in a file of its own, as git has them. libgit2 names each by what it is given.
  fileprivate func store(_ objects: [NewObjects.Object]) throws(Failure) {
    if objects.isEmpty { return }
    let deflater = try Deflater()
    let folder = ObjectFolder(of: self)
    defer { folder.remove() }
    do throws(SystemError) { try folder.make() } catch { throw Self.failure(error) }
    var names: [(from: String, to: String)] = []
    for object in objects where try !isStored(object) {
      var text = Array("\(object.kind.name) \(object.bytes.count)\0".utf8)
      text += object.bytes
      var compressed: [UInt8] = []
      try deflater.append(text, to: &compressed)
      let name = object.id.hexadecimal
      do throws(SystemError) {
        let file = try OpenFile(folder.path + "/" + name, O_WRONLY | O_CREAT | O_EXCL, mode: 0o444)
        try file.write(compressed)
        file.beginSynchronizing()
      } catch {
        throw Self.failure(error)
      }
      names.append((name, "\(name.prefix(2))/\(name.dropFirst(2))"))
    }
    do throws(SystemError) {
      for name in names { try OpenFile(folder.path + "/" + name.from, O_RDONLY).synchronize() }
      try folder.moveIn(names)
    } catch {
      throw Self.failure(error)
    }
  }

  /// Whether the store has an object already; then it is kept from being cleared away as old.
  private func isStored(_ object: NewObjects.Object) throws(Failure) -> Bool {
    let attempt = "cannot store the \(object.kind.name) \(object.id.short) in git"
    let isThere = exists(object.id)
    var id = git_oid()
    try git(attempt, mayWrite: isThere) {
      // The bytes are read before the call returns.
      unsafe object.bytes.withUnsafeBytes {
        let type = git_object_t(Int32(object.kind.rawValue))
        return isThere
          ? unsafe git_odb_write(&id, store.pointer, $0.baseAddress, $0.count, type)
          : unsafe git_odb_hash(&id, $0.baseAddress, $0.count, type)
      }
    }
    guard ObjectID(id) == object.id else {
      throw Failure(attempt, causes: ["libgit2 names it \(ObjectID(id))"], kind: .bug)
    }
    return isThere
  }

  private static func failure(_ error: SystemError) -> Failure {
    Failure("cannot store objects in git", causes: [error.words], hint: error.hint)
  }

  /// Stores a pack. libgit2 takes it apart again and names every object by what it finds.
  fileprivate func store(_ pack: Pack) throws(Failure) {
    let attempt = "cannot store a pack in git"
    let folder = ObjectFolder(of: self)
    defer { folder.remove() }
    do throws(SystemError) { try folder.make() } catch { throw Self.failure(error) }
    do {
      let indexer = try Handle(attempt, freedBy: unsafe git_indexer_free) {
        unsafe git_indexer_new(&$0, folder.path, 0, nil, nil)
      }
      var progress = git_indexer_progress()
      // An object of which a mapped window holds so little that nothing comes out of it counts as not there yet; libgit2
      // goes on with it when it is called again, with no more bytes.
      var bytes = pack.bytes()
      var received: UInt32
      repeat {
        received = progress.received_objects
        try git(attempt, mayWrite: true) {
          // The indexer writes the bytes to its own file before it returns.
          unsafe bytes.withUnsafeBytes {
            unsafe git_indexer_append(indexer.pointer, $0.baseAddress, $0.count, &progress)
          }
        }
        bytes = []
      } while received < progress.received_objects && progress.received_objects < progress.total_objects
      try git(attempt, mayWrite: true) { unsafe git_indexer_commit(indexer.pointer, &progress) }
    }
    // A pack without an index is none yet, so the index comes last.
    let names = [".pack", ".idx"].flatMap { ending in
      entries(of: folder.path).filter { $0.name.hasSuffix(ending) }.map { ($0.name, "pack/" + $0.name) }
    }
    do throws(SystemError) { try folder.moveIn(names) } catch { throw Self.failure(error) }
    for id in pack.ids where !exists(id) {
      throw Failure(attempt, causes: ["it does not hold \(id)"], kind: .bug)
    }
  }
}
