// Which identifiers stand together on a record: each distinct identifier and each distinct set of them once.

/// Finds the numbers of identifiers and of sets in an `IdentifierPool`, or adds them.
///
/// Most records repeat a set, and most sets have one or two members: a set of one is found by its member, a
/// larger one by hash.
struct IdentifierTable: Sendable {
  /// Codes that stood together on a record, and their set behind them (0: none yet), at a place by their hash.
  private var recent: [UInt32]
  /// By the mapping's identifier, then by code of the text: the identifier's number plus one, or zero.
  private var numbers: [[UInt32]]
  /// Of each identifier: the set of it alone, or zero.
  private var singles: [UInt32] = []
  /// The upper half of a larger set's hash, and its number in the lower half; zero for a free place. A power of two
  /// of them, at most half of them taken.
  private var places = [UInt64](repeating: 0, count: 1 << 10)
  private var placed = 0
  /// Numbers of the record at hand, ascending and distinct.
  private var members: [UInt32] = []

  private static let recentBits = 10

  init(kindCount: Int) {
    numbers = Array(repeating: [], count: kindCount)
    recent = Array(repeating: 0, count: (kindCount + 1) << Self.recentBits)
  }

  mutating func removeAll() {
    for kind in numbers.indices { numbers[kind].removeAll(keepingCapacity: true) }
    singles.removeAll(keepingCapacity: true)
    for place in places.indices { places[place] = 0 }
    placed = 0
    for place in recent.indices { recent[place] = 0 }
  }

  /// Appends the sets of the records `kept` of a run. `codes` has a column for each of the mapping's identifiers,
  /// with the codes of its texts.
  mutating func appendSets(
    of codes: [[UInt32]], of run: borrowing RecordRun, _ kept: [Int], to batch: inout EventBatch
  ) {
    let first = batch.sets.count
    batch.sets.append(contentsOf: repeatElement(0, count: kept.count))
    if codes.isEmpty { return }
    for place in kept.indices {
      let set = self.set(at: place, of: codes, in: &batch.identifiers)
      if set == 0 { continue }
      batch.sets[first + place] = set
      batch.identifiers.met(set, run.times[kept[place]], run.locations[kept[place]])
    }
  }

  /// The set of the record at a place of the columns of codes: mostly one that was met lately.
  @inline(__always)
  private mutating func set(
    at place: Int, of codes: [[UInt32]], in pool: inout IdentifierPool
  ) -> UInt32 {
    var hash: UInt64 = 0
    var isEmpty = true
    for kind in codes.indices {
      let code = codes[kind][place]
      hash = (hash ^ UInt64(code)) &* 0x9E37_79B9_7F4A_7C15
      isEmpty = isEmpty && code == EventBatch.none
    }
    if isEmpty { return 0 }
    let width = codes.count + 1
    let start = Int(hash >> (64 - Self.recentBits)) * width
    var isKnown = recent[start + codes.count] != 0
    for kind in codes.indices { isKnown = isKnown && recent[start + kind] == codes[kind][place] }
    if !isKnown {
      let set = newSet(at: place, of: codes, in: &pool)
      for kind in codes.indices { recent[start + kind] = codes[kind][place] }
      recent[start + codes.count] = set
    }
    return recent[start + codes.count]
  }

  /// The set of the record at a place of the columns of codes.
  @inline(never)
  private mutating func newSet(
    at place: Int, of codes: [[UInt32]], in pool: inout IdentifierPool
  ) -> UInt32 {
    members.removeAll(keepingCapacity: true)
    for kind in codes.indices where codes[kind][place] != EventBatch.none {
      let number = number(codes[kind][place], kind: kind, in: &pool)
      var target = members.count
      while target > 0, members[target - 1] > number { target -= 1 }
      if target == 0 || members[target - 1] != number { members.insert(number, at: target) }
    }
    return members.count == 1 ? single(members[0], in: &pool) : larger(in: &pool)
  }

  /// The number of an identifier.
  private mutating func number(_ text: UInt32, kind: Int, in pool: inout IdentifierPool) -> UInt32 {
    let missing = Int(text) + 1 - numbers[kind].count
    if missing > 0 { numbers[kind].append(contentsOf: repeatElement(0, count: max(missing, 1 << 10))) }
    if numbers[kind][Int(text)] == 0 {
      pool.kinds.append(UInt8(truncatingIfNeeded: kind))
      pool.values.append(text)
      singles.append(0)
      numbers[kind][Int(text)] = UInt32(pool.kinds.count)
    }
    return numbers[kind][Int(text)] - 1
  }

  private mutating func single(_ member: UInt32, in pool: inout IdentifierPool) -> UInt32 {
    if singles[Int(member)] == 0 { singles[Int(member)] = append(to: &pool) }
    return singles[Int(member)]
  }

  private mutating func larger(in pool: inout IdentifierPool) -> UInt32 {
    let hash = Self.hash(members.span)
    var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
    while places[place] != 0 {
      let set = UInt32(truncatingIfNeeded: places[place])
      if (places[place] ^ hash) >> 32 == 0, pool.isSet(set, of: members) { return set }
      place = (place + 1) & (places.count - 1)
    }
    let set = append(to: &pool)
    places[place] = hash & ~0xffff_ffff | UInt64(set)
    placed += 1
    if 2 * placed >= places.count { grow(pool) }
    return set
  }

  private func append(to pool: inout IdentifierPool) -> UInt32 {
    for member in members { pool.members.append(member) }
    pool.setEnds.append(UInt32(pool.members.count))
    pool.setTimes.append(.max)
    pool.setLocations.append(.max)
    return UInt32(pool.setEnds.count - 1)
  }

  private mutating func grow(_ pool: borrowing IdentifierPool) {
    let sets = places.filter { $0 != 0 }.map { UInt32(truncatingIfNeeded: $0) }
    places = Array(repeating: 0, count: 2 * places.count)
    for set in sets {
      let hash = Self.hash(pool.members.span.extracting(pool.range(of: Int(set))))
      var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
      while places[place] != 0 { place = (place + 1) & (places.count - 1) }
      places[place] = hash & ~0xffff_ffff | UInt64(set)
    }
  }

  /// The finaliser of SplitMix64 over the members (Steele, Lea, Flood 2014).
  private static func hash(_ members: Span<UInt32>) -> UInt64 {
    var state: UInt64 = 0
    for index in members.indices {
      state = (state ^ UInt64(members[index])) &+ 0x9E37_79B9_7F4A_7C15
      state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
      state ^= state >> 31
    }
    return state
  }
}

extension IdentifierPool {
  /// Whether a set has exactly these members.
  fileprivate func isSet(_ set: UInt32, of wanted: [UInt32]) -> Bool {
    let range = range(of: Int(set))
    if range.count != wanted.count { return false }
    for index in wanted.indices where members[range.lowerBound + index] != wanted[index] { return false }
    return true
  }

  /// Notes that a set stands on a record.
  fileprivate mutating func met(_ set: UInt32, _ time: Int64, _ location: UInt64) {
    let known = setTimes[Int(set)]
    if time > known || (time == known && location >= setLocations[Int(set)]) { return }
    setTimes[Int(set)] = time
    setLocations[Int(set)] = location
  }
}
