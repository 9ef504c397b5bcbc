// Who is nearest to whom, in graphs that are long and cut in many places.

import Testing

@testable import Profiles

@Suite("Spread")
struct SpreadTests {
  /// - Parameter kinds: of each number, ascending.
  private func graph(_ links: [(Int, Int)], kinds: [UInt16]) -> LinkGraph {
    let packed = links.filter { $0 != $1 }.map { SeenLink.packed(UInt32(min($0, $1)), UInt32(max($0, $1))) }
    let seen = SeenLinks(
      kinds: kinds, firstKind: 0..<(kinds.firstIndex { $0 > 0 } ?? kinds.count),
      firstSeen: kinds.map { _ in 0 },
      links: [Set(packed).sorted().map { SeenLink(numbers: $0, time: 0) }])
    return LinkGraph(seen, until: 0, cuts: [])
  }

  /// Numbers in a row.
  private func chain(_ count: Int) -> LinkGraph {
    graph((1..<count).map { ($0 - 1, $0) }, kinds: Array(repeating: 0, count: count))
  }

  @Test("a chain between two is walked once")
  func chain() {
    // Did each distance cost as much as all before it, this would take many minutes.
    let count = 1_000_001
    let graph = chain(count)
    var spread = Spread(count: count)
    #expect(spread.run(from: [0, count - 1], in: graph) { _, _ in true }.reached.count == count)
    #expect(spread.owner(of: count / 2 - 1) == 0)
    #expect(spread.isContested(count / 2))
    #expect(spread.owner(of: count / 2 + 1) == 1)
  }

  @Test("a cut at the end of a chain looks at the end only")
  func cutAtEnd() {
    let graph = chain(1000)
    var spread = Spread(count: 1000)
    let (reached, last) = spread.run(from: [3, 4], in: graph, leavesLast: true) { _, _ in true }
    #expect(reached.sorted() == Array(0...8))
    #expect(last == 1)
  }

  @Test("many cuts give what a full search for each gives", arguments: 1...40)
  func manyCuts(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = 40
    let kinds = (0..<count).map { _ in UInt16.random(in: 0...2, using: &random) }.sorted()
    let links = (0..<55).map { _ in
      (Int.random(in: 0..<count, using: &random), Int.random(in: 0..<count, using: &random))
    }
    let cuts = (0..<8).map { _ in
      (
        UInt32.random(in: 0..<UInt32(count), using: &random),
        UInt32.random(in: 0..<UInt32(count), using: &random)
      )
    }
    let graph = graph(links, kinds: kinds)
    var linking = Linking(graph: graph, limits: [count, count, count])
    let roots = linking.run(maximumNeighbours: count, cuts: cuts)
    var expected = FullCuts(graph: graph)
    for (a, b) in cuts { expected.separate(Int(a), Int(b)) }
    #expect(linking.stops.map { $0 != nil } == expected.isStopped, "seed \(seed)")
    #expect(roots.map(Int.init) == expected.roots(), "seed \(seed)")
  }
}

/// Cuts as Documentation/Identity.md tells of them, with everything that hangs together looked at each time.
private struct FullCuts {
  let graph: LinkGraph
  var isStopped: [Bool]
  var territories: [Int]
  var territoryCount = 1

  init(graph: LinkGraph) {
    self.graph = graph
    isStopped = Array(repeating: false, count: graph.count)
    territories = Array(repeating: 0, count: graph.count)
  }

  func neighbours(of number: Int) -> [Int] {
    graph.range(of: number).map { graph[$0] }.filter {
      !isStopped[number] && !isStopped[$0] && territories[number] == territories[$0]
    }
  }

  mutating func separate(_ a: Int, _ b: Int) {
    if a == b || isStopped[a] || isStopped[b] { return }
    var owner = [a: a, b: b]
    var contested: Set<Int> = []
    var frontier = [a, b]
    while !frontier.isEmpty {
      var reaching: [Int: Set<Int>] = [:]
      for number in frontier {
        for neighbour in neighbours(of: number) where owner[neighbour] == nil {
          reaching[neighbour, default: []].insert(owner[number] ?? a)
        }
      }
      for (number, sources) in reaching {
        let best = sources.map { graph.kind(of: $0) }.min()
        let nearest = sources.filter { graph.kind(of: $0) == best }
        owner[number] = nearest.min()
        if nearest.count > 1 { contested.insert(number) }
      }
      frontier = reaching.keys.filter { !contested.contains($0) }
    }
    for number in owner.keys {
      if contested.contains(number) {
        isStopped[number] = true
      } else {
        territories[number] = territoryCount + (owner[number] == a ? 0 : 1)
      }
    }
    territoryCount += 2
  }

  /// The first number of each component.
  func roots() -> [Int] {
    var roots = Array(0..<graph.count)
    for first in roots.indices where roots[first] == first {
      var open = [first]
      while let number = open.popLast() {
        for neighbour in neighbours(of: number) where roots[neighbour] > first {
          roots[neighbour] = first
          open.append(neighbour)
        }
      }
    }
    return roots
  }
}
