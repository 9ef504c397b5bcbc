// Which identifiers stand together on a row: each distinct combination once.

/// Distinct sets of identifier codes.
///
/// Most rows repeat the combination of an earlier one, so that linking looks at combinations instead of rows.
/// Set 0 is the empty one.
struct IdentifierSets: Sendable {
  private(set) var members: [UInt32] = []
  private var ends: [Int] = [0]
  /// The earliest time of a row with this set; `Int64.min` where a row has no time.
  private(set) var firstSeen: [Int64] = [.max]
  /// The first place of a row with this set: source, then location within it.
  private(set) var places: [Place] = [Place(source: .max, location: .max)]
  /// Set number, zero for a free slot. A power of two, at most half full.
  private var slots = [UInt32](repeating: 0, count: 64)

  struct Place: Sendable, Comparable {
    var source: UInt16
    var location: UInt64

    static func < (a: Self, b: Self) -> Bool { (a.source, a.location) < (b.source, b.location) }
  }

  var count: Int { ends.count }

  func range(of set: Int) -> Range<Int> { (set == 0 ? 0 : ends[set - 1])..<ends[set] }

  /// The number of a set, given anew when it was not seen before. `codes` ascend and are distinct.
  mutating func number(of codes: [UInt32], time: Int64, at place: Place) -> UInt32 {
    guard !codes.isEmpty else { return 0 }
    if 2 * (count + 1) > slots.count { grow() }
    let slot = slot(of: codes)
    if slots[slot] == 0 {
      slots[slot] = UInt32(count)
      members.append(contentsOf: codes)
      ends.append(members.count)
      firstSeen.append(time)
      places.append(place)
    } else {
      let set = Int(slots[slot])
      firstSeen[set] = min(firstSeen[set], time)
      if place < places[set] { places[set] = place }
    }
    return slots[slot]
  }

  private func slot(of codes: [UInt32]) -> Int {
    let mask = slots.count - 1
    var slot = Self.hash(codes[...]) & mask
    while slots[slot] != 0, !members[range(of: Int(slots[slot]))].elementsEqual(codes) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    let mask = 2 * slots.count - 1
    var larger = [UInt32](repeating: 0, count: mask + 1)
    for set in 1..<max(1, count) {
      var slot = Self.hash(members[range(of: set)]) & mask
      while larger[slot] != 0 { slot = (slot + 1) & mask }
      larger[slot] = UInt32(set)
    }
    slots = larger
  }

  /// The finaliser of SplitMix64 over the codes (Steele, Lea, Flood 2014).
  private static func hash(_ codes: ArraySlice<UInt32>) -> Int {
    var state: UInt64 = 0
    for code in codes {
      state = (state ^ UInt64(code)) &+ 0x9E37_79B9_7F4A_7C15
      state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
      state ^= state >> 31
    }
    return Int(truncatingIfNeeded: state)
  }
}
