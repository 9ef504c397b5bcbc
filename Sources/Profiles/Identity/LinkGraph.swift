// Who was seen together with whom: the graph that linking works on.

/// Identifiers as numbers in sorted order (priority of the kind, then bytes), and for each the identifiers
/// that it was seen with on a row, ascending and without repetition.
struct LinkGraph: Sendable {
  /// Of each identifier: the place of its kind in the priority.
  let kinds: [UInt16]
  /// Of each identifier: the earliest time it was seen.
  let firstSeen: [Int64]
  /// Neighbours of `i` are `neighbours[offsets[i]..<offsets[i + 1]]`.
  private var offsets: [Int]
  private var neighbours: [UInt32] = []

  var count: Int { kinds.count }

  /// The identifiers of the kind of highest priority: the first ones.
  let firstKind: Range<Int>

  /// - Parameters:
  ///   - ranks: of each code of the dictionary, its number in sorted order.
  ///   - cuts: pairs of numbers that must not be linked directly, whatever was seen.
  init(sets: IdentifierSets, ranks: [UInt32], kinds: [UInt16], cuts: [(UInt32, UInt32)]) {
    self.kinds = kinds
    firstKind = 0..<(kinds.firstIndex { $0 != 0 } ?? kinds.count)
    var firstSeen = [Int64](repeating: .max, count: kinds.count)
    offsets = Array(repeating: 0, count: kinds.count + 1)
    for set in 0..<sets.count {
      let range = sets.range(of: set)
      for member in range {
        let rank = Int(ranks[Int(sets.members[member])])
        firstSeen[rank] = min(firstSeen[rank], sets.firstSeen(set))
        offsets[rank + 1] += range.count - 1
      }
    }
    self.firstSeen = firstSeen
    for rank in 0..<kinds.count { offsets[rank + 1] += offsets[rank] }

    neighbours = Array(repeating: 0, count: offsets[kinds.count])
    var next = offsets
    for set in 0..<sets.count {
      let range = sets.range(of: set)
      guard range.count > 1 else { continue }
      for a in range {
        let rank = Int(ranks[Int(sets.members[a])])
        for b in range where b != a {
          neighbours[next[rank]] = ranks[Int(sets.members[b])]
          next[rank] += 1
        }
      }
    }
    keepDistinct(without: cuts)
  }

  func range(of identifier: Int) -> Range<Int> { offsets[identifier]..<offsets[identifier + 1] }

  subscript(neighbour: Int) -> Int { Int(neighbours[neighbour]) }

  /// How many distinct identifiers this one was seen with.
  func degree(of identifier: Int) -> Int { range(of: identifier).count }

  /// Sorts every list of neighbours, drops repetitions and cuts, and closes the gaps.
  private mutating func keepDistinct(without cuts: [(UInt32, UInt32)]) {
    var cut: [UInt32: Set<UInt32>] = [:]
    for (a, b) in cuts {
      cut[a, default: []].insert(b)
      cut[b, default: []].insert(a)
    }
    var end = 0
    var start = 0
    for rank in 0..<kinds.count {
      let listEnd = offsets[rank + 1]
      if listEnd - start > 1 { neighbours[start..<listEnd].sort() }
      let excluded = cut[UInt32(rank)] ?? []
      offsets[rank] = end
      for place in start..<listEnd {
        let neighbour = neighbours[place]
        if end > offsets[rank], neighbours[end - 1] == neighbour { continue }
        if !excluded.isEmpty, excluded.contains(neighbour) { continue }
        neighbours[end] = neighbour
        end += 1
      }
      start = listEnd
    }
    offsets[kinds.count] = end
    neighbours.removeSubrange(end...)
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
