// Who is the same person: the algorithm of Documentation/Identity.md, step by step.

/// Decides which identifiers stop being links, and which belong together.
///
/// Every step looks at all identifiers at once and at nothing but the graph, so that the order of the rows
/// cannot matter. Each costs time in proportion to the links, up to sorting; a cut costs no more than its component has,
/// and where that is long drawn out in proportion to the smaller part.
struct Linking {
  /// Why a value is no link any more.
  enum Stop: Sendable, Hashable {
    /// It was seen with more values of this kind than `maximumNeighbours`.
    case crowded(kind: Int)
    /// It is equally near to two values of the first kind that belong to two people.
    case joins
    /// Its profile already has as many values of its kind as the limit allows.
    case full
    /// It is equally near to both sides of a cut.
    case cut
  }

  private let graph: LinkGraph
  /// Of each kind.
  private let limits: [Int]
  private(set) var stops: [Stop?]
  /// Of each identifier, the first of its component: all that links, as of the last grouping.
  private var roots: [UInt32]
  /// Of each root, whether a link in its component is none any more. Links go and never come: what a grouping put
  /// into different components stays there.
  private var isChanged: [Bool]
  /// Links between values of different territories join nothing. All start in territory 0.
  private var territories: [UInt32]
  private var territoryCount: UInt32 = 1

  init(graph: LinkGraph, limits: [Int]) {
    self.graph = graph
    self.limits = limits
    stops = Array(repeating: nil, count: graph.count)
    territories = Array(repeating: 0, count: graph.count)
    roots = (0..<UInt32(graph.count)).map { $0 }
    isChanged = Array(repeating: true, count: graph.count)
  }

  /// Runs all steps. The result gives for each identifier the first identifier of its profile.
  mutating func run(maximumNeighbours: Int, cuts: [(UInt32, UInt32)]) -> [UInt32] {
    var spread = Spread(count: graph.count)
    stopCrowded(maximumNeighbours: maximumNeighbours)
    group()
    separateFirstKind(&spread)
    for (a, b) in cuts { separate(Int(a), Int(b), &spread) }
    group()
    stopSurplus()
    group()
    return roots
  }

  /// Step 1: a value seen with very many others of one kind says nothing about who somebody is.
  private mutating func stopCrowded(maximumNeighbours: Int) {
    for identifier in 0..<graph.count where graph.degree(of: identifier) > maximumNeighbours {
      // Neighbours are sorted by kind: count each run.
      var kind = -1
      var run = 0
      for place in graph.range(of: identifier) where stops[identifier] == nil {
        let own = Int(graph.kind(of: graph[place]))
        run = own == kind ? run + 1 : 1
        kind = own
        if run > maximumNeighbours { stops[identifier] = .crowded(kind: kind) }
      }
    }
  }

  /// Step 2: where a component holds more people than one, everything falls to the nearest of them.
  private mutating func separateFirstKind(_ spread: inout Spread) {
    var people = [UInt32](repeating: 0, count: graph.count)
    for identifier in graph.firstKind where stops[identifier] == nil { people[Int(roots[identifier])] += 1 }
    let sources = graph.firstKind.filter { stops[$0] == nil && people[Int(roots[$0])] > limits[0] }
    if !sources.isEmpty { divide(among: sources, stop: .joins, &spread) }
  }

  /// Step 3: a cut that is still bridged by others; everything falls to the nearer of the two.
  private mutating func separate(_ a: Int, _ b: Int, _ spread: inout Spread) {
    guard a != b, stops[a] == nil, stops[b] == nil, roots[a] == roots[b], territories[a] == territories[b]
    else { return }
    divide(among: [a, b], stop: .cut, leavesLast: true, &spread)
  }

  /// Step 4: of each further kind a profile keeps as many values as the limit allows, the ones seen first.
  /// Earliest first, so that later data never take away an identifier that a profile had.
  private mutating func stopSurplus() {
    var counts = [UInt32](repeating: 0, count: graph.count)
    var start = graph.firstKind.upperBound
    while start < graph.count {
      let kind = graph.kind(of: start)
      let ofKind = (start..<graph.count).prefix { graph.kind(of: $0) == kind }
      start = ofKind.endIndex
      let linked = ofKind.filter { stops[$0] == nil }
      for identifier in linked { counts[Int(roots[identifier])] += 1 }
      let limit = limits[Int(kind)]
      var crowd = linked.filter { Int(counts[Int(roots[$0])]) > limit }
      for identifier in linked { counts[Int(roots[identifier])] = 0 }
      crowd.sort {
        (roots[$0], graph.firstSeen($0), $0) < (roots[$1], graph.firstSeen($1), $1)
      }
      for identifier in crowd {
        counts[Int(roots[identifier])] += 1
        guard Int(counts[Int(roots[identifier])]) > limit else { continue }
        stops[identifier] = .full
        isChanged[Int(roots[identifier])] = true
      }
      for identifier in crowd { counts[Int(roots[identifier])] = 0 }
    }
  }

  /// Gives every value that links to one of the sources to the nearest of them, as a territory of its own. A
  /// value as near to two goes to the source of the stronger kind; between equals it stops being a link.
  ///
  /// - Parameter leavesLast: whether one of the sources may stay where it is, with all that hangs together with it.
  private mutating func divide(
    among sources: [Int], stop: Stop, leavesLast: Bool = false, _ spread: inout Spread
  ) {
    let (reached, last) = spread.run(from: sources, in: graph, leavesLast: leavesLast) { a, b in links(a, b) }
    for identifier in reached {
      isChanged[Int(roots[identifier])] = true
      if spread.isContested(identifier) {
        stops[identifier] = stop
      } else if spread.owner(of: identifier) != last {
        territories[identifier] = territoryCount + UInt32(spread.owner(of: identifier))
      }
    }
    territoryCount += UInt32(sources.count)
    spread.forget(reached)
  }

  private func links(_ a: Int, _ b: Int) -> Bool {
    stops[a] == nil && stops[b] == nil && territories[a] == territories[b]
  }

  /// Works out the connected components of all that still links, as far as they have changed.
  private mutating func group() {
    let members = roots.indices.filter { isChanged[Int(roots[$0])] }
    for member in members { roots[member] = UInt32(member) }
    var sets = DisjointSets(parents: roots)
    // The array has one owner again.
    roots = []
    for member in members {
      for place in graph.range(of: member) where graph[place] > member {
        if links(member, graph[place]) { sets.unite(member, graph[place]) }
      }
    }
    for member in members { sets.settle(member) }
    roots = sets.parents
    isChanged = Array(repeating: false, count: graph.count)
  }
}
