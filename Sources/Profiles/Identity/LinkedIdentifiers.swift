// The result of linking: which profile every identifier and every row belongs to.

import Persona

/// Profiles as groups of identifiers, sorted by their first identifier.
struct LinkedIdentifiers: Sendable {
  private(set) var count = 0
  /// Of each set of identifiers, the profile its rows belong to; -1 for none.
  private(set) var profilesOfSets: [Int32]
  private let identifiers: IdentifierDictionary
  private let sets: IdentifierSets
  /// Codes of the dictionary in sorted order, and of each code its number in that order.
  private let order: [UInt32]
  private let ranks: [UInt32]
  /// Of each identifier number; -1 for a stopped value that has no row of its own.
  private var profiles: [Int32]
  /// Values that stopped being links, sorted, with the reason in words.
  let stoppedLinks: [StoppedLink]
  /// Identifier numbers of profile `i` are `groups[groupOffsets[i]..<groupOffsets[i + 1]]`, ascending.
  private var groups: [UInt32] = []
  private var groupOffsets: [Int] = []

  init(log: borrowing EventLog, order: [UInt32], ranks: [UInt32]) {
    identifiers = log.identifiers
    sets = log.sets
    self.order = order
    self.ranks = ranks
    let dictionary = log.identifiers
    let cuts = log.rules.cuts.compactMap { cut -> (UInt32, UInt32)? in
      guard let a = dictionary.code(of: cut.a), let b = dictionary.code(of: cut.b) else { return nil }
      let (rankA, rankB) = (ranks[Int(a)], ranks[Int(b)])
      return (min(rankA, rankB), max(rankA, rankB))
    }.sorted { $0 < $1 }
    let graph = LinkGraph(
      sets: log.sets, ranks: ranks, kinds: order.map { UInt16(dictionary.kind(of: $0)) }, cuts: cuts)
    var linking = Linking(graph: graph, limits: dictionary.kinds.map(\.limit))
    let maximumNeighbours = log.rules.maximumNeighbours
    let roots = linking.run(maximumNeighbours: maximumNeighbours, cuts: cuts)
    stoppedLinks = linking.stops.indices.compactMap { number in
      guard let stop = linking.stops[number] else { return nil }
      let kind = dictionary.kinds[Int(graph.kinds[number])]
      return StoppedLink(
        identifier: dictionary.identifier(of: order[number]),
        reason: stop.words(kinds: dictionary.kinds, own: kind, maximumNeighbours: maximumNeighbours),
        neighbours: graph.degree(of: number))
    }
    profiles = Array(repeating: -1, count: order.count)
    profilesOfSets = []
    number(roots, stops: linking.stops, firstKind: graph.firstKind)
    group()
  }

  /// Numbers the profiles in the order of their first identifiers. A stopped value is a profile only where
  /// rows carry nothing better.
  private mutating func number(_ roots: [UInt32], stops: [Linking.Stop?], firstKind: Range<Int>) {
    var isNeeded = stops.map { $0 == nil }
    profilesOfSets = (0..<sets.count).map { set in
      let deciding = decidingIdentifier(of: set, stops: stops, firstKind: firstKind)
      if deciding >= 0 { isNeeded[deciding] = true }
      return Int32(deciding)
    }
    for identifier in order.indices where isNeeded[identifier] {
      let root = Int(roots[identifier])
      if root == identifier {
        profiles[identifier] = Int32(count)
        count += 1
      } else {
        profiles[identifier] = profiles[root]
      }
    }
    for (set, deciding) in profilesOfSets.enumerated() where deciding >= 0 {
      profilesOfSets[set] = profiles[Int(deciding)]
    }
  }

  private mutating func group() {
    groupOffsets = Array(repeating: 0, count: count + 1)
    for profile in profiles where profile >= 0 { groupOffsets[Int(profile) + 1] += 1 }
    for profile in 0..<count { groupOffsets[profile + 1] += groupOffsets[profile] }
    var next = groupOffsets
    groups = Array(repeating: 0, count: groupOffsets[count])
    for (number, profile) in profiles.enumerated() where profile >= 0 {
      groups[next[Int(profile)]] = UInt32(number)
      next[Int(profile)] += 1
    }
  }

  /// The identifier of a row that says whose it is: the one of highest priority that still links. A value of
  /// the first kind names somebody even when it links nobody else.
  private func decidingIdentifier(
    of set: Int, stops: [Linking.Stop?], firstKind: Range<Int>
  ) -> Int {
    var first = Int.max
    var firstLinked = Int.max
    for place in sets.range(of: set) {
      let member = Int(ranks[Int(sets.members[place])])
      first = min(first, member)
      if stops[member] == nil { firstLinked = min(firstLinked, member) }
    }
    if first == .max { return -1 }
    if firstKind.contains(first) { return first }
    return firstLinked == .max ? first : firstLinked
  }

  /// Sorted by priority of the kind, then bytes.
  func identifiers(of profile: Int) -> [Identifier] {
    groups[groupOffsets[profile]..<groupOffsets[profile + 1]].map { identifier(Int($0)) }
  }

  func profile(of identifier: Identifier) -> Int? {
    guard let code = identifiers.code(of: identifier) else { return nil }
    let profile = profiles[Int(ranks[Int(code)])]
    return profile < 0 ? nil : Int(profile)
  }

  /// The combinations of identifiers that hold a profile together, each with the first row that has it.
  func links(of profile: Int) -> [ObservedLink] {
    let links = (0..<sets.count).compactMap { set -> (IdentifierSets.Place, ObservedLink)? in
      let members = sets.range(of: set).map { Int(ranks[Int(sets.members[$0])]) }
        .filter { profiles[$0] == profile }.sorted()
      guard members.count > 1 else { return nil }
      let place = sets.place(of: set)
      return (
        place,
        ObservedLink(
          identifiers: members.map(identifier), source: Int(place.source), location: place.location)
      )
    }
    return links.sorted { $0.0 < $1.0 }.map(\.1)
  }

  private func identifier(_ number: Int) -> Identifier { identifiers.identifier(of: order[number]) }
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
