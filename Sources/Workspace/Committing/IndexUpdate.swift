// Taking the committed files over into the user's index, as `git commit` does it: lock the index, write the
// next one beside it, move the branch, and only then rename. As long as the index is locked, git adds, commits and
// switches nothing. Killed at any point, the next run ends what was begun.

internal import CLibgit2
internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The next index of a work tree, while `index.lock` keeps other git processes from writing theirs.
struct IndexUpdate: ~Copyable {
  private let place: IndexPlace
  /// Whoever has it may take a lock with our mark, and what lies around it, for what a killed run has left.
  private let turn: RepositoryLock
  /// git's lock, open.
  private let lock: OpenFile
  private var isUnfinished = true

  private static let attempt = "cannot update git's index"

  private init(place: IndexPlace, turn: consuming RepositoryLock, lock: consuming OpenFile) {
    self.place = place
    self.turn = turn
    self.lock = lock
  }

  /// Locks the index of `repository`, once no other run is writing to it.
  static func begin(in repository: Repository) throws(Failure) -> IndexUpdate {
    let place = IndexPlace(index: repository.indexPath)
    let turn = try repository.turn(attempt)
    do throws(SystemError) {
      try repository.clearLeftOvers(of: place)
      return try IndexUpdate(place: place, turn: turn, lock: place.takeLock())
    } catch {
      throw repository.failure(attempt, error, at: place.lock)
    }
  }

  deinit { if isUnfinished { place.giveUp() } }

  /// Writes the next index: the user's, with the changes; and into the lock the commit that the branch is about to name.
  borrowing func prepare(
    _ changes: [FileChange], for commit: CommitID, in repository: Repository
  ) throws(Failure) {
    do throws(SystemError) {
      try lock.write(Array("\(commit)\n".utf8))
      try lock.synchronize()
    } catch {
      throw Failure(Self.attempt, causes: [error.words], hint: error.hint)
    }
    try copyIndex()
    let index = try Handle(
      Self.attempt,
      hint: Repository.indexHint,
      freedBy: unsafe git_index_free
    ) {
      unsafe git_index_open(&$0, place.next)
    }
    for change in changes { try apply(change, to: index, in: repository) }
    try git(Self.attempt, mayWrite: true) { unsafe git_index_write(index.pointer) }
    do throws(SystemError) {
      try OpenFile(place.next, O_RDONLY).synchronize()
      // With the names of lock and next index on the disk, whoever finds the branch moved finds them too.
      try place.synchronizeFolder()
    } catch {
      throw Failure(Self.attempt, causes: [error.words], hint: error.hint)
    }
  }

  /// Puts the next index in the place of the user's and unlocks it.
  mutating func finish() throws(Failure) {
    isUnfinished = false
    do {
      try place.finish()
    } catch {
      throw Failure(
        Self.attempt, causes: [error.words, "the commit itself is made"],
        hint: error.hint ?? "git reset brings the index back to HEAD")
    }
  }

  private borrowing func copyIndex() throws(Failure) {
    do {
      place.clearNext()
      guard linkStatus(place.index) != nil else { return }
      let bytes = try OpenFile(place.index, O_RDONLY).contents(limitBytes: Int(Int32.max))
      try OpenFile(place.next, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666).write(bytes)
    } catch {
      throw Failure(Self.attempt, causes: [error.words], hint: error.hint)
    }
  }

  private borrowing func apply(
    _ change: FileChange, to index: borrowing Handle, in repository: Repository
  ) throws(Failure) {
    let path = repository.workTree + "/" + change.gitPath
    let pointer = unsafe index.pointer
    // The entry belongs to the index and is copied before the index changes.
    var current = unsafe git_index_get_bypath(pointer, change.gitPath, 0)?.pointee
    // Of `git add -N` there is a name only, and no content yet.
    if unsafe current?.isIntentToAdd == true { unsafe current = nil }
    let onDisk = try? FileStore.bytes(atAbsolutePath: path, limitBytes: change.bytes?.count ?? 0)
    let isOnDisk = onDisk == change.bytes
    guard let id = try repository.stagedID(change, current: unsafe (current?.id).map(ObjectID.init), isOnDisk)
    else {
      guard unsafe current != nil else { return }
      try git(Self.attempt) { unsafe git_index_remove_bypath(pointer, change.gitPath) }
      return
    }
    var entry = unsafe current ?? git_index_entry()
    unsafe entry.id = id.raw
    unsafe entry.mode = unsafe current?.mode ?? (change.new?.mode ?? GIT_FILEMODE_BLOB).rawValue
    unsafe entry.setStatus(isOnDisk && change.new?.id == id ? linkStatus(path) : nil)
    try git(Self.attempt) {
      unsafe change.gitPath.withCString { name in
        // The index copies the entry with its path.
        unsafe entry.path = unsafe name
        return unsafe git_index_add(pointer, &entry)
      }
    }
  }
}

/// The files around the index of one work tree.
private struct IndexPlace {
  var index: String
  /// git's own lock. While we hold it, it holds our mark.
  var lock: String { index + ".lock" }
  /// The lock before it has its name.
  var draft: String { lock + ".persona-sync" }
  /// The index that is being made.
  var next: String { index + ".persona-sync" }

  /// What our lock begins with; the commit follows once it is known.
  static let mark = "persona-sync "

  /// Where runs take turns.
  var turn: String { String(index.dropLast("index".utf8.count)) + "persona-sync.lock" }

  /// Creates the lock with the mark already in it, and on the disk, so that neither a kill nor a power cut in between
  /// leaves a lock without a name.
  func takeLock() throws(SystemError) -> OpenFile {
    unsafe unlink(draft)
    let file = try OpenFile(draft, O_RDWR | O_CREAT | O_EXCL, mode: 0o666)
    do throws(SystemError) {
      try file.write(Array(Self.mark.utf8))
      try file.synchronize()
      do throws(SystemError) {
        try system { unsafe link(draft, lock) }
      } catch {
        guard error.number == EPERM || error.number == ENOTSUP else { throw error }
        // A file system without hard links.
        _ = try OpenFile(lock, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666)
        try system { unsafe rename(draft, lock) }
        return file
      }
    } catch {
      unsafe unlink(draft)
      throw error
    }
    do throws(SystemError) {
      try system { unsafe unlink(draft) }
    } catch {
      unsafe unlink(draft)
      unsafe unlink(lock)
      throw error
    }
    return file
  }

  /// Removes what was written of the next index, and the lock that libgit2 makes for writing it.
  func clearNext() {
    unsafe unlink(next)
    unsafe unlink(next + ".lock")
  }

  /// Removes what lies around the lock.
  func clear() {
    clearNext()
    unsafe unlink(draft)
  }

  func giveUp() {
    clear()
    unsafe unlink(lock)
  }

  /// What the lock holds; nil when there is none.
  func lockText() throws(SystemError) -> String? {
    do throws(SystemError) {
      return String(decoding: try OpenFile(lock, O_RDONLY).contents(limitBytes: 100), as: UTF8.self)
    } catch {
      if error.number == ENOENT { return nil }
      throw error
    }
  }

  func finish() throws(SystemError) {
    if linkStatus(next) != nil { try system { unsafe rename(next, index) } }
    unsafe unlink(draft)
    try system { unsafe unlink(lock) }
    try synchronizeFolder()
  }

  func synchronizeFolder() throws(SystemError) {
    try OpenFile(String(index.dropLast("index".utf8.count)), O_RDONLY | O_DIRECTORY).synchronize()
  }

  /// Whether runs of ours, or of git, have something here.
  var isTouched: Bool { [lock, next, next + ".lock", draft, turn].contains { linkStatus($0) != nil } }
}

extension Repository {
  /// Refuses while another process holds the index; another run of ours is waited for. What a killed run of ours has
  /// left is brought to its end: forward when the branch names its commit, back when it does not.
  func requireUnlockedIndex(_ attempt: String) throws(Failure) {
    let place = IndexPlace(index: indexPath)
    guard place.isTouched else { return }
    let turn = try turn(attempt)
    do throws(SystemError) {
      try clearLeftOvers(of: place)
      if linkStatus(place.lock) != nil { throw SystemError(number: EEXIST) }
    } catch {
      throw failure(attempt, error, at: place.lock)
    }
    _ = consume turn
  }

  /// The right to write to the index and the branch, once no other run has it.
  fileprivate func turn(_ attempt: String) throws(Failure) -> RepositoryLock {
    let place = IndexPlace(index: indexPath)
    do throws(SystemError) {
      return try RepositoryLock.acquire(at: place.turn)
    } catch {
      guard error.number == EWOULDBLOCK else { throw failure(attempt, error, at: place.turn) }
      throw Failure(
        attempt, causes: ["another run of persona-sync is writing to this repository"],
        hint: "wait until it has ended, then run again")
    }
  }

  /// Brings what a killed run of ours has left to its end. It is our turn: nobody else of ours is here.
  fileprivate func clearLeftOvers(of place: IndexPlace) throws(SystemError) {
    guard let text = try place.lockText() else { return place.clear() }
    // git's own.
    guard text.hasPrefix(IndexPlace.mark) else { return }
    let commit = CommitID(hexadecimal: text.dropFirst(IndexPlace.mark.count).prefix { $0 != "\n" })
    if let commit, let branch, (try? contains(branch, commit)) == true { return try place.finish() }
    if let commit, let branch { dropLock(of: branch, holding: commit, orPart: true) }
    place.giveUp()
  }

  fileprivate func failure(_ attempt: String, _ error: SystemError, at path: String) -> Failure {
    if error.number == EEXIST { return indexLocked(attempt) }
    return Failure(attempt, causes: ["\(path): \(error.words)"], hint: error.hint)
  }

  /// Removes the lock that a killed run has left on a branch: it holds the run's commit, or as much of it as was written
  /// before the kill, or before a power cut, after which the rest can be zeros.
  func dropLock(of branch: String, holding commit: CommitID, orPart: Bool = false) {
    let whole = Array("\(commit)\n".utf8)
    guard let path = lockPath(of: branch),
      let content = try? FileStore.bytes(atAbsolutePath: path, limitBytes: 100)
    else { return }
    let written = content.prefix { $0 != 0 }
    let isPart = whole.starts(with: written) && content.dropFirst(written.count).allSatisfy { $0 == 0 }
    guard content == whole || (orPart && isPart) else { return }
    unsafe unlink(path)
  }

  func indexLocked(_ attempt: String) -> Failure {
    Failure(
      attempt, causes: ["another git process holds the index: \(indexPath).lock exists"],
      hint: "wait until it has ended; if none is running, a crash left the file behind: remove it")
  }

  /// What the index holds for a file after the commit; nil for nothing.
  ///
  /// What was staged beyond HEAD and is in no commit stays staged on top of the new one: words that were taken back on
  /// disk since, edits that are left out, and a removal from the index alone. Where that does not merge, the file on disk
  /// counts if it is what was committed, as after `git commit FILE`, and else what was staged.
  fileprivate func stagedID(
    _ change: FileChange, current: ObjectID?, _ isOnDisk: Bool
  ) throws(Failure) -> ObjectID? {
    guard let current else { return change.old == nil ? change.new?.id : nil }
    if change.old?.id == current { return change.new?.id }
    let unmerged = isOnDisk ? change.new?.id : current
    guard let new = change.new else { return unmerged }
    var base: [UInt8] = []
    if let old = change.old { base = try storedBytes(of: old.id) }
    guard
      case .clean(let merged) = try Self.merge(
        base: base, ours: storedBytes(of: current), theirs: storedBytes(of: new.id))
    else { return unmerged }
    return try store(merged)
  }
}

extension git_index_entry {
  fileprivate var isIntentToAdd: Bool {
    unsafe UInt32(flags_extended) & GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue != 0
  }

  /// What git compares to see quickly whether a file has changed; zeros make it compare the content.
  fileprivate mutating func setStatus(_ status: stat?) {
    let status = status ?? stat()
    #if canImport(Darwin)
      let (changed, modified) = (status.st_ctimespec, status.st_mtimespec)
    #else
      let (changed, modified) = (status.st_ctim, status.st_mtim)
    #endif
    unsafe ctime = git_index_time(changed)
    unsafe mtime = git_index_time(modified)
    unsafe dev = UInt32(truncatingIfNeeded: status.st_dev)
    unsafe ino = UInt32(truncatingIfNeeded: status.st_ino)
    unsafe uid = status.st_uid
    unsafe gid = status.st_gid
    unsafe file_size = UInt32(truncatingIfNeeded: status.st_size)
  }
}

extension git_index_time {
  fileprivate init(_ time: timespec) {
    self.init(
      seconds: Int32(truncatingIfNeeded: time.tv_sec), nanoseconds: UInt32(truncatingIfNeeded: time.tv_nsec))
  }
}
