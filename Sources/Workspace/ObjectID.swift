// The name of an object in git, as a value of ours: no C type leaves this module.

internal import CLibgit2

/// The SHA-1 that names an object of git.
public struct ObjectID: Sendable, Hashable, CustomStringConvertible {
  /// 40 lower-case hexadecimal digits.
  public let hexadecimal: String

  init(_ id: git_oid) {
    let digits = Array("0123456789abcdef".utf8)
    var id = id
    // The value is 20 bytes without padding.
    hexadecimal = unsafe withUnsafeBytes(of: &id) { bytes in
      unsafe String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
  }

  /// The name that libgit2 holds at `pointer`, copied; nil for NULL.
  @safe init?(copying pointer: UnsafePointer<git_oid>?) {
    guard let pointer = unsafe pointer else { return nil }
    unsafe self.init(pointer.pointee)
  }

  /// The first ten digits, as they are shown to people.
  public var short: String { String(hexadecimal.prefix(10)) }

  public var description: String { hexadecimal }

  /// The same name as libgit2 takes it.
  var raw: git_oid {
    var id = git_oid()
    // The text came from libgit2 itself, so it always parses.
    unsafe git_oid_fromstr(&id, hexadecimal)
    return id
  }
}

/// The name of a commit.
public typealias CommitID = ObjectID
