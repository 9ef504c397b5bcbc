// Groups of like behaviour among the people of a window, and what sets each apart.

internal import Discovery
internal import Parallel
public import Persona
internal import Profiles

/// Where groups are looked for.
public struct GroupingQuestion: Sendable {
  public var window: Evidence.Window
  /// The end of the window, ISO 8601 in UTC.
  public var asOf: String
  /// Whether only people whom no persona covers are looked at.
  public var uncovered: Bool
  /// nil: as many as there are.
  public var count: Int?
  /// Names of the metrics that the settings declare.
  public var declared: [String]

  public init(window: Evidence.Window, asOf: String, uncovered: Bool, count: Int?, declared: [String]) {
    self.window = window
    self.asOf = asOf
    self.uncovered = uncovered
    self.count = count
    self.declared = declared
  }
}

extension Attribution {
  /// Finds groups among everybody, or among those whom no persona covers.
  ///
  /// - Throws: when the events cannot be read any more.
  public func grouping(_ question: GroupingQuestion) throws(Failure) -> Grouping {
    let disclosure = Disclosure(minimumGroup: rules.minimumGroup, roundPeopleTo: rules.roundPeopleTo)
    let profiles = table.isActive.indices.filter { profile in
      table.isActive[profile] && !(question.uncovered && membership.contains { $0[profile] })
    }
    var grouping = Grouping(
      window: question.window, people: people(profiles.count, disclosure), isUncovered: question.uncovered,
      reason: "", trail: [], groups: [])
    guard disclosure.isEnough(profiles.count) else {
      grouping.reason = "there are too few people to look at"
      return grouping
    }
    let measures = try Model.Measure.all(in: table, declared: question.declared, disclosure)
    let features = try BehaviourFeatures(table, measures: measures)
    var options = DiscoveryOptions(groups: question.count, leastPeople: rules.minimumGroup)
    options.start = try start(profiles)
    let discovery = try discover(features.rows(of: profiles), options: options)
    grouping.reason = discovery.reason
    grouping.trail = discovery.trail.map {
      Grouping.Candidate(
        groups: $0.groups, separation: wholePercent($0.separation), stability: wholePercent($0.stability),
        coverage: wholePercent($0.coverage))
    }
    guard let model = discovery.model else {
      if !question.uncovered { grouping.gone = gone(from: profiles) }
      return grouping
    }
    let members = try LearnedMembership(model, features, in: table).members(among: profiles)
    let rules = discovery.groups.enumerated().map { group, found in
      LearnedRule(
        model: model, group: group, origin: .discovered, learned: question.asOf,
        agreement: wholePercent(found.stability))
    }
    let descents = Descents(of: members, self)
    grouping.groups = try groups(members, rules, descents, disclosure)
    // The model is fitted to all features, each with its own error: fewer may belong by it than the valleys part.
    let unlisted = members.count - grouping.groups.count
    if unlisted > 0 {
      grouping.reason +=
        "; \(unlisted) of them \(unlisted == 1 ? "is" : "are") not listed, for fewer than \(disclosure.minimumGroup) "
        + "people belong there"
    }
    grouping.ungrouped = ungrouped(members, among: profiles, disclosure)
    if !question.uncovered { grouping.gone = descents.gone }
    return grouping
  }

  /// Data-first personas that one crowd does not carry on, though it may be one of them itself.
  private func gone(from crowd: [Int]) -> [Grouping.Gone] {
    var members = [Bool](repeating: false, count: table.count)
    for profile in crowd { members[profile] = true }
    let descent = Descents(of: [members], self).ofGroup[0]
    return Descents(of: [], self).gone.filter { gone in
      if case .same(gone.persona, _) = descent { false } else { true }
    }
  }

  /// Groups are looked for from where the model that most personas share left off.
  private func start(_ profiles: [Int]) throws(Failure) -> (([Int]) -> [Int])? {
    let models = personas.compactMap(\.learned).filter { $0.origin == .discovered }.map(\.model)
    let counted = models.map { model in (model: model, personas: models.count { $0 == model }) }
    let most = counted.map(\.personas).max()
    guard let model = counted.first(where: { $0.personas == most })?.model else { return nil }
    let placer = try Placer(model)
    let features = try BehaviourFeatures(table, measures: model.features.map(\.measure))
    return { rows in placer.components(of: features.matrix(of: rows.map { profiles[$0] })) }
  }

  private func groups(
    _ members: [[Bool]], _ learned: [LearnedRule], _ descents: Descents, _ disclosure: Disclosure
  ) throws(Failure) -> [Grouping.Group] {
    let activity = try PopulationActivity.all(in: table, membership: members, rules: rules)
    let figures = MetricFigures.figures(of: table.metrics, membership: members)
    let shown = members.indices.filter { disclosure.isEnough(members[$0].count { $0 }) }
    let groups = concurrentMap(shown.indices) { place in
      let group = shown[place]
      let others = zip(table.isActive, members[group]).map { $0 && !$1 }
      return Grouping.Group(
        people: people(members[group].count { $0 }, disclosure), stability: learned[group].agreement,
        distinctions: DistinctionFigures(
          table: table, members: members[group], others: others, match: nil, activity: activity[group],
          metrics: figures.compactMapValues { $0[group] }
        ).distinctions(disclosure),
        personas: personas(of: members[group], disclosure), descent: descents.ofGroup[group],
        rule: learned[group])
    }
    return groups.enumerated().sorted {
      ($1.element.people.matched, $0.offset) < ($0.element.people.matched, $1.offset)
    }.map(\.element)
  }

  /// The people who are in no group; `nil` where nobody is, or too few to be told of.
  private func ungrouped(
    _ members: [[Bool]], among profiles: [Int], _ disclosure: Disclosure
  ) -> Evidence.People? {
    let count = profiles.count { profile in !members.contains { $0[profile] } }
    guard count > 0, disclosure.isSafe(count) else { return nil }
    // Where fewer than may be told are left, they count as well.
    return people(disclosure.isSafe(profiles.count - count) ? count : profiles.count, disclosure)
  }

  private func personas(of members: [Bool], _ disclosure: Disclosure) -> [Evidence.Share] {
    let count = members.count { $0 }
    return personas.indices.compactMap { index in
      let both = zip(members, membership[index]).count { $0 && $1 }
      guard both > 0, disclosure.isSafe(both) else { return nil }
      // Where fewer than may be told are left, they count as members.
      let shared = disclosure.isSafe(count - both) ? both : count
      return Evidence.Share(name: personas[index].id, share: disclosure.share(shared, of: count))
    }.sorted { ($1.share, $0.name) < ($0.share, $1.name) }
  }
}
