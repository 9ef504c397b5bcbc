// The result of linking: which profile every identifier belongs to.

import EventStream
import Persona

/// Profiles as groups of identifiers, sorted by their first identifier.
struct LinkedIdentifiers: Sendable {
  let count: Int
  /// Profiles that are left out, because one of their identifiers is forgotten.
  let forgottenCount: Int
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

  init(
    _ log: IndexedLog, until: Int64, profiles: [Int32], count: Int, forgottenCount: Int,
    stops: [(number: Int, stop: Linking.Stop, neighbours: Int)]
  ) {
    (numbers, segments, maximumNeighbours) = (log.numbers, log.segments, log.rules.maximumNeighbours)
    self.until = until
    self.profiles = profiles
    self.count = count
    self.forgottenCount = forgottenCount
    self.stops = stops
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

  private func sorted(_ identifiers: [Identifier]) -> [Identifier] { identifiers.sorted(by: precedes) }

  /// By bytes: strings also equal other spellings of an accent.
  private func precedes(_ a: Identifier, _ b: Identifier) -> Bool {
    func priority(_ identifier: Identifier) -> Int { numbers.form.kind(named: identifier.kind) ?? .max }
    return a.kind != b.kind
      ? priority(a) < priority(b) : a.value.utf8.lexicographicallyPrecedes(b.value.utf8)
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
    return links.sorted { precedes($0.identifier, $1.identifier) }
  }

  /// The combinations of identifiers that hold a profile together, each with the earliest record that has it, by
  /// place.
  func links(of profile: Int) throws(Failure) -> [ObservedLink] {
    var earliest: [[Int]: (time: Int64, source: Int, location: UInt64)] = [:]
    for index in 0..<segments.count {
      let pool = try segments[index].segment.identifiers()
      guard pool.setTimes.contains(where: { $0 <= until }) else { continue }
      let numbers = try numbers.numbers(ofSegment: index, in: segments)
      for set in 0..<pool.setCount where pool.setTimes[set] <= until {
        let members = Set(
          pool.range(of: set).compactMap { place -> Int? in
            let number = numbers[Int(pool.members[place])]
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

extension LinkedIdentifiers {
  /// Of each kind, the identifiers that were seen with several others, and those of them that stopped because they would
  /// join different people.
  func joining() throws(Failure) -> [JoiningIdentifiers] {
    var beside = [UInt32](repeating: EventBatch.none, count: profiles.count)
    var joins = [Bool](repeating: false, count: profiles.count)
    for index in 0..<segments.count {
      let pool = try segments[index].segment.identifiers()
      let numbers = try numbers.numbers(ofSegment: index, in: segments)
      for set in 0..<pool.setCount where pool.setTimes[set] <= until {
        let members = pool.members[pool.range(of: set)].lazy.map { numbers[Int($0)] }
        for member in members where member != EventBatch.none {
          for other in members where other != member && other != EventBatch.none {
            let known = beside[Int(member)]
            beside[Int(member)] = other
            joins[Int(member)] = joins[Int(member)] || (known != EventBatch.none && known != other)
          }
        }
      }
    }
    let stopped = Set(
      stops.lazy.filter { if case .joins = $0.stop { true } else { false } }.map(\.number))
    return numbers.form.kinds.enumerated().map { place, kind in
      let joining = joins.indices.filter { joins[$0] && numbers.kind(of: $0) == place }
      return JoiningIdentifiers(
        kind: kind.name, count: joining.count, stopped: joining.count(where: stopped.contains))
    }
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
