// One open file of the tool's own: bytes at any place, in and out. Its own type, because the cache must be able to
// tell "not there" from "not allowed" without a message to a person.

internal import Persona

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What the operating system answered when it refused.
struct DiskError: Error, Equatable {
  var number: Int32

  /// The error of the call that has just failed on this thread.
  static var last: DiskError { DiskError(number: errno) }
  /// A file that ends before what should be in it.
  static let endOfFile = DiskError(number: 0)

  /// The system's own words, such as `No space left on device`.
  var words: String {
    if self == .endOfFile { return "it ends too early" }
    // The system never gives NULL here, and the text is copied at once.
    return unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
  }
}

/// Makes a system call again until no signal interrupts it; a negative result is thrown.
@discardableResult
func disk<Result: SignedInteger>(_ call: () -> Result) throws(DiskError) -> Result {
  while true {
    let result = call()
    if result >= 0 { return result }
    let error = DiskError.last
    if error.number != EINTR { throw error }
  }
}

/// An open file, closed when its owner's scope ends.
struct DiskFile: ~Copyable {
  let descriptor: Int32

  /// Opens a file for reading.
  init(_ path: String) throws(DiskError) { try self.init(path, O_RDONLY) }

  init(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(DiskError) {
    descriptor = try disk { unsafe open(path, flags | O_CLOEXEC, mode) }
  }

  /// A new file without a name: nothing is left of it when it is closed, however the process ends.
  init(temporaryIn folder: String) throws(DiskError) {
    var path = Array((folder + "/persona-sync-XXXXXX").utf8CString)
    descriptor = try disk { unsafe mkstemp(&path) }
    unsafe unlink(path)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit { close(descriptor) }

  var size: Int {
    get throws(DiskError) {
      var status = stat()
      try disk { unsafe fstat(descriptor, &status) }
      return Int(status.st_size)
    }
  }

  /// Fills the whole buffer with what stands at `offset`.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(DiskError) {
    var done = 0
    while done < buffer.count {
      // `done` is less than the buffer's count, so both the place and the rest lie within it.
      let count = try disk {
        unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done, offset + done)
      }
      if count == 0 { throw .endOfFile }
      done += count
    }
  }

  /// The bytes of a part of the file.
  func bytes(_ range: Range<Int>) throws(DiskError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    try unsafe bytes.withUnsafeMutableBufferPointer { buffer throws(DiskError) in
      try unsafe read(into: UnsafeMutableRawBufferPointer(buffer), at: range.lowerBound)
    }
    return bytes
  }

  /// Writes all bytes at `offset`.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) {
    var done = 0
    while done < bytes.count {
      // As above.
      done += try disk {
        unsafe pwrite(
          descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done, offset + done)
      }
    }
  }

  func write(_ bytes: [UInt8], at offset: Int) throws(DiskError) {
    // The pointer is not kept beyond the call.
    try unsafe bytes.withUnsafeBufferPointer { bytes throws(DiskError) in
      try unsafe write(UnsafeRawBufferPointer(bytes), at: offset)
    }
  }
}
