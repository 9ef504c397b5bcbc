// The evidence of the personas: every figure put together, rounded, and safe to publish.

internal import Parallel
public import Persona
internal import Profiles

extension Attribution {
  /// The evidence of every persona; `nil` for one that has neither match nor model, or too few people: see `standing(of:)`.
  ///
  /// Every figure is rounded and safe to publish. Throws when the events cannot be read any more.
  public func evidence(
    _ context: @escaping @Sendable (Int) -> EvidenceContext
  ) throws(Failure) -> [Evidence?] {
    let moves = movesBeyondChance()
    let scores = ScoreFigures.figures(of: table.scores, membership: membership)
    var evidence: [Evidence?] = []
    for group in Self.groups(personas, in: table, filters: { $0.claims.flatMap(\.measure.filters) }) {
      let filters = personas[group].flatMap { $0.claims.flatMap(\.measure.filters) }
      let matcher = Matcher(table: table, counts: try table.eventCounts(where: Set(filters)))
      evidence += concurrentMap(group) { persona in
        self.evidence(
          of: persona, context: context(persona), matcher: matcher, moves: moves[persona],
          scores: scores.compactMapValues { $0[persona] })
      }
    }
    return evidence
  }

  /// What moved of each persona since the window before.
  private func movesBeyondChance() -> [[Move]] {
    guard let previous else { return personas.map { _ in [] } }
    let disclosure = Disclosure(minimumGroup: rules.minimumGroup, roundPeopleTo: rules.roundPeopleTo)
    return beyondChance(
      concurrentMap(personas.indices) { persona in
        moves(from: before(persona, previous), to: now(persona), disclosure)
      })
  }

  private func now(_ persona: Int) -> Population {
    Population(table: table, members: membership[persona], tallies: activity[persona].tallies)
  }

  private func before(_ persona: Int, _ previous: ProfileTable) -> Population {
    Population(
      table: previous, members: previousMembership[persona], tallies: previousTallies[persona])
  }

  private func evidence(
    of persona: Int, context: EvidenceContext, matcher: Matcher, moves: [Move], scores: [String: ScoreFigures]
  ) -> Evidence? {
    let standing = standing(of: persona)
    guard standing == .fresh || standing == .stale else { return nil }
    let learned = personas[persona].learned
    var disclosure = Disclosure(minimumGroup: rules.minimumGroup, roundPeopleTo: rules.roundPeopleTo)
    if leftOut > 0 { disclosure.omit(from: "everyone", because: .fewPeople) }
    let members = membership[persona]
    let others = zip(table.isActive, members).map { $0 && !$1 }
    let outside = leftOut == 0 ? others.count { $0 } : leftOut
    let tests = personas[persona].claims.map {
      ClaimTest($0, matcher: matcher, members: members, others: others, outside: outside)
    }
    let figures = metrics.compactMapValues { $0[persona] }
    var evidence = Evidence(
      persona: personas[persona].id,
      stage: standing == .stale ? .researchDriven : learned == nil ? .dataAugmented : .dataFirst,
      asOf: context.asOf, window: context.window, people: people(members, &disclosure),
      distinctions: DistinctionFigures(
        table: table, members: members, others: others,
        match: learned == nil ? personas[persona].match : nil, activity: activity[persona],
        metrics: figures
      ).distinctions(disclosure),
      affinities: AffinityFigures(activity: activity[persona]).affinities(disclosure),
      coverage: coverage(of: persona, &disclosure), model: learned, sources: context.sources,
      rules: context.rulesDigest)
    for (name, figures) in figures {
      evidence.metrics[name] = figures.published(as: name, disclosure: &disclosure)
    }
    for _ in metrics.count..<table.metrics.count { disclosure.omit(from: "metrics", because: .fewPeople) }
    for (name, figures) in scores {
      evidence.scores[name] = figures.published(as: name, outside: outside, disclosure: &disclosure)
    }
    evidence.distributions = DistributionFigures(
      table: table, members: members, activity: activity[persona]
    ).distributions(&disclosure)
    evidence.claims = tests.map { $0.result(isStale: standing == .stale, disclosure: &disclosure) }
    evidence.jointPrevalence = jointPrevalence(of: tests, members: members, disclosure: &disclosure)
    if let previous, let window = context.previousWindow {
      evidence.drift = drift(
        from: before(persona, previous), to: now(persona), window: window, moves: moves,
        disclosure: disclosure)
    }
    if hidesTotals {
      for index in evidence.sources.indices { evidence.sources[index].events = nil }
      disclosure.omit(evidence.sources.count, from: "sources", because: .revealing)
    }
    evidence.suppressed = disclosure.suppressions
    return evidence
  }

  private func people(_ members: [Bool], _ disclosure: inout Disclosure) -> Evidence.People {
    let matched = disclosure.merged(members.count { $0 }, of: table.activeCount, part: "people")
    return Evidence.People(
      matched: disclosure.rounded(matched), of: disclosure.rounded(table.activeCount),
      share: disclosure.share(matched, of: table.activeCount))
  }

  /// How much of everyone any persona covers, and how much of this one another shares; groups that are too
  /// small are counted as nobody or everybody.
  private func coverage(of persona: Int, _ disclosure: inout Disclosure) -> Evidence.Coverage {
    let covered = personaCounts.count { $0 > 0 }
    var (people, shared) = (0, 0)
    for (isMember, count) in zip(membership[persona], personaCounts) where isMember {
      people += 1
      shared += count > 1 ? 1 : 0
    }
    return Evidence.Coverage(
      covered: disclosure.share(
        disclosure.merged(covered, of: table.activeCount, part: "coverage"), of: table.activeCount),
      shared: disclosure.share(
        disclosure.merged(shared, of: people, part: "coverage"), of: people))
  }
}
