// Linking as of a time: which profile every identifier belongs to, and every record.

import EventStream
import Persona

/// Profiles, and whose the records with each set of identifiers are. The sets are wanted until the records went to their
/// profiles: they take more memory than the people.
struct LinkedSets: Sendable {
  let people: LinkedIdentifiers
  /// Of each segment, of each of its sets, the profile its records belong to, `noProfile` or `forgottenProfile` of
  /// `LinkedIdentifiers`; empty for a segment that begins later.
  let profiles: [[Int32]]

  /// - Parameter until: identifiers and links that were not seen by then are none.
  init(_ log: IndexedLog, until: Int64, forgets: Forgets?, threads: Int) throws(Failure) {
    let (segments, numbers, rules) = (log.segments, log.numbers, log.rules)
    let cuts = rules.cuts.compactMap { cut -> (UInt32, UInt32)? in
      guard let a = numbers.number(of: cut.a), let b = numbers.number(of: cut.b) else { return nil }
      return (UInt32(min(a, b)), UInt32(max(a, b)))
    }.sorted { $0 < $1 }
    let graph = LinkGraph(log.links, until: until, cuts: cuts)
    var linking = Linking(graph: graph, limits: numbers.form.kinds.map(\.limit))
    let roots = linking.run(maximumNeighbours: rules.maximumNeighbours, cuts: cuts)
    let isStopped = linking.stops.map { $0 != nil }
    // Who is forgotten links like everybody else, so that all that is theirs is known to be.
    let forgotten = try forgets.map { forgets throws(Failure) in
      try Set(numbers.forgotten(forgets, in: segments, threads: threads).filter(graph.isSeen))
    }
    let stops = linking.stops.indices.compactMap { number in
      forgotten?.contains(number) ?? false
        ? nil : linking.stops[number].map { (number, $0, graph.degree(of: number)) }
    }
    let deciding = try inParallel(segments.count, threads: threads) { index throws(Failure) in
      guard log.begins(index, by: until) else { return [Int32]() }
      let pool = try segments[index].segment.identifiers()
      return decidingNumbers(
        pool, log.numbersOfSegments[index], until: until, isStopped: isStopped, firstKind: graph.firstKind)
    }
    let numbering = Self.numbered(
      roots, links: isStopped.indices.map { !isStopped[$0] && graph.isSeen($0) }, deciding: deciding,
      forgotten: Set(forgotten?.map { roots[$0] } ?? []))
    people = LinkedIdentifiers(
      log, until: until, profiles: numbering.profiles, count: numbering.count,
      forgottenCount: numbering.forgottenCount, stops: stops)
    profiles = deciding.map { numbers in
      numbers.map { $0 < 0 ? LinkedIdentifiers.noProfile : numbering.profiles[Int($0)] }
    }
  }

  /// Numbers the profiles in the order of their first identifiers. A value that does not link is a profile only
  /// where records carry nothing better.
  private static func numbered(
    _ roots: [UInt32], links: [Bool], deciding: [[Int32]], forgotten: Set<UInt32>
  ) -> (profiles: [Int32], count: Int, forgottenCount: Int) {
    var isNeeded = links
    for numbers in deciding {
      for number in numbers where number >= 0 { isNeeded[Int(number)] = true }
    }
    var profiles = [Int32](repeating: LinkedIdentifiers.noProfile, count: roots.count)
    var (count, forgottenCount) = (0, 0)
    for identifier in roots.indices where isNeeded[identifier] {
      let root = Int(roots[identifier])
      if root != identifier {
        profiles[identifier] = profiles[root]
      } else if forgotten.contains(roots[identifier]) {
        profiles[identifier] = LinkedIdentifiers.forgottenProfile
        forgottenCount += 1
      } else {
        profiles[identifier] = Int32(count)
        count += 1
      }
    }
    return (profiles, count, forgottenCount)
  }
}

/// Of each set of a segment, the identifier that says whose its records are: the one of highest priority that
/// still links. A value of the first kind names somebody even when it links nobody else. -1 for none.
private func decidingNumbers(
  _ pool: IdentifierPool, _ numbers: [UInt32], until: Int64, isStopped: [Bool], firstKind: Range<Int>
) -> [Int32] {
  (0..<pool.setCount).map { set in
    guard pool.setTimes[set] <= until else { return -1 }
    var first = UInt32.max
    var firstLinked = UInt32.max
    for place in pool.range(of: set) {
      let number = numbers[Int(pool.members[place])]
      guard number != EventBatch.none else { continue }
      first = min(first, number)
      if !isStopped[Int(number)] { firstLinked = min(firstLinked, number) }
    }
    if first == .max { return -1 }
    if firstKind.contains(Int(first)) { return Int32(first) }
    return Int32(firstLinked == .max ? first : firstLinked)
  }
}
