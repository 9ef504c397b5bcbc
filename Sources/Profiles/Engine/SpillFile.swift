// The room on disk for what does not fit into memory: a file that nobody else sees.

import Persona
private import Synchronization

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// 64-bit words in an unnamed temporary file. Several threads may write and read at once.
///
/// The file is made when the first words come, and has no name from then on, so that nothing is left behind
/// however the run ends. It is a class because it owns a descriptor that many share.
final class SpillFile: Sendable {
  private let folder: String
  /// The descriptor, or -1 before the first words.
  private let descriptor = Mutex<Int32>(-1)
  /// Words given away so far.
  private let end = Atomic(0)

  init(folder: String) { self.folder = folder }

  deinit {
    let descriptor = descriptor.withLock { $0 }
    if descriptor >= 0 { close(descriptor) }
  }

  /// Stores words; gives where they lie.
  func write(_ words: [UInt64]) throws(Failure) -> Range<Int> {
    let start = end.add(words.count, ordering: .relaxed).oldValue
    let descriptor = try opened()
    // The buffer is used during the call only, and never beyond its count.
    let isWritten = unsafe words.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        guard let first = bytes.baseAddress else { return false }
        let count = unsafe pwrite(descriptor, first + done, bytes.count - done, off_t(8 * start + done))
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return false }
        done += count
      }
      return true
    }
    guard isWritten else { throw failure("write") }
    return start..<start + words.count
  }

  /// Puts the words of a range behind those that the array holds.
  func read(_ range: Range<Int>, appendingTo words: inout [UInt64]) throws(Failure) {
    let descriptor = try opened()
    let start = words.count
    words.append(contentsOf: repeatElement(0, count: range.count))
    // As above.
    let isRead = unsafe words.withUnsafeMutableBytes { bytes in
      var done = 8 * start
      while done < bytes.count {
        guard let first = bytes.baseAddress else { return false }
        let place = off_t(8 * range.lowerBound + done - 8 * start)
        let count = unsafe pread(descriptor, first + done, bytes.count - done, place)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return false }
        done += count
      }
      return true
    }
    guard isRead else { throw failure("read") }
  }

  private func opened() throws(Failure) -> Int32 {
    let result = descriptor.withLock { descriptor in
      if descriptor < 0 {
        var template = Array((folder + "/persona-sync-XXXXXX").utf8CString)
        // The template ends with the zero that it came with; the call writes within it.
        unsafe template.withUnsafeMutableBufferPointer { buffer in
          guard let path = buffer.baseAddress else { return }
          unsafe descriptor = mkstemp(path)
          guard descriptor >= 0 else { return }
          unsafe unlink(path)
          // Programs that are started meanwhile must not get it.
          _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
      }
      return descriptor
    }
    guard result >= 0 else { throw failure("make") }
    return result
  }

  private func failure(_ verb: String) -> Failure {
    // A string that the library owns, copied at once.
    let reason = unsafe String(cString: strerror(errno))
    return Failure(
      "cannot \(verb) a temporary file in \(folder)", causes: [reason],
      hint: "the events did not fit into `engine: {memory}`; make room there, or raise it")
  }
}
