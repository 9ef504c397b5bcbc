// Rows known by what they say: a choice of some of them that does not depend on the order in which they come.

/// Hashes of rows, different for each of several equal rows.
struct RowHashes {
  /// Of each row.
  private(set) var hashes: [UInt64]

  init(_ people: FeatureRows) {
    hashes = people.blocks { _, matrix in Self.hashes(of: matrix) }.flatMap(\.self)
    tellEqualRowsApart()
  }

  private init(_ hashes: [UInt64]) { self.hashes = hashes }

  private static func hashes(of matrix: FeatureMatrix) -> [UInt64] {
    var hashes = [UInt64](repeating: 0, count: matrix.rowCount)
    for column in matrix.columns {
      for row in hashes.indices {
        // Zero has two signs, and a missing number many forms.
        let value = column.values[row]
        let bits = value.isNaN ? UInt64.max : value == 0 ? 0 : value.bitPattern
        hashes[row] = mixed(hashes[row] ^ bits)
      }
    }
    return hashes
  }

  private mutating func tellEqualRowsApart() {
    let order = hashes.indices.sorted { hashes[$0] < hashes[$1] }
    var (last, number) = (UInt64(0), UInt64(0))
    for row in order {
      number = hashes[row] == last ? number + 1 : 0
      last = hashes[row]
      hashes[row] = mixed(last &+ number &* 0x9E37_79B9_7F4A_7C15)
    }
  }

  /// At most so many rows, in the order of their hashes.
  func sample(_ count: Int) -> [Int] {
    // Hashes are spread evenly: those that come first are below a bound that a third more do not exceed.
    let share = Double(count) * 4 / 3 / Double(max(1, hashes.count))
    let bound = share < 1 ? UInt64(share * 0x1p64) : .max
    let low = hashes.indices.filter { hashes[$0] <= bound }
    let candidates = low.count >= min(count, hashes.count) ? low : Array(hashes.indices)
    return Array(candidates.sorted { hashes[$0] < hashes[$1] }.prefix(count))
  }

  /// Of some rows, which are numbered from 0 then.
  func chosen(_ rows: [Int]) -> RowHashes { RowHashes(rows.map { hashes[$0] }) }
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
func mixed(_ value: UInt64) -> UInt64 {
  var z = value &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

/// Numbers that look like chance and are the same everywhere.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return mixed(state)
  }

  /// 0..<1
  mutating func uniform() -> Double { Double(next() >> 11) / Double(1 << 53) }

  mutating func index(below count: Int) -> Int { Int(next() % UInt64(count)) }
}
