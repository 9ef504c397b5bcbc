// Which identifiers stand together on a record: each distinct identifier and each distinct set of them once.

/// Finds the numbers of identifiers and of sets in an `IdentifierPool`, or adds them.
///
/// Most records repeat a set, and most sets have one or two members: a set of one is found by its member, a
/// larger one by hash.
struct IdentifierTable: Sendable {
  /// By the mapping's identifier, then by code of the text: the identifier's number plus one, or zero.
  private var numbers: [[UInt32]]
  /// Of each identifier: the set of it alone, or zero.
  private var singles: [UInt32] = []
  /// Number of a larger set, or zero for a free place; a power of two of them, at most half full.
  private var places = [UInt32](repeating: 0, count: 1 << 10)
  private var placed = 0
  /// Numbers of the record at hand, ascending and distinct.
  private var members: [UInt32] = []

  init(kindCount: Int) { numbers = Array(repeating: [], count: kindCount) }

  mutating func removeAll() {
    for kind in numbers.indices { numbers[kind].removeAll(keepingCapacity: true) }
    singles.removeAll(keepingCapacity: true)
    for place in places.indices { places[place] = 0 }
    placed = 0
  }

  mutating func startRecord() { members.removeAll(keepingCapacity: true) }

  /// Adds an identifier to the record at hand.
  mutating func add(_ text: UInt32, kind: Int, in pool: inout IdentifierPool) {
    while numbers[kind].count <= Int(text) { numbers[kind].append(0) }
    var number = numbers[kind][Int(text)]
    if number == 0 {
      pool.kinds.append(UInt8(truncatingIfNeeded: kind))
      pool.values.append(text)
      singles.append(0)
      number = UInt32(pool.kinds.count)
      numbers[kind][Int(text)] = number
    }
    var place = members.count
    while place > 0, members[place - 1] > number - 1 { place -= 1 }
    if place == 0 || members[place - 1] != number - 1 { members.insert(number - 1, at: place) }
  }

  /// The set of the record at hand.
  mutating func set(time: Int64, location: UInt64, in pool: inout IdentifierPool) -> UInt32 {
    guard let first = members.first else { return 0 }
    let set = members.count == 1 ? single(first, in: &pool) : larger(in: &pool)
    if (time, location) < (pool.setTimes[Int(set)], pool.setLocations[Int(set)]) {
      pool.setTimes[Int(set)] = time
      pool.setLocations[Int(set)] = location
    }
    return set
  }

  private mutating func single(_ member: UInt32, in pool: inout IdentifierPool) -> UInt32 {
    if singles[Int(member)] == 0 { singles[Int(member)] = append(to: &pool) }
    return singles[Int(member)]
  }

  private mutating func larger(in pool: inout IdentifierPool) -> UInt32 {
    if 2 * placed >= places.count { grow(pool) }
    var place = Self.hash(members[...]) & (places.count - 1)
    while places[place] != 0 {
      if pool.members[pool.range(of: Int(places[place]))].elementsEqual(members) { return places[place] }
      place = (place + 1) & (places.count - 1)
    }
    places[place] = append(to: &pool)
    placed += 1
    return places[place]
  }

  private func append(to pool: inout IdentifierPool) -> UInt32 {
    pool.members.append(contentsOf: members)
    pool.setEnds.append(UInt32(pool.members.count))
    pool.setTimes.append(.max)
    pool.setLocations.append(.max)
    return UInt32(pool.setEnds.count - 1)
  }

  private mutating func grow(_ pool: IdentifierPool) {
    let sets = places.filter { $0 != 0 }
    places = Array(repeating: 0, count: 2 * places.count)
    for set in sets {
      var place = Self.hash(pool.members[pool.range(of: Int(set))]) & (places.count - 1)
      while places[place] != 0 { place = (place + 1) & (places.count - 1) }
      places[place] = set
    }
  }

  /// The finaliser of SplitMix64 over the members (Steele, Lea, Flood 2014).
  private static func hash(_ members: ArraySlice<UInt32>) -> Int {
    var state: UInt64 = 0
    for member in members {
      state = (state ^ UInt64(member)) &+ 0x9E37_79B9_7F4A_7C15
      state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
      state ^= state >> 31
    }
    return Int(truncatingIfNeeded: state)
  }
}
