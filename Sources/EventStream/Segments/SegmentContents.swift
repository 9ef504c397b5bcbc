// The bytes of one segment, wherever they are.

internal import Persona

/// A segment's header, and its columns in memory or in a file. Shared by all copies of the segment, so that its
/// memory is freed with the last.
final class SegmentContents: Sendable {
  enum Place: Sendable {
    /// The bytes behind the header.
    case memory([UInt8])
    /// A file of the cache: its path, from the header on.
    case file(String)
    /// A part of the run's temporary file that starts here, with the header.
    case spill(TemporaryFile, at: Int)
  }

  let header: SegmentHeader
  private let place: Place
  /// Where what is kept in files comes from; it stays open as long as one of its segments is there.
  private let store: SegmentStore?

  init(header: SegmentHeader, place: Place, store: SegmentStore?) {
    self.header = header
    self.place = place
    self.store = store
  }

  /// The name of its file, which is the hash of its bytes; `nil` outside the cache.
  var cacheName: String? {
    guard case .file(let path) = place else { return nil }
    return path.split(separator: "/").last.map(String.init)
  }

  /// A segment of the cache. Fails when the file is not there, or not what was written.
  convenience init(fileAt path: String, store: SegmentStore) throws {
    let file = try DiskFile(path)
    let size = try file.size
    let start = try file.bytes(0..<min(size, SegmentHeader.firstReadBytes))
    let count = try SegmentHeader.byteCount(announcedBy: start)
    guard count <= size else { throw DamagedBytes() }
    let header = try SegmentHeader(try file.bytes(0..<count))
    guard header.byteCount + header.dataBytes == size else { throw DamagedBytes() }
    self.init(header: header, place: .file(path), store: store)
  }

  /// Gives what `body` makes of a column's bytes, once they are known to be those that were written.
  func withBytes<Result>(
    of column: PackedColumn, _ body: (UnsafeRawBufferPointer) throws(DamagedBytes) -> Result
  ) throws(Failure) -> Result {
    do {
      switch place {
      case .memory(let bytes):
        return try unsafe Self.call(body, bytes[column.range])
      case .file(let path):
        let file = try DiskFile(path)
        return try unsafe withBytes(of: column, in: file, from: 0, body)
      case .spill(let spill, let start):
        return try unsafe withBytes(of: column, in: spill.opened().file, from: start, body)
      }
    } catch {
      throw failure(error)
    }
  }

  private func withBytes<Result>(
    of column: PackedColumn, in file: borrowing DiskFile, from start: Int,
    _ body: (UnsafeRawBufferPointer) throws(DamagedBytes) -> Result
  ) throws -> Result {
    let pool = store?.scratch
    var scratch = pool?.take(column.range.count) ?? [UInt8](repeating: 0, count: column.range.count)
    defer { pool?.giveBack(&scratch) }
    // The scratch memory has at least as many bytes as the column.
    return try unsafe scratch.withUnsafeMutableBytes { memory in
      let bytes = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[..<column.range.count])
      try unsafe file.read(into: bytes, at: start + header.byteCount + column.range.lowerBound)
      guard unsafe hash64(of: UnsafeRawBufferPointer(bytes)) == column.checksum else { throw DamagedBytes() }
      return try unsafe body(UnsafeRawBufferPointer(bytes))
    }
  }

  private static func call<Result>(
    _ body: (UnsafeRawBufferPointer) throws(DamagedBytes) -> Result, _ bytes: ArraySlice<UInt8>
  ) throws -> Result {
    // The pointer does not leave the body.
    try unsafe bytes.withUnsafeBytes { bytes throws(DamagedBytes) in try unsafe body(bytes) }
  }

  /// What is thrown when bytes that are whole make no sense.
  var damage: Failure { failure(DamagedBytes()) }

  private func failure(_ error: any Error) -> Failure {
    let cause = (error as? DiskError)?.words ?? "its bytes are not those that were written"
    switch place {
    case .file(let path):
      store?.noteDamage()
      return Failure(
        "cannot read a file of the cache", at: SourceLocation(file: path), causes: [cause],
        hint: "delete the folder it is in; the next run makes it anew")
    case .spill, .memory:
      return TemporaryFile.failure(cause)
    }
  }
}
