// gzip streams, members one after the other taken as one.

private import CZlib
internal import Persona

/// Decompresses one gzip stream.
@safe struct GzipDecoder: ~Copyable {
  /// Whether the data may end here: all members so far are whole.
  private(set) var isComplete = false

  private let file: String
  /// On the heap because zlib keeps its address.
  private let stream: UnsafeMutablePointer<z_stream>

  /// The largest window, and the gzip wrapping (zlib.h, `inflateInit2`).
  private static let windowBits: Int32 = 15 + 16

  init(file: String) throws(Failure) {
    self.file = file
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe inflateInit2_(
      stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw Failure("cannot decompress \(file): not enough memory") }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  /// Takes bytes from the front of `waiting` and gives the number of plain bytes put into the part of `buffer`.
  mutating func decode(
    _ stored: borrowing [UInt8], _ waiting: inout Range<Int>, into buffer: inout [UInt8], _ part: Range<Int>
  ) throws(Failure) -> Int {
    if isComplete {
      // Zeros between members are padding of tapes and disk blocks.
      while let first = waiting.first, stored[first] == 0 { waiting = waiting.dropFirst() }
      if waiting.isEmpty { return 0 }
      unsafe inflateReset(stream)
      isComplete = false
    }
    var status = Z_OK
    var count = 0
    let taken = waiting
    // Both ranges lie within their arrays, and the pointers are not kept beyond the call.
    unsafe stored.withUnsafeBufferPointer { input in
      unsafe buffer.withUnsafeMutableBufferPointer { output in
        let from = unsafe UnsafeBufferPointer(rebasing: input[taken])
        let to = unsafe UnsafeMutableBufferPointer(rebasing: output[part])
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: from.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(from.count)
        unsafe stream.pointee.next_out = to.baseAddress
        unsafe stream.pointee.avail_out = UInt32(to.count)
        status = unsafe inflate(stream, Z_NO_FLUSH)
        unsafe count = to.count - Int(stream.pointee.avail_out)
        unsafe waiting = waiting.suffix(Int(stream.pointee.avail_in))
      }
    }
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isComplete = true
    default:
      throw Failure(
        "cannot decompress \(file)", causes: ["the gzip data is damaged"],
        hint: "fetch or export the file again")
    }
    return count
  }
}
