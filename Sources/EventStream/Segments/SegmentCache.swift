// The folder in which segments outlive the run: `.persona-sync/segments`.

internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What was parsed of sources, kept for later runs. Deleting it costs only time.
///
/// The folder holds segments (`NAME.segment`, NAME being the XXH3-128 of the bytes), a manifest of each source
/// (`NAME.source`, NAME being that of the source's name), what was made of segments (`NAME.derived`), and files that are
/// being written (`new-...`).
public struct SegmentCache: Sendable {
  /// Absolute.
  public var folder: String
  /// Segments with which the cache would grow beyond this are not kept, nor what is made of them. Manifests are small, and
  /// not held back.
  public var limitBytes: Int
  /// Names of the sources of the workspace; what is kept of others is removed.
  public var sources: [String]
  /// Nanoseconds since 1970 at a time before any source is looked at.
  public var now: Int

  public init(folder: String, limitBytes: Int, sources: [String], now: Int) {
    self.folder = folder
    self.limitBytes = limitBytes
    self.sources = sources
    self.now = now
  }

  /// What the files of the cache in this folder take; 0 when there is none.
  public static func sizeBytes(in folder: String) -> Int {
    folderNames(folder).filter { $0 != ".gitignore" && $0 != "lock" }
      .reduce(0) { $0 + (FileStamp(ofFileAt: folder + "/" + $1)?.size ?? 0) }
  }

  /// Forgets all that is kept in this folder. Runs that use it go on; its space is free when they have ended and
  /// the next has begun.
  public static func removeAll(in folder: String) {
    for name in folderNames(folder)
    where name.hasSuffix(OpenCache.manifestEnding) || name.hasSuffix(DerivedFile.ending) {
      unsafe unlink(folder + "/" + name)
    }
  }
}

/// The name of a segment: XXH3-128 of its bytes.
typealias SegmentName = UInt128

/// The names in a folder, without `.` and `..`; none when it cannot be listed.
func folderNames(_ folder: String) -> [String] {
  guard let stream = unsafe opendir(folder) else { return [] }
  defer { unsafe closedir(stream) }
  var names: [String] = []
  // The entry is the stream's, and its name is copied before the next call.
  while let entry = unsafe readdir(stream) {
    let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

/// The cache as one run uses it. While it is there, no other run removes anything.
final class OpenCache: Sendable {
  static let manifestEnding = ".source"
  private static let segmentEnding = ".segment"
  private static let temporaryStart = "new-"

  let rules: SegmentCache
  private let lock: DiskFile
  private let state: Mutex<State>

  private struct State {
    /// What the folder's files take; `nil` until it must be known.
    var usedBytes: Int?
    /// Segments that this run reads or has written.
    var inUse: Set<SegmentName> = []
    /// Segments of manifests that this run will replace, and that are of no use any more.
    var dropped: Set<SegmentName> = []
    var isChanged = false
    /// The disk has refused a write, or the limit is reached.
    var isClosed = false
    var faults: Faults?
  }

  /// For tests: the disk takes only so many more operations, and whole files only in steps.
  struct Faults: Sendable {
    var operations: Int
    var stepBytes: Int
    /// The process is killed instead.
    var isFatal = false
  }

  /// Opens the cache, and makes its folder when it is missing; `nil` when that cannot be.
  init?(_ rules: SegmentCache, faults: Faults?) {
    self.rules = rules
    do {
      try Self.createFolder(rules.folder)
      lock = try DiskFile(rules.folder + "/lock", O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
    } catch {
      return nil
    }
    state = Mutex(State(faults: faults))
    // Alone, this run may clean up after killed ones; then it lets others in.
    if flock(lock.descriptor, LOCK_EX | LOCK_NB) == 0 { sweep() }
    guard (try? disk { flock(lock.descriptor, LOCK_SH) }) != nil else { return nil }
  }

  deinit {
    let isChanged = state.withLock { $0.isChanged }
    if isChanged, flock(lock.descriptor, LOCK_EX | LOCK_NB) == 0 { sweep() }
  }
}

// MARK: Writing

extension OpenCache {
  func path(of name: SegmentName) -> String { rules.folder + "/" + name.digits + Self.segmentEnding }

  /// Writes a segment and gives its name; `nil` when it does not fit or cannot be written.
  func write(_ bytes: UnsafeRawBufferPointer) -> SegmentName? {
    guard claimRoom(bytes.count, isDerived: false) else { return nil }
    let name = unsafe hash128(of: bytes)
    state.withLock { state in
      state.isChanged = true
      state.inUse.insert(name)
    }
    do {
      try unsafe replace(path(of: name), with: bytes)
      return name
    } catch {
      // Without room for this one there is none for the next.
      state.withLock { $0.isClosed = true }
      return nil
    }
  }

  /// Writes a whole file under a name of its own, and renames it. Nothing waits for the disk: what a crash of the
  /// machine leaves is known by its checksum, and made anew.
  private func replace(_ path: String, with bytes: UnsafeRawBufferPointer) throws(DiskError) {
    let temporary = temporaryPath()
    let file = try createFile(at: temporary)
    do {
      try unsafe writeInSteps(bytes, at: 0, of: file)
      try move(temporary, to: path)
    } catch {
      remove(temporary)
      throw error
    }
  }

  /// A name by chance, because other runs write here too, of this process and of other machines.
  func temporaryPath() -> String {
    "\(rules.folder)/\(Self.temporaryStart)\(UInt128.random(in: 0 ... .max).digits)"
  }

  /// A new file, for writing and for reading what was written.
  func createFile(at path: String) throws(DiskError) -> DiskFile {
    try spend()
    return try DiskFile(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
  }

  private func writeInSteps(
    _ bytes: UnsafeRawBufferPointer, at place: Int, of file: borrowing DiskFile
  ) throws(DiskError) {
    let step = state.withLock { $0.faults?.stepBytes ?? .max }
    var done = 0
    while done < bytes.count {
      try spend()
      let part = done..<(done + min(step, bytes.count - done))
      try unsafe file.write(UnsafeRawBufferPointer(rebasing: bytes[part]), at: place + done)
      done = part.upperBound
    }
  }

  private func move(_ temporary: String, to path: String) throws(DiskError) {
    try spend()
    try disk { unsafe rename(temporary, path) }
  }

  /// Writes a part of a derived file that is not complete. Throws when it does not fit or cannot be written.
  func write(
    _ bytes: UnsafeRawBufferPointer, at place: Int, of file: borrowing DiskFile
  ) throws(DiskError) {
    guard claimRoom(bytes.count, isDerived: true) else { throw DiskError(number: ENOSPC) }
    try unsafe writeInSteps(bytes, at: place, of: file)
  }

  /// Gives a complete file its name.
  func publish(temporary: String, as path: String) throws(DiskError) {
    try move(temporary, to: path)
  }

  /// Removes a derived file that is of no use any more; runs that read it go on.
  func remove(derivedFileAt path: String) {
    guard let size = FileStamp(ofFileAt: path)?.size else { return }
    remove(path)
    state.withLock { $0.usedBytes = $0.usedBytes.map { max(0, $0 - size) } }
  }

  private func remove(_ path: String) {
    if (try? spend()) != nil { unsafe unlink(path) }
  }

  /// Counts an operation on the disk, which tests may refuse.
  private func spend() throws(DiskError) {
    let faults = state.withLock { state in
      state.faults?.operations -= 1
      return state.faults
    }
    guard let faults, faults.operations < 0 else { return }
    if faults.isFatal { kill(getpid(), SIGKILL) }
    throw DiskError(number: EIO)
  }

  /// Whether so many bytes more may be written.
  private func claimRoom(_ count: Int, isDerived: Bool) -> Bool {
    state.withLock { state in
      if state.isClosed { return false }
      var used = state.usedBytes ?? SegmentCache.sizeBytes(in: rules.folder)
      if used + count > rules.limitBytes, !state.dropped.isEmpty {
        removeDropped(&state)
        used = SegmentCache.sizeBytes(in: rules.folder)
      }
      // A new segment comes before what was made of fewer, which is of no use with it.
      if used + count > rules.limitBytes, !isDerived {
        for name in folderNames(rules.folder) where name.hasSuffix(DerivedFile.ending) {
          unsafe unlink(rules.folder + "/" + name)
        }
        used = SegmentCache.sizeBytes(in: rules.folder)
      }
      // A smaller segment might fit; but what is kept should be the first of a source, not a choice by size.
      state.isClosed = used + count > rules.limitBytes
      state.usedBytes = state.isClosed ? used : used + count
      return !state.isClosed
    }
  }

  // MARK: Manifests

  private func manifestPath(ofSource name: String) -> String {
    rules.folder + "/" + hash128(of: Array(name.utf8)).digits + Self.manifestEnding
  }

  /// The bytes of a source's manifest.
  func manifest(ofSource name: String) -> [UInt8]? { Self.contents(ofFileAt: manifestPath(ofSource: name)) }

  private static func contents(ofFileAt path: String) -> [UInt8]? {
    guard let file = try? DiskFile(path), let size = try? file.size else { return nil }
    return try? file.bytes(0..<size)
  }

  /// Puts a source's manifest in the place of the one before. Not being able to costs only time.
  func publish(_ manifest: [UInt8], ofSource name: String) {
    state.withLock { $0.isChanged = true }
    unsafe manifest.withUnsafeBytes { try? unsafe replace(manifestPath(ofSource: name), with: $0) }
  }

  /// Notes what of a source's manifest this run reads, and what it has no use for.
  func note(inUse: [SegmentName], dropped: [SegmentName]) {
    state.withLock { state in
      state.inUse.formUnion(inUse)
      state.dropped.formUnion(dropped)
    }
  }

  // MARK: Cleaning

  /// Removes what no manifest names, and what was made of other segments; only while nobody else uses the cache.
  private func sweep() {
    let known = Set(rules.sources.map { hash128(of: Array($0.utf8)).digits + Self.manifestEnding })
    var live: Set<String> = []
    let names = folderNames(rules.folder)
    for name in names where known.contains(name) {
      let bytes = Self.contents(ofFileAt: rules.folder + "/" + name)
      let segments = bytes.flatMap { try? SourceManifest.segments(namedBy: $0) } ?? []
      live.formUnion(segments.map { $0.digits + Self.segmentEnding })
    }
    for name in names where name.hasSuffix(DerivedFile.ending) {
      let segments = DerivedFile.segments(ofFileAt: rules.folder + "/" + name)
      if let segments, live.isSuperset(of: segments) { live.insert(name) }
    }
    for name in names where !live.contains(name) && !known.contains(name) {
      if Self.isOurs(name) { remove(rules.folder + "/" + name) }
    }
  }

  /// Whether a name is one that the cache gives: a digest with an ending, or a number behind `new-`.
  private static func isOurs(_ name: String) -> Bool {
    if name.hasSuffix(DerivedFile.ending) { return true }
    var digits = Substring(name)
    if name.hasPrefix(temporaryStart) {
      digits.removeFirst(temporaryStart.count)
    } else if let ending = [segmentEnding, manifestEnding].first(where: name.hasSuffix) {
      digits.removeLast(ending.count)
    } else {
      return false
    }
    return digits.utf8.count == 32 && digits.utf8.allSatisfy { isDigit($0) || 0x61...0x66 ~= $0 }
  }

  /// Removes segments that are of no use any more, unless another run may read them.
  private func removeDropped(_ state: inout State) {
    defer { _ = try? disk { flock(lock.descriptor, LOCK_SH) } }
    guard flock(lock.descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
    for name in state.dropped.subtracting(state.inUse) { unsafe unlink(path(of: name)) }
    state.dropped = []
  }

  private static func createFolder(_ folder: String) throws(DiskError) {
    let parent = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? ""
    // What was parsed names people: the files are for their owner, whatever the umask and the export's own mode.
    for (path, mode) in [(parent, mode_t(0o700)), (folder, 0o700)] where !path.isEmpty {
      if unsafe mkdir(path, mode) != 0, errno != EEXIST { throw DiskError.last }
    }
    // git ignores the cache even where nobody wrote that into its own file.
    let ignore = folder + "/.gitignore"
    guard unsafe access(ignore, F_OK) != 0 else { return }
    try DiskFile(ignore, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o600).write(Array("*\n".utf8), at: 0)
  }
}
