// What was made of segments and is kept beside them: parts that several threads write, and a directory of them.

public import Persona
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file of the cache: parts of 64-bit words, and behind them a directory, which whoever made them understands.
///
/// It gets its name when it is complete, in the place of the one before; what does not get so far is swept away by a later
/// run, and so is a file whose segments are not all there any more. Deleting it costs only time.
public final class DerivedFile: Sendable {
  /// What was given to `publish`; empty while it is written.
  public let directory: [UInt8]
  private let file: DiskFile
  /// Where it is, or will be.
  private let path: String
  private let store: SegmentStore
  /// The path of a file that is being written; `nil` for one that is complete, or will never be.
  private let temporary: Mutex<String?>
  /// Words that were given away so far.
  private let end = Atomic(0)

  static let ending = ".derived"
  private static let magic: [UInt8] = Array("PSYNCDER".utf8)
  private static let footerBytes = 48

  /// The file that an earlier run kept under a name; `nil` when there is none, or none that is whole.
  public init?(_ name: String, keptIn store: SegmentStore) {
    guard let cache = store.cache else { return nil }
    let path = Self.path(name, in: cache)
    do {
      let file = try DiskFile(path)
      directory = try Self.read(file).directory
      self.file = file
    } catch {
      return nil
    }
    self.path = path
    self.store = store
    temporary = Mutex(nil)
  }

  /// A file that is to take the place of the one with its name; `nil` where nothing can be kept.
  public init?(newNamed name: String, in store: SegmentStore) {
    guard let cache = store.cache else { return nil }
    let path = cache.temporaryPath()
    guard let file = try? cache.createFile(at: path) else { return nil }
    self.path = Self.path(name, in: cache)
    // Of no use any more; its room may be needed.
    cache.remove(derivedFileAt: self.path)
    self.file = file
    self.store = store
    directory = []
    temporary = Mutex(path)
  }

  deinit {
    // It was not published.
    if let path = temporary.withLock(\.self) { unsafe unlink(path) }
  }

  private static func path(_ name: String, in cache: OpenCache) -> String {
    cache.rules.folder + "/" + name + ending
  }

  /// Stores words and gives where they lie; `nil` when there is no room for them. Then the file will never be complete.
  public func write(_ words: [UInt64]) -> Range<Int>? {
    guard let cache = store.cache, temporary.withLock({ $0 != nil }) else { return nil }
    let start = end.add(words.count, ordering: .relaxed).oldValue
    let isWritten = unsafe words.withUnsafeBytes { bytes in
      (try? unsafe cache.write(bytes, at: 8 * start, of: file)) != nil
    }
    if !isWritten { abandon() }
    return isWritten ? start..<start + words.count : nil
  }

  /// Ends the file, and gives it its name. Not being able to costs only time.
  ///
  /// - Parameter segments: the names in the cache of what it was made of.
  public func publish(_ directory: [UInt8], of segments: [String]) {
    guard let cache = store.cache, let path = temporary.withLock(\.self) else { return }
    let start = 8 * end.load(ordering: .relaxed)
    var writer = ByteWriter()
    writer.write(Set(segments).sorted()) { name, writer in writer.write(name) }
    writer.write(directory)
    let trailer = writer.bytes + Self.footer(of: writer.bytes, at: start)
    do throws(DiskError) {
      try unsafe trailer.withUnsafeBufferPointer { bytes throws(DiskError) in
        try unsafe cache.write(UnsafeRawBufferPointer(bytes), at: start, of: file)
      }
      try cache.publish(temporary: path, as: self.path)
      temporary.withLock { $0 = nil }
    } catch {
      abandon()
    }
  }

  private func abandon() {
    let path = temporary.withLock { path in
      defer { path = nil }
      return path
    }
    if let path { unsafe unlink(path) }
  }

  private static func footer(of directory: [UInt8], at start: Int) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(magic)
    writer.write(SegmentHeader.byteOrder)
    writer.write(SegmentHeader.version)
    writer.write(Int64(start))
    writer.write(Int64(directory.count))
    writer.write(hash64(of: directory))
    writer.write(hash64(of: writer.bytes))
    return writer.bytes
  }

  /// The names of the segments that a file was made of; `nil` for one that is not whole.
  static func segments(ofFileAt path: String) -> [String]? {
    guard let file = try? DiskFile(path) else { return nil }
    return try? read(file).segments
  }

  private static func read(
    _ file: borrowing DiskFile
  ) throws -> (segments: [String], directory: [UInt8]) {
    let size = try file.size
    guard size >= footerBytes else { throw DamagedBytes() }
    let footer = try file.bytes(size - footerBytes..<size)
    var reader = ByteReader(footer)
    guard Array(try reader.raw(magic.count)) == magic,
      try reader.number(UInt32.self) == SegmentHeader.byteOrder,
      try reader.number(UInt32.self) == SegmentHeader.version
    else { throw DamagedBytes() }
    let (start, count) = (try reader.count(), try reader.count())
    let hash = try reader.number(UInt64.self)
    guard try reader.number(UInt64.self) == hash64(of: Array(footer.dropLast(8))),
      count <= size, start == size - footerBytes - count
    else { throw DamagedBytes() }
    let bytes = try file.bytes(start..<start + count)
    guard hash64(of: bytes) == hash else { throw DamagedBytes() }
    var rest = ByteReader(bytes)
    let segments = try rest.list { reader throws(DamagedBytes) in try reader.text() }
    return (segments, Array(bytes[rest.place...]))
  }

  /// The words of a part.
  ///
  /// - Throws: when the disk fails. Whether they are those that were written is for the reader to know.
  public func words(_ range: Range<Int>) throws(Failure) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: range.count)
    do throws(DiskError) {
      try unsafe words.withUnsafeMutableBufferPointer { words throws(DiskError) in
        try unsafe file.read(into: UnsafeMutableRawBufferPointer(words), at: 8 * range.lowerBound)
      }
      return words
    } catch {
      throw damage(error.words)
    }
  }

  /// What is thrown when words are not those that were written. The run then goes on without the cache.
  public var damage: Failure { damage("its bytes are not those that were written") }

  private func damage(_ cause: String) -> Failure {
    store.noteDamage()
    return Failure(
      "cannot read a file of the cache", at: SourceLocation(file: path), causes: [cause],
      hint: "delete the folder it is in; the next run makes it anew")
  }
}
