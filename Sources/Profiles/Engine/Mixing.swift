// One hash of several numbers.

extension UInt64 {
  /// Makes this a hash of what it was made of before and of one more value, in that order.
  ///
  /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
  @inline(__always)
  mutating func mix(_ value: UInt64) {
    self = (self ^ value) &+ 0x9E37_79B9_7F4A_7C15
    self = (self ^ (self >> 30)) &* 0xBF58_476D_1CE4_E5B9
    self = (self ^ (self >> 27)) &* 0x94D0_49BB_1331_11EB
    self ^= self >> 31
  }
}
