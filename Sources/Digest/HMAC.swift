// HMAC with SHA-256 (RFC 2104): what nobody can compare with a text who has not the key.

/// Authentication codes under one key.
public struct HMACSHA256: Sendable {
  /// The length of a key that is as strong as the hash, in bytes.
  public static let keyByteCount = SHA256.byteCount
  /// The length of what SHA-256 takes at once, in bytes.
  private static let blockByteCount = 64

  /// The hash after the key's inner and outer block, with which every code begins.
  private let inner: SHA256
  private let outer: SHA256

  /// - Parameter key: of at most 64 bytes.
  public init(key: [UInt8]) {
    precondition(key.count <= Self.blockByteCount, "longer keys are hashed first, which nobody needs")
    let block = key + [UInt8](repeating: 0, count: Self.blockByteCount - key.count)
    func begun(_ padding: UInt8) -> SHA256 {
      var hash = SHA256()
      let padded = block.map { $0 ^ padding }
      unsafe hash.update(padded.span.bytes)
      return hash
    }
    inner = begun(0x36)
    outer = begun(0x5C)
  }

  /// The 32 bytes of the code of a message that is these parts one after the other.
  public func code(of parts: ArraySlice<UInt8>...) -> [UInt8] {
    var (inner, outer) = (inner, outer)
    for part in parts { unsafe inner.update(part.span.bytes) }
    let digest = inner.finish()
    unsafe outer.update(digest.span.bytes)
    return outer.finish()
  }
}
