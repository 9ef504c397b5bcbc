// The order of a column of numbers, for ranks and quantiles: counted digit by digit where that decides.

/// A column by rising value, equal values in their own order.
///
/// A radix sort of the upper half of each number's bits, which decides for counts and most other figures; where it decides
/// nothing, values are compared.
public struct RisingOrder: Sendable {
  /// Indices of the column.
  public private(set) var places: [UInt32]
  /// The values there.
  public private(set) var values: [Double]

  /// - Parameter column: fewer than 2^32 values, none of them `nan`.
  public init(of column: [Double]) {
    precondition(column.count <= UInt32.max, "places are 32-bit numbers")
    let keys = keysByDigits(column)
    places = keys.map(\.place)
    values = places.map { column[Int($0)] }
    settle(keys, column)
  }

  /// Compares where values with the same upper half are not in order.
  private mutating func settle(_ keys: [HalfKey], _ column: [Double]) {
    var place = 1
    while place < values.count {
      guard values[place] < values[place - 1] else {
        place += 1
        continue
      }
      let half = keys[place].half
      var start = place
      while start > 0, keys[start - 1].half == half { start -= 1 }
      while place < keys.count, keys[place].half == half { place += 1 }
      places.sort(start..<place) { (column[Int($0)], $0) < (column[Int($1)], $1) }
      for index in start..<place { values[index] = column[Int(places[index])] }
    }
  }
}

/// The keys of a column in order. A step over bits that are the same in all of them is left out.
private func keysByDigits(_ column: [Double]) -> [HalfKey] {
  var counts = [UInt32](repeating: 0, count: HalfKey.steps << HalfKey.digitBits)
  var keys = [HalfKey](repeating: HalfKey(0, place: 0), count: column.count)
  count(column, &keys, &counts)
  var others = keys
  for step in 0..<HalfKey.steps {
    let range = (step << HalfKey.digitBits)..<((step + 1) << HalfKey.digitBits)
    guard let first = keys.first, counts[range.lowerBound + first.digit(step)] < keys.count else { continue }
    distribute(keys.span, by: step, counts.span.extracting(range), into: &others)
    swap(&keys, &others)
  }
  return keys
}

/// Makes keys, and counts their digits, step by step.
private func count(_ column: [Double], _ keys: inout [HalfKey], _ counts: inout [UInt32]) {
  let column = column.span
  var keys = keys.mutableSpan
  var counts = counts.mutableSpan
  for place in column.indices {
    let key = HalfKey(column[place], place: UInt32(truncatingIfNeeded: place))
    for step in 0..<HalfKey.steps { counts[step << HalfKey.digitBits + key.digit(step)] &+= 1 }
    keys[place] = key
  }
}

/// Puts keys into the order of one digit; those with the same stay in their order.
private func distribute(
  _ keys: Swift.Span<HalfKey>, by step: Int, _ counts: Swift.Span<UInt32>, into sorted: inout [HalfKey]
) {
  var starts = [UInt32](repeating: 0, count: counts.count)
  var start: UInt32 = 0
  for digit in counts.indices {
    starts[digit] = start
    start += counts[digit]
  }
  var target = sorted.mutableSpan
  var next = starts.mutableSpan
  for index in keys.indices {
    let digit = keys[index].digit(step)
    target[Int(next[digit])] = keys[index]
    next[digit] &+= 1
  }
}

/// The upper half of a number's bits, made so that their order is that of the numbers, and where the number stands.
private struct HalfKey {
  static let digitBits = 11
  static let steps = 3

  private let bits: UInt64

  var half: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }
  var place: UInt32 { UInt32(truncatingIfNeeded: bits) }

  @inline(__always)
  init(_ value: Double, place: UInt32) {
    // Both zeros become the positive one, to which they are equal.
    let number = (value + 0).bitPattern
    let rising = number >> 63 == 0 ? number | 1 << 63 : ~number
    bits = rising & 0xFFFF_FFFF_0000_0000 | UInt64(place)
  }

  @inline(__always)
  func digit(_ step: Int) -> Int {
    Int(truncatingIfNeeded: bits >> UInt64(32 + step * Self.digitBits)) & (1 << Self.digitBits - 1)
  }
}
