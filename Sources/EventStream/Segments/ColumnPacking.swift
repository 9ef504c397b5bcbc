// Values to packed bytes: the smallest of a few encodings, found in one pass and written in another.

/// How 64-bit values become stored ones: `(value - base) / divisor`, exact.
struct Scale: Sendable {
  let base: UInt64
  let divisor: UInt64
  private let shift: UInt64
  /// Multiplied by this, modulo 2^64, a multiple of the divisor's odd part is its quotient, and no other number
  /// gives one as small as `largest` (Granlund and Montgomery, Division by Invariant Integers, 1994, section 9).
  private let inverse: UInt64
  private let largest: UInt64

  init(base: UInt64, divisor: UInt64 = 1) {
    self.base = base
    self.divisor = divisor
    shift = UInt64(divisor.trailingZeroBitCount)
    let odd = divisor >> shift
    // Newton's iteration doubles the correct bits: 3, 6, 12, 24, 48, 96.
    var inverse = odd &* 3 ^ 2
    for _ in 0..<4 { inverse = inverse &* (2 &- odd &* inverse) }
    self.inverse = inverse
    largest = UInt64.max / odd
  }

  /// The stored value, and whether it is exact.
  @inline(__always)
  func stored(_ value: UInt64) -> (UInt64, isExact: Bool) {
    let distance = value &- base
    let quotient = (distance &>> shift) &* inverse
    return (quotient, quotient <= largest && distance & (1 &<< shift &- 1) == 0)
  }
}

/// What is found in a column in one pass.
struct ColumnExtent<Value: ColumnValue> {
  var present = 0
  var low = Value.max
  var high = Value.min

  /// Looks at all values; `nothing` is none.
  init(of values: [Value], nothing: Value?) {
    if let nothing {
      var present = 0
      var low = Value.max
      var high = Value.min
      for value in values {
        let isPresent = value != nothing
        present &+= isPresent ? 1 : 0
        low = min(low, isPresent ? value : Value.max)
        high = max(high, isPresent ? value : Value.min)
      }
      (self.present, self.low, self.high) = (present, low, high)
    } else {
      present = values.count
      for value in values {
        low = min(low, value)
        high = max(high, value)
      }
    }
  }

  var base: UInt64 { UInt64(truncatingIfNeeded: low) }
  /// The largest distance from the base.
  var range: UInt64 { UInt64(truncatingIfNeeded: high) &- base }

  /// A number that divides the distances of some of the values, likely those of all.
  func likelyDivisor(of values: [Value], nothing: Value?) -> UInt64 {
    guard Value.bitWidth == 64, range > 255 else { return 1 }
    var divisor: UInt64 = range
    let step = max(1, values.count / 64)
    for index in stride(from: 0, to: values.count, by: step) where values[index] != nothing {
      divisor = greatestDivisor(divisor, UInt64(truncatingIfNeeded: values[index]) &- base)
      if divisor == 1 { break }
    }
    return divisor
  }

  /// The greatest number that divides the distances of all values.
  func divisor(of values: [Value], nothing: Value?) -> UInt64 {
    var divisor = range
    for value in values where value != nothing {
      divisor = greatestDivisor(divisor, UInt64(truncatingIfNeeded: value) &- base)
      if divisor == 1 { break }
    }
    return divisor
  }
}

private func greatestDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
  var (a, b) = (a, b)
  while b != 0 { (a, b) = (b, a % b) }
  return max(1, a)
}

/// Bytes that a stored value needs.
func storedWidth(of largest: UInt64) -> UInt8 {
  switch largest {
  case 0: 0
  case ...0xFF: 1
  case ...0xFFFF: 2
  case ...0xFFFF_FFFF: 4
  default: 8
  }
}

/// Writes stored values of a width of 1, 2, 4 or 8 bytes; `false` when one was not exact.
///
/// The target must have `values.count * width` bytes.
func writeStored<Value: ColumnValue>(
  _ values: [Value], nothing: Value?, scale: Scale, width: UInt8, to target: UnsafeMutableRawBufferPointer
) -> Bool {
  switch width {
  case 1: unsafe writeStored(values, nothing, scale, to: target, as: UInt8.self)
  case 2: unsafe writeStored(values, nothing, scale, to: target, as: UInt16.self)
  case 4: unsafe writeStored(values, nothing, scale, to: target, as: UInt32.self)
  case 8: unsafe writeStored(values, nothing, scale, to: target, as: UInt64.self)
  default: true
  }
}

/// One loop for each kind of column, so that none has a choice to make for each value.
private func writeStored<Value: ColumnValue, Stored: ColumnValue>(
  _ values: [Value], _ nothing: Value?, _ scale: Scale, to target: UnsafeMutableRawBufferPointer,
  as type: Stored.Type
) -> Bool {
  let stride = MemoryLayout<Stored>.stride
  var isExact = true
  if let nothing {
    for index in values.indices {
      let value = values[index]
      let (stored, fits) = scale.stored(UInt64(truncatingIfNeeded: value))
      let isPresent = value != nothing
      isExact = isExact && (fits || !isPresent)
      let written = Stored(truncatingIfNeeded: isPresent ? stored &+ 1 : 0)
      // The target has room for all values, by the caller's promise.
      unsafe target.storeBytes(of: written, toByteOffset: index &* stride, as: Stored.self)
    }
  } else if scale.divisor == 1 {
    let base = Stored(truncatingIfNeeded: scale.base)
    for index in values.indices {
      let written = Stored(truncatingIfNeeded: values[index]) &- base
      unsafe target.storeBytes(of: written, toByteOffset: index &* stride, as: Stored.self)
    }
  } else {
    for index in values.indices {
      let (stored, fits) = scale.stored(UInt64(truncatingIfNeeded: values[index]))
      isExact = isExact && fits
      unsafe target.storeBytes(
        of: Stored(truncatingIfNeeded: stored), toByteOffset: index &* stride, as: Stored.self)
    }
  }
  return isExact
}
