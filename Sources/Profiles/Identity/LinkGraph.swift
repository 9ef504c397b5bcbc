// Who was seen together with whom by some time: the graph that linking works on.

import EventStream

/// For each identifier, by number (`IdentifierNumbers`), the identifiers that it was seen with on a record,
/// ascending and without repetition.
struct LinkGraph: Sendable {
  private let seen: SeenLinks
  private let until: Int64
  /// Neighbours of `i` are `neighbours[offsets[i]..<offsets[i + 1]]`.
  private let offsets: [Int]
  private let neighbours: [UInt32]

  /// How many identifiers are numbered, those included that were not seen by then.
  var count: Int { seen.kinds.count }

  /// The identifiers of the kind of highest priority: the first ones.
  var firstKind: Range<Int> { seen.firstKind }

  /// - Parameters:
  ///   - until: what was not seen by then links nothing.
  ///   - cuts: pairs of numbers that must not be linked directly, whatever was seen.
  init(_ seen: SeenLinks, until: Int64, cuts: [(UInt32, UInt32)]) {
    self.seen = seen
    self.until = until
    let cut = Set(cuts.map { SeenLink.packed($0.0, $0.1) })
    func holds(_ link: SeenLink) -> Bool {
      link.time <= until && (cut.isEmpty || !cut.contains(link.numbers))
    }
    var offsets = [Int](repeating: 0, count: seen.kinds.count + 1)
    for part in seen.links {
      for link in part where holds(link) {
        offsets[Int(link.smaller) + 1] += 1
        offsets[Int(link.greater) + 1] += 1
      }
    }
    for number in seen.kinds.indices { offsets[number + 1] += offsets[number] }
    var neighbours = [UInt32](repeating: 0, count: offsets[seen.kinds.count])
    var next = offsets
    func add(_ neighbour: UInt32, to number: UInt32) {
      neighbours[next[Int(number)]] = neighbour
      next[Int(number)] += 1
    }
    // Links ascend, so that the smaller neighbours come first, ascending, and then the greater ones.
    for part in seen.links {
      for link in part where holds(link) { add(link.smaller, to: link.greater) }
    }
    for part in seen.links {
      for link in part where holds(link) { add(link.greater, to: link.smaller) }
    }
    self.offsets = offsets
    self.neighbours = neighbours
  }

  /// Whether an identifier was seen by then.
  func isSeen(_ identifier: Int) -> Bool { seen.firstSeen[identifier] <= until }

  /// The earliest time an identifier was seen.
  func firstSeen(_ identifier: Int) -> Int64 { seen.firstSeen[identifier] }

  /// The place of an identifier's kind in the priority.
  func kind(of identifier: Int) -> UInt16 { seen.kinds[identifier] }

  func range(of identifier: Int) -> Range<Int> { offsets[identifier]..<offsets[identifier + 1] }

  subscript(neighbour: Int) -> Int { Int(neighbours[neighbour]) }

  /// How many distinct identifiers this one was seen with.
  func degree(of identifier: Int) -> Int { range(of: identifier).count }
}

/// Disjoint sets of numbers; the root of a set is its smallest member.
struct DisjointSets {
  /// Of each number another of its set, or itself: the root.
  private(set) var parents: [UInt32]

  mutating func root(of member: Int) -> Int {
    var member = member
    while Int(parents[member]) != member {
      parents[member] = parents[Int(parents[member])]
      member = Int(parents[member])
    }
    return member
  }

  /// Lets a member name the root itself.
  mutating func settle(_ member: Int) { parents[member] = UInt32(root(of: member)) }

  mutating func unite(_ a: Int, _ b: Int) {
    let (rootA, rootB) = (root(of: a), root(of: b))
    if rootA < rootB { parents[rootB] = UInt32(rootA) } else { parents[rootA] = UInt32(rootB) }
  }
}
