// Who was seen together with whom: the graph that linking works on.

import EventStream
import Persona

/// For each identifier, by number (`IdentifierNumbers`), the identifiers that it was seen with on a record,
/// ascending and without repetition.
struct LinkGraph: Sendable {
  /// Numbers of kind `k` are `kindStarts[k]..<kindStarts[k + 1]`.
  let kindStarts: [Int]
  /// Of each identifier: the place of its kind in the priority.
  let kinds: [UInt16]
  /// Of each identifier: the earliest time it was seen.
  let firstSeen: [Int64]
  /// Neighbours of `i` are `neighbours[offsets[i]..<offsets[i + 1]]`.
  private let offsets: [Int]
  private let neighbours: [UInt32]

  var count: Int { kinds.count }

  /// The identifiers of the kind of highest priority: the first ones.
  var firstKind: Range<Int> { 0..<kindStarts[1] }

  /// - Parameters:
  ///   - until: sets that were not seen by then link nothing.
  ///   - cuts: pairs of numbers that must not be linked directly, whatever was seen.
  init(
    _ numbers: IdentifierNumbers, in segments: LoggedSegments, until: Int64, cuts: [(UInt32, UInt32)],
    threads: Int
  ) throws(Failure) {
    kindStarts = numbers.kindStarts
    kinds = zip(kindStarts, kindStarts.dropFirst()).enumerated().flatMap { kind, range in
      repeatElement(UInt16(kind), count: range.1 - range.0)
    }
    let shift = max(0, UInt32.bitWidth - UInt32(max(1, numbers.count)).leadingZeroBitCount - Self.partBits)
    let observed = try inParallel(segments.count, threads: threads) { index throws(Failure) in
      ObservedLinks(
        try segments[index].segment.identifiers(), numbers: numbers.numbers[index], until: until,
        partCount: 1 << Self.partBits, shift: shift)
    }
    let parts = try inParallel(1 << Self.partBits, threads: threads) { part throws(Failure) in
      let start = min(numbers.count, part << shift)
      let end = min(numbers.count, (part + 1) << shift)
      return GraphPart(observed, part: part, identifiers: start..<end)
    }
    firstSeen = parts.flatMap(\.firstSeen)

    let cut = Set(cuts.map { UInt64($0.0) << 32 | UInt64($0.1) })
    var offsets = [Int](repeating: 0, count: numbers.count + 1)
    for part in parts {
      for link in part.links where cut.isEmpty || !cut.contains(link) {
        offsets[Int(link >> 32) + 1] += 1
        offsets[Int(UInt32(truncatingIfNeeded: link)) + 1] += 1
      }
    }
    for number in 0..<numbers.count { offsets[number + 1] += offsets[number] }
    var neighbours = [UInt32](repeating: 0, count: offsets[numbers.count])
    var next = offsets
    func add(_ neighbour: UInt32, to number: UInt32) {
      neighbours[next[Int(number)]] = neighbour
      next[Int(number)] += 1
    }
    // Links ascend, so that the smaller neighbours come first, ascending, and then the greater ones.
    for part in parts {
      for link in part.links where cut.isEmpty || !cut.contains(link) {
        add(UInt32(link >> 32), to: UInt32(truncatingIfNeeded: link))
      }
    }
    for part in parts {
      for link in part.links where cut.isEmpty || !cut.contains(link) {
        add(UInt32(truncatingIfNeeded: link), to: UInt32(link >> 32))
      }
    }
    self.offsets = offsets
    self.neighbours = neighbours
  }

  private static let partBits = 6

  func range(of identifier: Int) -> Range<Int> { offsets[identifier]..<offsets[identifier + 1] }

  subscript(neighbour: Int) -> Int { Int(neighbours[neighbour]) }

  /// How many distinct identifiers this one was seen with.
  func degree(of identifier: Int) -> Int { range(of: identifier).count }
}

/// What one segment says: links between two numbers, and when numbers were seen, in parts by number.
private struct ObservedLinks: Sendable {
  /// The smaller number above, the greater below; by part of the smaller one.
  private(set) var links: [[UInt64]]
  /// Numbers and the earliest time of a set that has them; by part.
  private(set) var seen: [[(number: UInt32, time: Int64)]]

  init(_ pool: IdentifierPool, numbers: [UInt32], until: Int64, partCount: Int, shift: Int) {
    links = Array(repeating: [], count: partCount)
    seen = Array(repeating: [], count: partCount)
    var times = [Int64](repeating: .max, count: numbers.count)
    for set in 0..<pool.setCount where pool.setTimes[set] <= until {
      let range = pool.range(of: set)
      for a in range {
        let place = Int(pool.members[a])
        times[place] = min(times[place], pool.setTimes[set])
        guard numbers[place] != EventBatch.none else { continue }
        for b in range where b > a {
          let (first, second) = (numbers[place], numbers[Int(pool.members[b])])
          guard second != EventBatch.none, first != second else { continue }
          let smaller = min(first, second)
          links[Int(smaller >> UInt32(shift))].append(UInt64(smaller) << 32 | UInt64(max(first, second)))
        }
      }
    }
    for (place, number) in numbers.enumerated() where number != EventBatch.none {
      seen[Int(number >> UInt32(shift))].append((number, times[place]))
    }
  }
}

/// What all segments say of a range of numbers.
private struct GraphPart: Sendable {
  /// Ascending, each once.
  private(set) var links: [UInt64] = []
  private(set) var firstSeen: [Int64]

  init(_ observed: [ObservedLinks], part: Int, identifiers: Range<Int>) {
    firstSeen = Array(repeating: .max, count: identifiers.count)
    for one in observed {
      for (number, time) in one.seen[part] {
        let place = Int(number) - identifiers.lowerBound
        firstSeen[place] = min(firstSeen[place], time)
      }
    }
    links.reserveCapacity(observed.reduce(0) { $0 + $1.links[part].count })
    for one in observed { links.append(contentsOf: one.links[part]) }
    links.sort()
    var kept = 0
    for index in links.indices where index == 0 || links[index] != links[index - 1] {
      links[kept] = links[index]
      kept += 1
    }
    links.removeSubrange(kept...)
  }
}

/// Disjoint sets of numbers; the root of a set is its smallest member.
struct DisjointSets {
  private var parents: [UInt32]

  init(count: Int) { parents = (0..<UInt32(count)).map { $0 } }

  mutating func root(of member: Int) -> Int {
    var member = member
    while Int(parents[member]) != member {
      parents[member] = parents[Int(parents[member])]
      member = Int(parents[member])
    }
    return member
  }

  mutating func unite(_ a: Int, _ b: Int) {
    let (rootA, rootB) = (root(of: a), root(of: b))
    if rootA < rootB { parents[rootB] = UInt32(rootA) } else { parents[rootA] = UInt32(rootB) }
  }
}
