// Gzip files whose bytes depend on nothing but their content (and the version of zlib): no name, no time.

internal import CZlib

/// A gzip file that holds the bytes.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var stream = unsafe z_stream()
  // Window bits 15 + 16: zlib writes the gzip header itself, with time 0 and no name.
  let size = unsafe Int32(MemoryLayout<z_stream>.size)
  let begun = unsafe deflateInit2_(
    &stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
  precondition(begun == Z_OK, "zlib has no memory left")
  defer { unsafe _ = deflateEnd(&stream) }

  var input = bytes
  var output = [UInt8](repeating: 0, count: unsafe Int(deflateBound(&stream, UInt(bytes.count))))
  let rest = unsafe input.withUnsafeMutableBufferPointer { source in
    unsafe output.withUnsafeMutableBufferPointer { target in
      // Both arrays outlive the call, and deflateBound promises that one call is enough.
      unsafe stream.next_in = source.baseAddress
      unsafe stream.avail_in = UInt32(source.count)
      unsafe stream.next_out = target.baseAddress
      unsafe stream.avail_out = UInt32(target.count)
      let ended = unsafe deflate(&stream, Z_FINISH)
      precondition(ended == Z_STREAM_END, "zlib promised too little room")
      return unsafe Int(stream.avail_out)
    }
  }
  return Array(output.dropLast(rest))
}
