// Breadth-first search from several sources at once: who is nearest to whom.

/// The nearest of several sources for every value that links to one of them.
///
/// The search goes distance by distance. A value is settled only when all values of the distance before are,
/// so that the order within a distance cannot matter. Contested values are not passed through.
struct Spread {
  private static let unreached = UInt32.max

  /// Index of the source, or `unreached`.
  private var owners: [UInt32]
  private var distances: [UInt32]
  private var contested: [Bool]

  init(count: Int) {
    owners = Array(repeating: Self.unreached, count: count)
    distances = Array(repeating: 0, count: count)
    contested = Array(repeating: false, count: count)
  }

  func owner(of identifier: Int) -> Int { Int(owners[identifier]) }
  func isContested(_ identifier: Int) -> Bool { contested[identifier] }

  /// Returns every value that was reached, the sources among them.
  ///
  /// - Parameter leavesLast: whether to end as soon as one source alone goes on: all that was not reached is its own.
  ///   So a search costs twice the smaller side, by distance, and what is left has that source as its `last`.
  mutating func run(
    from sources: [Int], in graph: LinkGraph, leavesLast: Bool = false, through links: (Int, Int) -> Bool
  ) -> (reached: [Int], last: Int?) {
    var reached = sources
    for (index, source) in sources.enumerated() { owners[source] = UInt32(index) }
    // Places in `reached`: a slice of it would share its memory, and each distance would copy all.
    var frontier = reached.indices
    var distance: UInt32 = 0
    while !frontier.isEmpty {
      if leavesLast, let last = onlyOwner(of: reached[frontier]) { return (reached, last) }
      distance += 1
      let start = reached.count
      for place in frontier where !contested[reached[place]] {
        let identifier = reached[place]
        for place in graph.range(of: identifier) where links(identifier, graph[place]) {
          let neighbour = graph[place]
          if owners[neighbour] == Self.unreached {
            owners[neighbour] = owners[identifier]
            distances[neighbour] = distance
            reached.append(neighbour)
          } else if distances[neighbour] == distance, owners[neighbour] != owners[identifier] {
            settle(neighbour, owners[identifier], sources, graph)
          }
        }
      }
      frontier = start..<reached.count
    }
    return (reached, nil)
  }

  /// The one source that all have that go on; `nil` when there are more, or none.
  private func onlyOwner(of frontier: ArraySlice<Int>) -> Int? {
    var only: Int?
    for identifier in frontier where !contested[identifier] {
      guard only == nil || only == owner(of: identifier) else { return nil }
      only = owner(of: identifier)
    }
    return only
  }

  /// A value that two sources reach at the same distance.
  private mutating func settle(_ identifier: Int, _ rival: UInt32, _ sources: [Int], _ graph: LinkGraph) {
    let own = graph.kind(of: sources[Int(owners[identifier])])
    let other = graph.kind(of: sources[Int(rival)])
    if own == other {
      contested[identifier] = true
    } else if other < own {
      owners[identifier] = rival
    }
  }

  /// Makes ready for the next run.
  mutating func forget(_ reached: [Int]) {
    for identifier in reached {
      owners[identifier] = Self.unreached
      distances[identifier] = 0
      contested[identifier] = false
    }
  }
}
