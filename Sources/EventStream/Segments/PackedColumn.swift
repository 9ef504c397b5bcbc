// How the values of one column are written in as few bytes as their range needs.

/// Where the packed values of a column stand among others, and how they are read.
///
/// A value is `base + divisor * stored`, modulo 2^64, with `stored` in `width` bytes each.
struct PackedColumn: Sendable, Equatable {
  enum Encoding: UInt8, Sendable {
    /// Every row has a value.
    case dense
    /// A stored zero is a row without a value; the others are one too high.
    case gaps
    /// The rows that have a value, ascending, 4 bytes each; then their values, dense.
    case sparse
    /// Dense differences: each value is the one before it plus this.
    case running
    /// Bytes as they are, `width` of them for each value.
    case raw
  }

  var encoding = Encoding.dense
  var width: UInt8 = 0
  /// Stored values.
  var count = 0
  var base: UInt64 = 0
  var divisor: UInt64 = 1
  /// Where its bytes stand among those of all columns; the first is a multiple of 8.
  var range = 0..<0
  /// XXH3 (64 bits) of its bytes.
  var checksum: UInt64 = 0

  /// Bytes of the stored values, and of the rows before them.
  var valueBytes: Int { count * Int(width) }
  var rowBytes: Int { encoding == .sparse ? aligned(count * MemoryLayout<UInt32>.stride) : 0 }

  /// Whether the bytes hold what the other properties say, where all columns have so many.
  func isConsistent(dataBytes: Int) -> Bool {
    range.upperBound <= dataBytes && range.lowerBound % 8 == 0 && range.count == rowBytes + valueBytes
      && (encoding == .raw || [0, 1, 2, 4, 8].contains(width)) && (encoding != .gaps || width > 0)
  }
}

/// The next multiple of 8.
func aligned(_ count: Int) -> Int { (count + 7) & ~7 }

/// An integer of a column, as the 64 bits that packing works on.
protocol ColumnValue: FixedWidthInteger, BitwiseCopyable, Sendable {}
extension UInt8: ColumnValue {}
extension UInt16: ColumnValue {}
extension UInt32: ColumnValue {}
extension UInt64: ColumnValue {}
extension Int64: ColumnValue {}
