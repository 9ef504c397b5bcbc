// Groups of like behaviour among the people of a window, and what sets each apart.

internal import Discovery
public import Persona
internal import Profiles

extension Attribution {
  /// Finds groups among everybody, or among those whom no persona covers.
  ///
  /// - Parameters:
  ///   - count: how many groups; nil: as many as there are.
  ///   - declared: names of the metrics that the settings declare.
  /// - Throws: when the events cannot be read any more.
  public func grouping(
    _ window: Evidence.Window, uncovered: Bool, count: Int?, declared: [String]
  ) throws(Failure) -> Grouping {
    let disclosure = Disclosure(minimumGroup: rules.minimumGroup, roundPeopleTo: rules.roundPeopleTo)
    let profiles = table.isActive.indices.filter { profile in
      table.isActive[profile] && !(uncovered && membership.contains { $0[profile] })
    }
    var grouping = Grouping(
      window: window, people: people(profiles.count, disclosure), isUncovered: uncovered, reason: "",
      trail: [], groups: [])
    guard disclosure.isEnough(profiles.count) else {
      grouping.reason = "there are too few people to look at"
      return grouping
    }
    let matrix = try BehaviourFeatures(table, of: profiles, declared: declared).matrix
    let discovery = try discover(
      matrix, options: DiscoveryOptions(groups: count, leastPeople: rules.minimumGroup))
    grouping.reason = discovery.reason
    grouping.trail = discovery.trail.map {
      Grouping.Candidate(
        groups: $0.groups, separation: wholePercent($0.separation), stability: wholePercent($0.stability),
        coverage: wholePercent($0.coverage))
    }
    guard let model = discovery.model else { return grouping }
    let placement = try model.placement(of: matrix)
    var members = discovery.groups.map { _ in [Bool](repeating: false, count: table.count) }
    for (profile, group) in zip(profiles, placement.groups) where group >= 0 {
      members[Int(group)][profile] = true
    }
    grouping.groups = try groups(members, stability: discovery.groups.map(\.stability), disclosure)
    return grouping
  }

  private func groups(
    _ members: [[Bool]], stability: [Double], _ disclosure: Disclosure
  ) throws(Failure) -> [Grouping.Group] {
    let activity = try PopulationActivity.all(in: table, membership: members, rules: rules)
    let figures = MetricFigures.figures(of: table.metrics, membership: members)
    let shown = members.indices.filter { disclosure.isEnough(members[$0].count { $0 }) }
    let groups = concurrentMap(shown.indices) { place in
      let group = shown[place]
      let others = zip(table.isActive, members[group]).map { $0 && !$1 }
      return Grouping.Group(
        people: people(members[group].count { $0 }, disclosure), stability: wholePercent(stability[group]),
        distinctions: DistinctionFigures(
          table: table, members: members[group], others: others, match: .all([]), activity: activity[group],
          metrics: figures.compactMapValues { $0[group] }
        ).distinctions(disclosure),
        personas: personas(of: members[group], disclosure))
    }
    return groups.enumerated().sorted {
      ($1.element.people.matched, $0.offset) < ($0.element.people.matched, $1.offset)
    }.map(\.element)
  }

  private func personas(of members: [Bool], _ disclosure: Disclosure) -> [Evidence.Share] {
    let count = members.count { $0 }
    return personas.indices.compactMap { index in
      let both = zip(members, membership[index]).count { $0 && $1 }
      guard both > 0, disclosure.isSafe(both, of: count) else { return nil }
      return Evidence.Share(name: personas[index].id, share: disclosure.share(both, of: count))
    }.sorted { ($1.share, $0.name) < ($0.share, $1.name) }
  }
}
