// Where the segments of a run are put: into the cache, into memory while they are small, or into a temporary file.

internal import Persona
internal import Synchronization

/// Keeps the segments of a run, so that memory does not grow with the data.
///
/// One for all sources of a run. Segments hold on to it, and while it is there nobody removes their files.
public final class SegmentStore: Sendable {
  let scratch = ScratchPool()
  /// `nil`: there is none, or it cannot be used.
  let cache: OpenCache?
  private let memoryBytes: Int
  private let spill: TemporaryFile
  private let state = Mutex(State())

  private struct State {
    /// Bytes of the segments in memory.
    var memoryBytes = 0
    var isDamaged = false
  }

  /// - Parameters:
  ///   - cache: where segments are kept for later runs; `nil`: nowhere. Without the right to write there, or when
  ///     its file system cannot lock files, it is as if there were none.
  ///   - memoryBytes: what segments that are not in the cache may take before a temporary file is used.
  ///   - temporaryFolders: absolute; the first that can be written takes that file.
  public convenience init(
    cache: SegmentCache? = nil, memoryBytes: Int = 256 << 20,
    temporaryFolders: [String] = ["/var/tmp", "/tmp"]
  ) {
    self.init(
      openCache: cache.flatMap { OpenCache($0, faults: nil) }, memoryBytes: memoryBytes,
      temporaryFolders: temporaryFolders)
  }

  init(openCache: OpenCache?, memoryBytes: Int, temporaryFolders: [String]) {
    cache = openCache
    self.memoryBytes = memoryBytes
    spill = TemporaryFile(in: temporaryFolders)
  }

  /// Whether a file of the cache turned out to be damaged: then a failure of this run may be due to that, and a run
  /// without the cache goes well.
  public var isDamaged: Bool { state.withLock { $0.isDamaged } }

  func noteDamage() { state.withLock { $0.isDamaged = true } }

  /// Puts a segment where it is to be; gives its name if that is the cache.
  func put(
    _ header: SegmentHeader, _ bytes: UnsafeRawBufferPointer, isKept: Bool
  ) throws(Failure) -> (SegmentContents, SegmentName?) {
    if isKept, let cache, let name = unsafe cache.write(bytes) {
      return (contents(header, .file(cache.path(of: name))), name)
    }
    let fits = state.withLock { state in
      guard state.memoryBytes + bytes.count <= memoryBytes else { return false }
      state.memoryBytes += bytes.count
      return true
    }
    // The bytes are copied at once.
    if fits { return (contents(header, .memory(unsafe Array(bytes.dropFirst(header.byteCount)))), nil) }
    return (contents(header, .spill(spill, at: try unsafe spill.write(bytes))), nil)
  }

  private func contents(_ header: SegmentHeader, _ place: SegmentContents.Place) -> SegmentContents {
    SegmentContents(header: header, place: place, store: self)
  }
}

/// Memory for the bytes of columns on their way from a file, used again and again.
final class ScratchPool: Sendable {
  private let free = Mutex([[UInt8]]())

  /// Memory of at least so many bytes.
  func take(_ count: Int) -> [UInt8] {
    let memory = free.withLock { $0.popLast() } ?? []
    return memory.count >= count ? memory : [UInt8](repeating: 0, count: max(count, 1 << 16))
  }

  func giveBack(_ memory: inout [UInt8]) {
    let returned = memory
    memory = []
    free.withLock { $0.append(returned) }
  }
}
