// What tells two sets of records apart: cheap enough to be made of every record of every source.

internal import CXXHash

/// A digest of many records that does not depend on their order or on how they are split into files:
/// the sum, modulo 2^128, of the XXH3 (128 bits) of each record.
///
/// It tells sets apart that differ by accident. It is no proof against somebody who makes records up to fit.
public struct RecordSetDigest: Sendable, Hashable {
  /// The digest as a number, to be kept and taken up again.
  public private(set) var sum: UInt128 = 0

  public init() {}

  public init(sum: UInt128) { self.sum = sum }

  /// Adds one record: its bytes without the line ending.
  public mutating func add(_ record: RawSpan) {
    // The pointer and the count are one buffer's, and not kept.
    let hash = unsafe record.withUnsafeBytes { unsafe xxhash_128($0.baseAddress, $0.count) }
    sum &+= UInt128(hash.high64) << 64 | UInt128(hash.low64)
  }

  /// Adds the records of another digest.
  public mutating func add(_ other: RecordSetDigest) { sum &+= other.sum }

  /// What was computed, and its 32 hexadecimal digits: `xxh3-128:99aa06d3014798d86001c324468d497f`.
  public var text: String {
    let digits = String(sum, radix: 16)
    return "xxh3-128:" + String(repeating: "0", count: 32 - digits.count) + digits
  }
}
