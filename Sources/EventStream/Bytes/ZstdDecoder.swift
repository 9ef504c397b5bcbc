// Zstandard streams, frames one after the other taken as one.

private import CZstd
internal import Persona

/// Decompresses one Zstandard stream.
@safe struct ZstdDecoder: ~Copyable {
  /// Whether the data may end here: all frames so far are whole.
  private(set) var isComplete = false

  private let file: String
  private let context: OpaquePointer

  init(file: String) throws(Failure) {
    guard let context = unsafe ZSTD_createDCtx() else {
      throw Failure("cannot decompress \(file): not enough memory")
    }
    self.file = file
    unsafe self.context = context
  }

  deinit { unsafe ZSTD_freeDCtx(context) }

  /// Takes bytes from the front of `waiting` and gives the number of plain bytes put into the part of `buffer`.
  mutating func decode(
    _ stored: borrowing [UInt8], _ waiting: inout Range<Int>, into buffer: inout [UInt8], _ part: Range<Int>
  ) throws(Failure) -> Int {
    if isComplete, waiting.isEmpty { return 0 }
    var status = 0
    var count = 0
    let taken = waiting
    // Both ranges lie within their arrays, and the pointers are not kept beyond the call.
    unsafe stored.withUnsafeBufferPointer { input in
      unsafe buffer.withUnsafeMutableBufferPointer { output in
        let from = unsafe UnsafeBufferPointer(rebasing: input[taken])
        let to = unsafe UnsafeMutableBufferPointer(rebasing: output[part])
        var source = unsafe ZSTD_inBuffer(src: from.baseAddress, size: from.count, pos: 0)
        var target = unsafe ZSTD_outBuffer(dst: to.baseAddress, size: to.count, pos: 0)
        status = unsafe ZSTD_decompressStream(context, &target, &source)
        unsafe count = target.pos
        unsafe waiting = waiting.dropFirst(source.pos)
      }
    }
    guard ZSTD_isError(status) == 0 else {
      throw Failure(
        "cannot decompress \(file)", causes: ["the Zstandard data is damaged"],
        hint: "fetch or export the file again")
    }
    isComplete = status == 0
    return count
  }
}
