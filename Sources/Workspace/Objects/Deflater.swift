// zlib's compression, one text after the other with one set of buffers.

internal import CZlib
internal import Persona

/// Compresses texts. A class, because it is the identity of zlib's buffers, which every text uses anew.
@safe final class Deflater {
  /// On the heap because zlib keeps its address.
  private let stream: UnsafeMutablePointer<z_stream>

  init() throws(Failure) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // The level at which git itself writes objects that are to be there soon.
    let status = unsafe deflateInit_(
      stream, Z_BEST_SPEED, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw Failure("cannot compress: not enough memory") }
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  /// Appends `bytes` to `target` as one zlib stream.
  func append(_ bytes: [UInt8], to target: inout [UInt8]) throws(Failure) {
    unsafe deflateReset(stream)
    let start = target.count
    target += repeatElement(0, count: Int(unsafe deflateBound(stream, UInt(bytes.count))))
    var written = 0
    var status = Z_OK
    // The pointers are used within the call only, and the output has room for the longest result.
    unsafe bytes.withUnsafeBufferPointer { input in
      unsafe target.withUnsafeMutableBufferPointer { output in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(input.count)
        unsafe stream.pointee.next_out = output.baseAddress.map { unsafe $0 + start }
        unsafe stream.pointee.avail_out = UInt32(output.count - start)
        status = unsafe deflate(stream, Z_FINISH)
        unsafe written = output.count - start - Int(stream.pointee.avail_out)
      }
    }
    guard status == Z_STREAM_END else {
      throw Failure("cannot compress", causes: ["zlib answers \(status)"], kind: .bug)
    }
    target.removeLast(target.count - start - written)
  }
}
