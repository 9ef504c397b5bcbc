// SHA-256, from OpenSSL's libcrypto, for what must not be forged: blocks, settings and rules.

internal import CLibcrypto

/// A SHA-256 in the making.
public struct SHA256: Sendable {
  /// The length of a digest in bytes.
  public static let byteCount = 32
  private var context = SHA256_CTX()

  public init() { unsafe SHA256_Init(&context) }

  /// Adds bytes to the message.
  public mutating func update(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { buffer in
      _ = unsafe SHA256_Update(&context, buffer.baseAddress, buffer.count)
    }
  }

  /// Ends the message and gives its 32 bytes.
  public mutating func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Self.byteCount)
    unsafe digest.withUnsafeMutableBufferPointer { buffer in
      _ = unsafe SHA256_Final(buffer.baseAddress, &context)
    }
    return digest
  }

  /// The digest of a whole message, as 64 hexadecimal digits.
  public static func hexadecimal(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    unsafe hash.update(bytes.span.bytes)
    return hash.finish().hexadecimal
  }
}

extension [UInt8] {
  /// Two lower-case hexadecimal digits a byte.
  public var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
