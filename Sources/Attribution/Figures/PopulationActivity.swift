// What the populations of all personas did, counted in as few passes over the events as there can be.

internal import Persona
internal import Profiles

/// What one population did.
struct PopulationActivity: Sendable {
  let tallies: PopulationTallies
  /// What all active people did.
  private let everyone: PopulationTallies
  /// The categories of too few people as one each, by dimension.
  private let rests: [Dimension: Tally]
  /// By name, sorted: each step with the people who reached it.
  let funnels: [(name: String, steps: [(event: String, people: Int)])]

  /// Whether nearly all events stand at midnight, as those of a source do that has dates and no times of day.
  let hasDatesOnly: Bool
  /// By property, in the order of the settings.
  let properties: [PropertyActivity]

  func rest(_ dimension: Dimension) -> Tally { rests[dimension] ?? Tally(name: "", count: 0, people: 0) }

  /// What enough of all active people do.
  func occurringNames(minimumGroup: Int) -> OccurringNames {
    OccurringNames(in: everyone, minimumGroup: minimumGroup)
  }

  /// What all active people outside the population did.
  func others(_ dimension: Dimension) -> [Tally] {
    outside(tallies[dimension], of: everyone[dimension])
  }
}

/// What one population did by the values of one property.
struct PropertyActivity: Sendable {
  let name: String
  let tallies: [Tally]
  /// The values of too few people as one.
  let rest: Tally
  /// What all active people outside the population did.
  let others: [Tally]
}

/// What everyone did less what some of them did.
private func outside(_ own: [Tally], of everyone: [Tally]) -> [Tally] {
  let mine = Dictionary(own.map { ($0.name, $0) }) { first, _ in first }
  return everyone.compactMap { all in
    let own = mine[all.name] ?? Tally(name: all.name, count: 0, people: 0)
    guard all.people > own.people else { return nil }
    return Tally(name: all.name, count: all.count - own.count, people: all.people - own.people)
  }
}

extension PopulationActivity {
  /// The activity of each population.
  static func all(
    in table: ProfileTable, membership: [[Bool]], rules: AttributionRules
  ) throws(Failure) -> [PopulationActivity] {
    let names = rules.funnels.keys.sorted()
    let funnels = names.map { rules.funnels[$0] ?? [] }
    let counted = try table.tallies(of: membership + [table.isActive], funnels: funnels)
    let disclosure = Disclosure(minimumGroup: rules.minimumGroup, roundPeopleTo: rules.roundPeopleTo)
    var merges: [ProfileTable.Merge] = []
    for population in membership.indices {
      // Weeks are told as shares of people, which are parts of no whole.
      for dimension in Dimension.allCases where dimension != .week {
        let small = counted[population][dimension].filter { !disclosure.isEnough($0.people) }
        guard small.count > 0 else { continue }
        merges.append(
          .init(population: population, dimension: dimension, names: Set(small.map(\.name))))
      }
    }
    var rests = membership.map { _ in [Dimension: Tally]() }
    for (merge, tally) in zip(merges, try table.merged(merges, of: membership)) {
      rests[merge.population][merge.dimension] = tally
    }
    let hasDatesOnly = try Self.hasDatesOnly(counted.dropLast(), in: table, membership: membership)
    let properties = try Self.properties(in: table, membership: membership, rules: rules)
    return membership.indices.map { population in
      let reached = counted[population].funnels
      return PopulationActivity(
        tallies: counted[population], everyone: counted[membership.count], rests: rests[population],
        funnels: names.indices.map { (names[$0], Array(zip(funnels[$0], reached[$0]))) },
        hasDatesOnly: hasDatesOnly[population], properties: properties[population])
    }
  }

  /// The share of events from which on it is nearly all.
  private static let nearlyAll = 0.95

  /// Of each population. Of those who come in the hour after midnight only are times looked at.
  private static func hasDatesOnly(
    _ tallies: ArraySlice<PopulationTallies>, in table: ProfileTable, membership: [[Bool]]
  ) throws(Failure) -> [Bool] {
    let events = tallies.map { $0[.hourOfWeek].reduce(0) { $0 + $1.count } }
    let isNightly = zip(tallies, events).map { tallies, events in
      let nights = tallies[.hourOfWeek].filter { (Int($0.name) ?? 0).isMultiple(of: 24) }
      return events > 0 && Double(nights.reduce(0) { $0 + $1.count }) >= nearlyAll * Double(events)
    }
    var atMidnight = try table.eventsAtMidnight(of: zip(membership, isNightly).filter(\.1).map(\.0))[...]
    return zip(isNightly, events).map { isNightly, events in
      isNightly && Double(atMidnight.removeFirst()) >= nearlyAll * Double(events)
    }
  }

  /// Of each population.
  private static func properties(
    in table: ProfileTable, membership: [[Bool]], rules: AttributionRules
  ) throws(Failure) -> [[PropertyActivity]] {
    var result = membership.map { _ in [PropertyActivity]() }
    for name in rules.leanings {
      let counted = try table.tallies(
        ofProperty: name, populations: membership + [table.isActive], least: rules.minimumGroup)
      for population in membership.indices {
        let own = counted.values[population]
        result[population].append(
          PropertyActivity(
            name: name, tallies: own, rest: counted.rests[population],
            others: outside(own, of: counted.values[membership.count])))
      }
    }
    return result
  }
}
