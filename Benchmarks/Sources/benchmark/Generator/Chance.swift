// The only source of chance of the generator: seeded, so that every machine makes the same files.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, with the
/// constants of Vigna's public-domain `splitmix64.c`.
struct Chance {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    defer { state &+= Self.step }
    return Self.mixed(state)
  }

  /// A number from 0 to below the limit, evenly.
  mutating func number(below limit: Int) -> Int { Int(((next() >> 32) &* UInt64(limit)) >> 32) }

  /// A number from 0 to below 1, evenly.
  mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// True with this probability.
  mutating func happens(_ probability: Double) -> Bool { fraction() < probability }

  /// A waiting time: many short ones, few long ones.
  mutating func exponential(mean: Double) -> Double { -mean * log(1 - fraction()) }

  mutating func one(of choices: [String]) -> String { choices[number(below: choices.count)] }

  /// One number scattered over all 64-bit numbers.
  static func mixed(_ number: UInt64) -> UInt64 {
    var z = number &+ step
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  static let step: UInt64 = 0x9E37_79B9_7F4A_7C15
}
