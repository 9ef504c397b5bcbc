// Which identifiers stand together on a row: each distinct combination once.

/// Distinct sets of identifier codes.
///
/// Most rows repeat the combination of an earlier one, so that linking looks at combinations instead of rows.
/// Set 0 is the empty one.
struct IdentifierSets: Sendable {
  private(set) var members: [UInt32] = []
  private var entries = [Entry(start: 0, count: 0, source: .max, firstSeen: .max, location: .max)]
  private var slots = HashSlots()

  /// What is known of one set, in one place, because every row looks at it.
  private struct Entry {
    var start: UInt32
    var count: UInt16
    var source: UInt16
    var firstSeen: Int64
    var location: UInt64
  }

  struct Place: Sendable, Comparable {
    var source: UInt16
    var location: UInt64

    static func < (a: Self, b: Self) -> Bool { (a.source, a.location) < (b.source, b.location) }
  }

  init() { slots.insert(0, hash: Self.hash([])) }

  var count: Int { entries.count }

  func range(of set: Int) -> Range<Int> {
    Int(entries[set].start)..<Int(entries[set].start) + Int(entries[set].count)
  }

  /// The earliest time of a row with this set; `Int64.min` where a row has no time.
  func firstSeen(_ set: Int) -> Int64 { entries[set].firstSeen }

  /// The place of the earliest record with this set: source, then location within it.
  func place(of set: Int) -> Place {
    Place(source: entries[set].source, location: entries[set].location)
  }

  /// The number of a set, given anew when it was not seen before. `codes` ascend and are distinct.
  mutating func number(of codes: [UInt32], time: Int64, at place: Place) -> UInt32 {
    guard !codes.isEmpty else { return 0 }
    let hash = Self.hash(codes[...])
    var search = slots.search(hash)
    while let number = slots.next(&search) {
      let set = Int(number)
      guard members[range(of: set)].elementsEqual(codes) else { continue }
      if time < entries[set].firstSeen || (time == entries[set].firstSeen && place < self.place(of: set)) {
        entries[set].firstSeen = time
        entries[set].source = place.source
        entries[set].location = place.location
      }
      return number
    }
    if slots.isFull {
      slots.grow(
        hashes: (0..<count).lazy.map { [members, entries] set in
          let start = Int(entries[set].start)
          return Self.hash(members[start..<start + Int(entries[set].count)])
        })
    }
    slots.insert(UInt32(count), hash: hash)
    entries.append(
      Entry(
        start: UInt32(members.count), count: UInt16(codes.count), source: place.source, firstSeen: time,
        location: place.location))
    members.append(contentsOf: codes)
    return UInt32(count - 1)
  }

  /// Frees what only finding needs; no set can be added afterwards.
  mutating func close() { slots = HashSlots() }

  /// The finaliser of SplitMix64 over the codes (Steele, Lea, Flood 2014).
  private static func hash(_ codes: ArraySlice<UInt32>) -> UInt64 {
    var state: UInt64 = 0
    for code in codes {
      state = (state ^ UInt64(code)) &+ 0x9E37_79B9_7F4A_7C15
      state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
      state ^= state >> 31
    }
    return state
  }
}
