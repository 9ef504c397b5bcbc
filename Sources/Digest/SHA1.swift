// SHA-1, from OpenSSL's libcrypto, for nothing but the names that git gives its objects.

internal import CLibcrypto

/// A SHA-1 in the making.
public struct SHA1 {
  /// The length of a digest in bytes.
  public static let byteCount = 20
  private var context = SHA_CTX()

  public init() { unsafe SHA1_Init(&context) }

  /// Adds bytes to the message.
  public mutating func update(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { buffer in
      _ = unsafe SHA1_Update(&context, buffer.baseAddress, buffer.count)
    }
  }

  /// Ends the message and gives its 20 bytes.
  public mutating func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Self.byteCount)
    unsafe digest.withUnsafeMutableBufferPointer { buffer in
      _ = unsafe SHA1_Final(buffer.baseAddress, &context)
    }
    return digest
  }
}
