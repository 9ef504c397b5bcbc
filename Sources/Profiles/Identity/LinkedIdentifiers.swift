// The result of linking: which profile every identifier and every record belongs to.

import EventStream
import Persona

/// Profiles as groups of identifiers, sorted by their first identifier.
struct LinkedIdentifiers: Sendable {
  let count: Int
  /// Profiles that are left out, because one of their identifiers is forgotten.
  let forgottenCount: Int
  /// Of each segment, of each of its sets, the profile its records belong to, `noProfile` or `forgottenProfile`;
  /// empty for a segment that begins later.
  let profilesOfSets: [[Int32]]
  private let numbers: IdentifierNumbers
  private let segments: LoggedSegments
  private let until: Int64
  /// Of each identifier number; `noProfile` for one that was not seen, and for a stopped value that has no record of
  /// its own.
  private let profiles: [Int32]
  private let stops: [(number: Int, stop: Linking.Stop, neighbours: Int)]
  private let maximumNeighbours: Int

  /// In the place of a profile: of nobody.
  static let noProfile: Int32 = -1
  /// In the place of a profile: of somebody who is forgotten.
  static let forgottenProfile: Int32 = -2

  /// - Parameter until: identifiers and links that were not seen by then are none.
  init(_ log: IndexedLog, until: Int64, forgets: Forgets?, threads: Int) throws(Failure) {
    let (segments, numbers, rules) = (log.segments, log.numbers, log.rules)
    self.segments = segments
    self.until = until
    self.numbers = numbers
    maximumNeighbours = rules.maximumNeighbours
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
    stops = linking.stops.indices.compactMap { number in
      forgotten?.contains(number) ?? false
        ? nil : linking.stops[number].map { (number, $0, graph.degree(of: number)) }
    }
    let deciding = try inParallel(segments.count, threads: threads) { index throws(Failure) in
      guard log.begins(index, by: until) else { return [Int32]() }
      let pool = try segments[index].segment.identifiers()
      return decidingNumbers(
        pool, numbers.numbers[index], until: until, isStopped: isStopped, firstKind: graph.firstKind)
    }
    let numbering = Self.numbered(
      roots, links: isStopped.indices.map { !isStopped[$0] && graph.isSeen($0) }, deciding: deciding,
      forgotten: Set(forgotten?.map { roots[$0] } ?? []))
    (profiles, count, forgottenCount) = (numbering.profiles, numbering.count, numbering.forgottenCount)
    profilesOfSets = deciding.map { numbers in
      numbers.map { $0 < 0 ? Self.noProfile : numbering.profiles[Int($0)] }
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
    var profiles = [Int32](repeating: noProfile, count: roots.count)
    var (count, forgottenCount) = (0, 0)
    for identifier in roots.indices where isNeeded[identifier] {
      let root = Int(roots[identifier])
      if root != identifier {
        profiles[identifier] = profiles[root]
      } else if forgotten.contains(roots[identifier]) {
        profiles[identifier] = forgottenProfile
        forgottenCount += 1
      } else {
        profiles[identifier] = Int32(count)
        count += 1
      }
    }
    return (profiles, count, forgottenCount)
  }

  /// The identifiers of each of some profiles, sorted by priority of the kind, then bytes.
  func identifiers(of wanted: [Int]) throws(Failure) -> [[Identifier]] {
    var place = [Int](repeating: -1, count: count)
    for (index, profile) in wanted.enumerated() { place[profile] = index }
    let members = profiles.indices.filter { profiles[$0] >= 0 && place[Int(profiles[$0])] >= 0 }
    var result = [[Identifier]](repeating: [], count: wanted.count)
    for (number, identifier) in zip(members, try numbers.identifiers(members, in: segments)) {
      result[place[Int(profiles[number])]].append(identifier)
    }
    return result.map(sorted)
  }

  private func sorted(_ identifiers: [Identifier]) -> [Identifier] {
    func priority(_ identifier: Identifier) -> Int { numbers.form.kind(named: identifier.kind) ?? .max }
    return identifiers.sorted { a, b in
      a.kind != b.kind
        ? priority(a) < priority(b) : a.value.utf8.lexicographicallyPrecedes(b.value.utf8)
    }
  }

  func profile(of identifier: Identifier) -> Int? {
    guard let number = numbers.number(of: identifier) else { return nil }
    return profiles[number] < 0 ? nil : Int(profiles[number])
  }

  func isForgotten(_ identifier: Identifier) -> Bool {
    numbers.number(of: identifier).map { profiles[$0] == Self.forgottenProfile } ?? false
  }

  /// An identifier in the form in which it is compared; `nil` for one of an unknown kind, or that never links.
  func compared(_ identifier: Identifier) -> Identifier? {
    guard let (kind, _) = numbers.form.key(of: identifier) else { return nil }
    return numbers.form.identifier(Array(identifier.value.utf8)[...], kind: kind)
  }

  var stoppedLinkCount: Int { stops.count }

  /// Values that stopped being links, sorted, with the reason in words.
  func stoppedLinks() throws(Failure) -> [StoppedLink] {
    let kinds = numbers.form.kinds
    let identifiers = try numbers.identifiers(stops.map(\.number), in: segments)
    let links = zip(stops, identifiers).map { stopped, identifier in
      let own = kinds[numbers.kind(of: stopped.number)]
      return StoppedLink(
        identifier: identifier,
        reason: stopped.stop.words(kinds: kinds, own: own, maximumNeighbours: maximumNeighbours),
        neighbours: stopped.neighbours)
    }
    let order = sorted(identifiers)
    let places = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
    return links.sorted { places[$0.identifier] ?? 0 < places[$1.identifier] ?? 0 }
  }

  /// The combinations of identifiers that hold a profile together, each with the earliest record that has it, by
  /// place.
  func links(of profile: Int) throws(Failure) -> [ObservedLink] {
    var earliest: [[Int]: (time: Int64, source: Int, location: UInt64)] = [:]
    for index in profilesOfSets.indices where !profilesOfSets[index].isEmpty {
      let pool = try segments[index].segment.identifiers()
      for set in 0..<pool.setCount where pool.setTimes[set] <= until {
        let members = Set(
          pool.range(of: set).compactMap { place -> Int? in
            let number = numbers.numbers[index][Int(pool.members[place])]
            return number != EventBatch.none && profiles[Int(number)] == profile ? Int(number) : nil
          }
        ).sorted()
        guard members.count > 1 else { continue }
        let seen = (pool.setTimes[set], segments[index].source, pool.setLocations[set])
        if let known = earliest[members], known <= seen { continue }
        earliest[members] = seen
      }
    }
    let order = earliest.sorted {
      ($0.value.source, $0.value.location) < ($1.value.source, $1.value.location)
    }
    var links: [ObservedLink] = []
    for (members, seen) in order {
      links.append(
        ObservedLink(
          identifiers: sorted(try numbers.identifiers(members, in: segments)), source: seen.source,
          location: seen.location))
    }
    return links
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

extension Linking.Stop {
  /// The reason, without any value of the data.
  fileprivate func words(
    kinds: [IdentityRules.Kind], own: IdentityRules.Kind, maximumNeighbours: Int
  ) -> String {
    switch self {
    case .crowded(let kind): "seen with more than \(maximumNeighbours) values of kind \(kinds[kind].name)"
    case .joins: "would join different values of kind \(kinds[0].name)"
    case .full: "its profile already has \(own.limit) values of kind \(own.name)"
    case .cut: "as near to one side of a cut as to the other"
    }
  }
}
