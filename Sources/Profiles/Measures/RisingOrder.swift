// The order of a column of numbers, for ranks and quantiles: counted digit by digit, for no comparison is as cheap.

/// The indices of `values` by rising value, equal ones in their own order. No value may be `nan`.
///
/// A radix sort of 11 bits a step. Whole numbers have few bits in use as floating-point numbers, and a step over bits
/// that are the same in all values is left out: a column of counts takes two or three steps.
public func risingOrder(of values: [Double]) -> [UInt32] {
  var counts = [UInt32](repeating: 0, count: DigitKey.steps << DigitKey.bits)
  var keys: [DigitKey] = []
  keys.reserveCapacity(values.count)
  for value in values {
    let key = DigitKey(value, index: UInt32(keys.count))
    for step in 0..<DigitKey.steps { counts[step << DigitKey.bits + key.digit(step)] += 1 }
    keys.append(key)
  }
  var others = keys
  for step in 0..<DigitKey.steps {
    let range = (step << DigitKey.bits)..<((step + 1) << DigitKey.bits)
    guard let first = keys.first, counts[range.lowerBound + first.digit(step)] < keys.count else { continue }
    distribute(keys.span, by: step, counts.span.extracting(range), into: &others)
    swap(&keys, &others)
  }
  return keys.map(\.index)
}

/// Puts keys into the order of one digit; those with the same stay in their order.
private func distribute(
  _ keys: Swift.Span<DigitKey>, by step: Int, _ counts: Swift.Span<UInt32>, into sorted: inout [DigitKey]
) {
  var starts = [UInt32](repeating: 0, count: counts.count)
  var start: UInt32 = 0
  for digit in counts.indices {
    starts[digit] = start
    start += counts[digit]
  }
  var target = sorted.mutableSpan
  for index in keys.indices {
    let digit = keys[index].digit(step)
    target[Int(starts[digit])] = keys[index]
    starts[digit] += 1
  }
}

/// A number as bits whose order is that of the numbers.
private struct DigitKey {
  static let bits = 11
  static let steps = 6

  private let key: UInt64
  let index: UInt32

  @inline(__always)
  init(_ value: Double, index: UInt32) {
    // Both zeros become the positive one, to which they are equal.
    let bits = (value + 0).bitPattern
    key = bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    self.index = index
  }

  @inline(__always)
  func digit(_ step: Int) -> Int {
    Int(truncatingIfNeeded: key >> UInt64(step * Self.bits)) & (1 << Self.bits - 1)
  }
}
