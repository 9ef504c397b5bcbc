// Taking the committed files over into the user's index, as `git commit` does it: lock the index, write the next one beside it,
// move the branch, and only then rename. Whatever happens on the way, the user's index is whole.

internal import CLibgit2
internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The next index of a work tree, while `index.lock` keeps other git processes from writing theirs.
struct IndexUpdate: ~Copyable {
  private let path: String
  private let next: String
  private var holdsLock = true

  private static let attempt = "cannot update git's index"

  /// Locks the index and copies it.
  init(of repository: Repository) throws(Failure) {
    path = repository.indexPath
    next = path + ".persona-sync"
    do {
      _ = try OpenFile(path + ".lock", O_WRONLY | O_CREAT | O_EXCL, mode: 0o666)
    } catch {
      if error.number == EEXIST { throw repository.indexLocked(Self.attempt) }
      throw Failure(Self.attempt, causes: [error.words], hint: error.hint)
    }
  }

  deinit {
    guard holdsLock else { return }
    unsafe unlink(next)
    unsafe unlink(path + ".lock")
  }

  /// Writes the next index: the user's, with the changes.
  borrowing func apply(_ changes: [FileChange], in repository: Repository) throws(Failure) {
    try copyIndex()
    let index = try Handle(
      Self.attempt,
      hint: "git update-index --no-split-index, or git sparse-checkout disable, makes it readable",
      freedBy: unsafe git_index_free
    ) {
      unsafe git_index_open(&$0, next)
    }
    for change in changes { try apply(change, to: index, in: repository) }
    try git(Self.attempt) { unsafe git_index_write(index.pointer) }
    do {
      try OpenFile(next, O_RDONLY).synchronize()
    } catch {
      throw Failure(Self.attempt, causes: [error.words], hint: error.hint)
    }
  }

  /// Puts the next index in the place of the user's and unlocks it.
  mutating func finish() throws(Failure) {
    do {
      try system { unsafe rename(next, path + ".lock") }
      try system { unsafe rename(path + ".lock", path) }
      holdsLock = false
      let folder = path.dropLast("index".utf8.count)
      try OpenFile(String(folder), O_RDONLY | O_DIRECTORY).synchronize()
    } catch {
      throw Failure(
        Self.attempt, causes: [error.words, "the commit itself is made"],
        hint: error.hint ?? "git reset brings the index back to HEAD")
    }
  }

  private borrowing func copyIndex() throws(Failure) {
    do {
      unsafe unlink(next)
      guard linkStatus(path) != nil else { return }
      let bytes = try OpenFile(path, O_RDONLY).contents(limitBytes: Int(Int32.max))
      try OpenFile(next, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666).write(bytes)
    } catch {
      throw Failure(Self.attempt, causes: [error.words], hint: error.hint)
    }
  }

  private borrowing func apply(
    _ change: FileChange, to index: borrowing Handle, in repository: Repository
  ) throws(Failure) {
    let place = repository.workTree + "/" + change.gitPath
    let pointer = unsafe index.pointer
    // The entry belongs to the index and is copied before the index changes.
    let current = unsafe git_index_get_bypath(pointer, change.gitPath, 0)?.pointee
    let limit = (change.bytes?.count ?? 0) + 1
    let onDisk = try? FileStore.bytes(atAbsolutePath: place, limitBytes: limit)
    let isOnDisk = onDisk == change.bytes
    guard
      let id = try repository.stagedID(
        change, current: unsafe (current?.id).map(ObjectID.init), isOnDisk: isOnDisk)
    else {
      guard unsafe current != nil else { return }
      try git(Self.attempt) { unsafe git_index_remove_bypath(pointer, change.gitPath) }
      return
    }
    var entry = unsafe current ?? git_index_entry()
    unsafe entry.id = id.raw
    unsafe entry.mode = unsafe current?.mode ?? (change.new?.mode ?? GIT_FILEMODE_BLOB).rawValue
    unsafe entry.setStatus(isOnDisk && change.new?.id == id ? linkStatus(place) : nil)
    try git(Self.attempt) {
      unsafe change.gitPath.withCString { name in
        // The index copies the entry with its path.
        unsafe entry.path = unsafe name
        return unsafe git_index_add(pointer, &entry)
      }
    }
  }
}

extension Repository {
  /// What the index holds for a file after the commit; nil for nothing.
  ///
  /// When the file on disk is what was committed, that is it, as after `git commit FILE`. Else the user has edits that stay out of
  /// this commit, and what of them was staged stays staged on top of it.
  fileprivate func stagedID(
    _ change: FileChange, current: ObjectID?, isOnDisk: Bool
  ) throws(Failure) -> ObjectID? {
    guard let current else { return isOnDisk || change.old == nil ? change.new?.id : nil }
    guard !isOnDisk, change.old?.id != current else { return change.new?.id }
    guard let new = change.new else { return current }
    var base: [UInt8] = []
    if let old = change.old { base = try storedBytes(of: old.id) }
    guard
      case .clean(let merged) = try merge(
        base: base, ours: storedBytes(of: current), theirs: storedBytes(of: new.id))
    else { return current }
    return try store(merged, of: change.gitPath)
  }
}

extension git_index_entry {
  /// What git compares to see quickly whether a file has changed; zeros make it compare the content.
  fileprivate mutating func setStatus(_ status: stat?) {
    let status = status ?? stat()
    #if canImport(Darwin)
      let (changed, modified) = (status.st_ctimespec, status.st_mtimespec)
    #else
      let (changed, modified) = (status.st_ctim, status.st_mtim)
    #endif
    unsafe ctime = git_index_time(
      seconds: Int32(truncatingIfNeeded: changed.tv_sec),
      nanoseconds: UInt32(truncatingIfNeeded: changed.tv_nsec))
    unsafe mtime = git_index_time(
      seconds: Int32(truncatingIfNeeded: modified.tv_sec),
      nanoseconds: UInt32(truncatingIfNeeded: modified.tv_nsec))
    unsafe dev = UInt32(truncatingIfNeeded: status.st_dev)
    unsafe ino = UInt32(truncatingIfNeeded: status.st_ino)
    unsafe uid = status.st_uid
    unsafe gid = status.st_gid
    unsafe file_size = UInt32(truncatingIfNeeded: status.st_size)
  }
}
