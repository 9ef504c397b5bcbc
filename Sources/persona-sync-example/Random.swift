// The only source of chance: seeded, and in whole numbers, so that every machine draws the same.

/// SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, with the
/// constants of Vigna's public-domain `splitmix64.c`.
struct Random {
  private var state: UInt64

  /// The stream of the published algorithm.
  init(state: UInt64) { self.state = state }

  /// A stream of its own for each number: the draws of one do not move when those of another do. People have
  /// numbers from 0, exports negative ones.
  init(seed: UInt64, stream: Int) {
    state = seed
    state = next() ^ UInt64(bitPattern: Int64(stream)) &* 0xD1B5_4A32_D192_ED03
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A whole number of the range, evenly.
  mutating func number(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next().multipliedFullWidth(by: UInt64(range.count)).high)
  }

  /// True this many times in a thousand.
  mutating func chance(perMille: Int) -> Bool { number(in: 0...999) < perMille }

  /// An index, each as often as its weight says.
  mutating func index(weights: [Int]) -> Int {
    var rest = number(in: 0...(weights.reduce(0, +) - 1))
    for (index, weight) in weights.enumerated() {
      if rest < weight { return index }
      rest -= weight
    }
    return weights.count - 1
  }

  /// One of the choices, each as often as its weight says.
  mutating func choice<T>(_ choices: [(T, Int)]) -> T { choices[index(weights: choices.map(\.1))].0 }
}
