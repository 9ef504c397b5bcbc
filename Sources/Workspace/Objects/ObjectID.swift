// The name of an object in git, as a value of ours: no C type leaves this module.

internal import CLibgit2
internal import Digest

/// The SHA-1 that names an object of git.
public struct ObjectID: Sendable, Hashable, CustomStringConvertible {
  /// The length of the name in git's own files.
  static let byteCount = 20

  // Numbers, because a history is walked by comparing and looking up very many names.
  private let first: UInt64
  private let second: UInt64
  private let third: UInt32

  /// Takes 20 bytes as they stand in git's own files.
  init(bytes: RawSpan) {
    precondition(bytes.byteCount == Self.byteCount)
    // Each load lies within the 20 bytes; numbers have no invalid bytes.
    unsafe first = bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
    unsafe second = bytes.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt64.self)
    unsafe third = bytes.unsafeLoadUnaligned(fromByteOffset: 16, as: UInt32.self)
  }

  init(bytes: ArraySlice<UInt8>) { unsafe self.init(bytes: bytes.span.bytes) }

  /// Takes 40 hexadecimal digits; nil for anything else.
  init?(hexadecimal digits: some StringProtocol) {
    let digits = Array(digits.utf8)
    guard digits.count == 2 * Self.byteCount else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16) else {
        return nil
      }
      bytes.append(byte)
    }
    self.init(bytes: bytes[...])
  }

  init(_ id: git_oid) {
    var id = id
    // The value is 20 bytes without padding.
    self = unsafe withUnsafeBytes(of: &id) { unsafe ObjectID(bytes: $0.bytes) }
  }

  /// The name that libgit2 holds at `pointer`, copied; nil for NULL.
  @safe init?(copying pointer: UnsafePointer<git_oid>?) {
    guard let pointer = unsafe pointer else { return nil }
    unsafe self.init(pointer.pointee)
  }

  /// The 20 bytes of git's own files.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    // Loaded and stored in the order of memory.
    for number in [first, second] {
      unsafe withUnsafeBytes(of: number) { unsafe bytes.append(contentsOf: $0) }
    }
    unsafe withUnsafeBytes(of: third) { unsafe bytes.append(contentsOf: $0) }
    return bytes
  }

  /// 40 lower-case hexadecimal digits.
  public var hexadecimal: String { bytes.hexadecimal }

  /// The first ten digits, as they are shown to people.
  public var short: String { String(hexadecimal.prefix(10)) }

  public var description: String { hexadecimal }

  /// The same name as libgit2 takes it.
  var raw: git_oid {
    var id = git_oid()
    // The value is 20 bytes without padding.
    unsafe withUnsafeMutableBytes(of: &id) { unsafe $0.copyBytes(from: bytes) }
    return id
  }
}

/// The name of a commit.
public typealias CommitID = ObjectID
