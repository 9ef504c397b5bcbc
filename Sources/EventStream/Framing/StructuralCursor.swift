// Finds the bytes that matter in a table, 64 bytes at a step.

private import CByteScan

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Steps from one structural byte to the next.
///
/// `bytes` must go on for at least `StructuralCursor.padding` bytes beyond `end`.
struct StructuralCursor {
  /// Bytes that are looked at in one step.
  static let padding = 64

  private let wanted: (UInt8, UInt8, UInt8)
  private let end: Int
  /// Start of the step, and the structural bytes of it that are not passed yet.
  private var base: Int
  private var mask: UInt64 = 0

  /// A cursor over `bytes[start..<end]` for three bytes, which may be equal.
  init(_ a: UInt8, _ b: UInt8, _ c: UInt8, from start: Int, to end: Int) {
    wanted = (a, b, c)
    self.end = end
    base = start - Self.padding
  }

  /// The next structural byte's index, or `end`.
  @inline(__always)
  mutating func next(in bytes: Span<UInt8>) -> Int {
    while mask == 0 {
      base += Self.padding
      if base >= end { return end }
      precondition(base + Self.padding <= bytes.count)
      // The precondition makes all 64 bytes readable.
      unsafe bytes.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        let step = unsafe start + base
        unsafe mask = byte_scan_mask_of(step, wanted.0, wanted.1, wanted.2)
      }
    }
    let index = base + mask.trailingZeroBitCount
    mask &= mask &- 1
    return min(index, end)
  }

  /// Passes the record at which it stands, if that has no quotes, `bounds.count - 1` fields and a line break: puts
  /// where they end into `bounds`, from the second on. All records of most tables are such. Otherwise the cursor
  /// stays where it is.
  ///
  /// The cursor is one for quotes, delimiters and line breaks.
  @inline(__always)
  mutating func passPlainRecord(
    in bytes: Span<UInt8>, delimiter: UInt8, lineEnd: UInt8, bounds: inout MutableSpan<Int32>
  ) -> Bool {
    precondition(end + Self.padding <= bytes.count && bounds.count > 0)
    var place = byte_scan_place(base: base, mask: mask)
    // The bytes are readable beyond the end, and the bounds have room for as many fields as are asked for.
    let isPlain = unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe bounds.withUnsafeMutableBufferPointer { bounds in
        unsafe byte_scan_plain_record(
          bytes.baseAddress, end, quote, delimiter, lineEnd, &place, bounds.baseAddress.map { unsafe $0 + 1 },
          bounds.count - 1)
      }
    }
    if isPlain { (base, mask) = (place.base, place.mask) }
    return isPlain
  }
}

/// The first `byte` in `bytes[start..<end]`, or `nil`.
func firstIndex(of byte: UInt8, in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
  precondition(end <= bytes.count)
  guard start < end else { return nil }
  // The search stays below `end`, which the precondition keeps within the bytes.
  return unsafe bytes.withUnsafeBytes { buffer in
    guard let first = buffer.baseAddress, let found = unsafe memchr(first + start, Int32(byte), end - start)
    else { return nil }
    return unsafe UnsafeRawPointer(found) - first
  }
}

/// The last `byte` in `bytes[start..<end]`, or `nil`.
func lastIndex(of byte: UInt8, in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
  var index = end
  while index > start {
    index -= 1
    if bytes[index] == byte { return index }
  }
  return nil
}

/// The number of `byte` in `bytes[start..<end]`.
func count(of byte: UInt8, in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
  // One buffer's pointer and count, not kept.
  unsafe bytes.extracting(start..<end).withUnsafeBufferPointer { buffer in
    unsafe buffer.baseAddress.map { unsafe Int(byte_scan_count($0, buffer.count, byte)) } ?? 0
  }
}
