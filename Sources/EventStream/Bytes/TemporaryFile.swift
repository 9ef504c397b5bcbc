// The room on disk for what does not fit into memory: a file that nobody else sees.

public import Persona
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A temporary file that takes bytes one after the other. Several threads may write and read at once.
///
/// It is made when the first bytes come, in the first of its folders that can be written, and has no name from then on, so
/// that nothing is left of it however the run ends. It is a class because many share it.
public final class TemporaryFile: Sendable {
  private let folders: [String]
  private let made = Mutex<Made?>(nil)
  /// Bytes that were given away so far.
  private let end = Atomic(0)

  /// What is on disk. A class, so that it is used while others ask for it.
  final class Made: Sendable {
    let file: DiskFile

    fileprivate init(in folders: [String]) throws(DiskError) {
      var last = DiskError(number: ENOENT)
      for folder in folders {
        do throws(DiskError) {
          file = try DiskFile(temporaryIn: folder)
          return
        } catch {
          last = error
        }
      }
      throw last
    }
  }

  /// - Parameter folders: absolute.
  public init(in folders: [String]) { self.folders = folders }

  /// The file, made when it is not there.
  func opened() throws(DiskError) -> Made {
    try made.withLock { made throws(DiskError) in
      if let made { return made }
      let new = try Made(in: folders)
      made = new
      return new
    }
  }

  /// Stores bytes and gives where they begin.
  func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> Int {
    let start = end.add(bytes.count, ordering: .relaxed).oldValue
    do throws(DiskError) {
      try unsafe opened().file.write(bytes, at: start)
      return start
    } catch {
      throw Failure(
        "cannot write a temporary file", causes: [error.words],
        hint: "make room in one of \(folders.joined(separator: ", ")), or raise `engine: {memory}`")
    }
  }

  /// Stores words and gives where they lie, counted in words; nothing but words may be stored beside them.
  public func write(_ words: [UInt64]) throws(Failure) -> Range<Int> {
    // The buffer is used during the call only.
    let start = try unsafe words.withUnsafeBufferPointer { words throws(Failure) in
      try unsafe write(UnsafeRawBufferPointer(words)) / 8
    }
    return start..<start + words.count
  }

  /// Puts the words of a range behind those that the array holds.
  public func read(_ range: Range<Int>, appendingTo words: inout [UInt64]) throws(Failure) {
    let start = words.count
    words.append(contentsOf: repeatElement(0, count: range.count))
    do throws(DiskError) {
      let file = try opened()
      try unsafe words.withUnsafeMutableBufferPointer { words throws(DiskError) in
        // The array has as many words behind `start` as the range.
        let place = unsafe UnsafeMutableBufferPointer(rebasing: words[start...])
        try unsafe file.file.read(into: UnsafeMutableRawBufferPointer(place), at: 8 * range.lowerBound)
      }
    } catch {
      throw Self.failure(error.words)
    }
  }

  /// What is thrown when what was stored does not come back.
  static func failure(_ cause: String) -> Failure {
    Failure(
      "cannot read back what was written to a temporary file", causes: [cause],
      hint: "check the disk that temporary files are on")
  }
}
