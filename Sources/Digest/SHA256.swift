// SHA-256, from OpenSSL's libcrypto: 1.7 GB/s on a core. Its own part because the data plane and the persona
// files both need it, and neither may know the other.

internal import CLibcrypto

/// A SHA-256 in the making.
public struct SHA256 {
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

  /// Ends the message and gives its digest as four numbers, the first 8 bytes first: without an array, as this
  /// is done for every record of a source.
  fileprivate mutating func finishedWords() -> (UInt64, UInt64, UInt64, UInt64) {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    // The tuple has room for the 32 bytes.
    unsafe withUnsafeMutableBytes(of: &words) { bytes in
      _ = unsafe SHA256_Final(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), &context)
    }
    return (
      UInt64(bigEndian: words.0), UInt64(bigEndian: words.1), UInt64(bigEndian: words.2),
      UInt64(bigEndian: words.3)
    )
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

/// A digest of many records that does not depend on their order or on how they are split into files:
/// the sum, modulo 2^256 and big-endian, of the SHA-256 of each record.
public struct RecordSetDigest: Sendable, Hashable {
  /// Little-endian limbs of the sum.
  private var limbs: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  public init() {}

  /// Adds one record: its bytes without the line ending.
  public mutating func add(_ record: RawSpan) {
    var hash = SHA256()
    hash.update(record)
    let words = hash.finishedWords()
    add((words.3, words.2, words.1, words.0))
  }

  /// Adds the records of another digest.
  public mutating func add(_ other: RecordSetDigest) { add(other.limbs) }

  private mutating func add(_ other: (UInt64, UInt64, UInt64, UInt64)) {
    var carry: UInt64 = 0
    func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
      let (first, overflow) = a.addingReportingOverflow(b)
      let (second, again) = first.addingReportingOverflow(carry)
      carry = overflow || again ? 1 : 0
      return second
    }
    limbs = (
      sum(limbs.0, other.0), sum(limbs.1, other.1), sum(limbs.2, other.2), sum(limbs.3, other.3)
    )
  }

  /// 64 hexadecimal digits.
  public var hexadecimal: String {
    [limbs.3, limbs.2, limbs.1, limbs.0].flatMap { limb in
      (0..<8).map { UInt8(truncatingIfNeeded: limb >> (56 - 8 * UInt64($0))) }
    }.hexadecimal
  }

  public static func == (a: Self, b: Self) -> Bool { a.limbs == b.limbs }

  public func hash(into hasher: inout Hasher) { hasher.combine(limbs.0) }
}
