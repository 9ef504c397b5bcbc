// Profiles attributed to personas, and the evidence that comes of it: the part's one entry.

internal import Discovery
internal import Parallel
public import Persona
public import Profiles

/// What the settings say of attribution and privacy.
public struct AttributionRules: Sendable, Hashable {
  /// No figure over fewer people is published.
  public var minimumGroup: Int
  /// Counts of people are rounded to multiples of this.
  public var roundPeopleTo: Int
  /// A population of which fewer people than the minimum group had an event in so many days is stale.
  public var staleAfterDays: Int
  /// Names of events in order, by the funnel's name.
  public var funnels: [String: [String]]
  /// Names of properties, such as a category, whose values a persona may lean to.
  public var leanings: [String]

  public init(
    minimumGroup: Int = 20, roundPeopleTo: Int = 10, staleAfterDays: Int = 30,
    funnels: [String: [String]] = [:], leanings: [String] = []
  ) {
    self.leanings = leanings
    self.minimumGroup = minimumGroup
    self.roundPeopleTo = roundPeopleTo
    self.staleAfterDays = staleAfterDays
    self.funnels = funnels
  }
}

/// What an evidence carries that the profiles do not know: its dates, its sources and its rules.
public struct EvidenceContext: Sendable {
  /// The end of the window, ISO 8601 in UTC.
  public var asOf: String
  public var window: Evidence.Window
  /// The window that `previous` was measured over; without it there is no drift.
  public var previousWindow: Evidence.Window?
  public var sources: [Evidence.Source]
  /// SHA-256 of the settings and of the persona's rules.
  public var rulesDigest: String

  public init(
    asOf: String, window: Evidence.Window, previousWindow: Evidence.Window? = nil,
    sources: [Evidence.Source] = [], rulesDigest: String = ""
  ) {
    self.asOf = asOf
    self.window = window
    self.previousWindow = previousWindow
    self.sources = sources
    self.rulesDigest = rulesDigest
  }
}

/// How a persona stands before any evidence is written.
public enum Standing: Sendable, Hashable {
  /// The persona has neither a match nor a model.
  case noMatch
  /// Fewer people match than may be shown; nothing is said of how many.
  case tooFewPeople
  /// There is evidence, but fewer people than the minimum group were seen lately.
  case stale
  case fresh
}

/// The profiles of one window, attributed to personas.
///
/// A pure function of its inputs: nothing is read from the clock, and nothing depends on the order of the input,
/// of dictionaries or of sets.
public struct Attribution: Sendable {
  /// Without those who are left out.
  let table: ProfileTable
  /// People of whom no persona tells, when they are too few: what all did less what the personas' people did would be theirs. They
  /// count among nobody.
  let leftOut: Int
  let previous: ProfileTable?
  let personas: [PersonaRules]
  let rules: AttributionRules
  let membership: [[Bool]]
  /// Of each profile, to how many personas it belongs.
  private let personaCounts: [UInt32]
  let previousMembership: [[Bool]]
  /// By persona.
  private let activity: [PopulationActivity]
  private let previousTallies: [PopulationTallies]
  /// By metric, then persona.
  private let metrics: [String: [MetricFigures?]]

  /// Attributes every active profile of `table` to each of the personas whose match it meets or whose model it fits, and counts what they
  /// did.
  ///
  /// `previous` is the window of the same length before, for drift. Throws when the events cannot be read any more.
  public init(
    table: ProfileTable, previous: ProfileTable?, personas: [PersonaRules], rules: AttributionRules
  ) throws(Failure) {
    self.previous = previous
    self.personas = personas
    self.rules = rules
    let membership = try Self.membership(personas, in: table)
    self.membership = membership
    let few = fewInNoPersona(membership, of: table, minimumGroup: rules.minimumGroup)
    leftOut = few?.count { $0 } ?? 0
    let table = few.map { few in table.restricted(to: few.map { !$0 }) } ?? table
    self.table = table
    personaCounts = Self.counts(membership, profileCount: table.count)
    activity = try PopulationActivity.all(in: table, membership: membership, rules: rules)
    if let previous, previous.activeCount > 0 {
      previousMembership = try Self.membership(personas, in: previous)
      previousTallies = try previous.tallies(of: previousMembership)
    } else {
      let nobody = previous.map { [Bool](repeating: false, count: $0.count) } ?? []
      previousMembership = personas.map { _ in nobody }
      previousTallies = personas.map { _ in PopulationTallies() }
    }
    metrics = MetricFigures.figures(
      of: table.publicMetrics(leastPeople: rules.minimumGroup), membership: membership)
  }

  private static func membership(
    _ personas: [PersonaRules], in table: ProfileTable
  ) throws(Failure) -> [[Bool]] {
    let nobody = [Bool](repeating: false, count: table.count)
    var membership: [[Bool]] = []
    for group in groups(personas, in: table, filters: { $0.match?.filters ?? [] }) {
      let matches = personas[group].compactMap { $0.learned == nil ? $0.match : nil }
      let matcher = try Matcher(table: table, for: matches)
      membership += concurrentMap(group) { index in
        personas[index].learned == nil ? personas[index].match.map(matcher.members) ?? nobody : nobody
      }
    }
    for model in Set(personas.compactMap(\.learned?.model)) {
      let members = try LearnedMembership(model, in: table).members()
      for (index, persona) in personas.enumerated() where persona.learned?.model == model {
        membership[index] = persona.learned.map { members[$0.group] } ?? nobody
      }
    }
    return membership
  }

  private static func counts(_ membership: [[Bool]], profileCount: Int) -> [UInt32] {
    var counts = [UInt32](repeating: 0, count: profileCount)
    for members in membership {
      for profile in counts.indices { counts[profile] += members[profile] ? 1 : 0 }
    }
    return counts
  }

  /// Runs of personas whose filters' counts are in memory together: four bytes for each profile and filter.
  private static func groups(
    _ personas: [PersonaRules], in table: ProfileTable, filters: (PersonaRules) -> [EventFilter]
  ) -> [Range<Int>] {
    let most = max(1, Limits.countedBytes / (4 * max(1, table.count)))
    var groups: [Range<Int>] = []
    var start = 0
    var known: Set<EventFilter> = []
    for (index, persona) in personas.enumerated() {
      let union = known.union(filters(persona))
      if union.count > most, index > start {
        groups.append(start..<index)
        start = index
        known = Set(filters(persona))
      } else {
        known = union
      }
    }
    return groups + [start..<personas.count]
  }

  /// People active in the window, rounded as in every evidence: another rounding beside it would tell more than both.
  public var everyone: Int {
    Disclosure(minimumGroup: rules.minimumGroup, roundPeopleTo: rules.roundPeopleTo).rounded(
      table.activeCount)
  }

  /// The events, channels and screens behind which enough people stand; `nil` without a persona, for nobody counted then.
  /// Traits are not among them.
  public var occurring: OccurringNames? {
    activity.first.map { $0.occurringNames(minimumGroup: rules.minimumGroup) }
  }

  /// Per profile: active, and meets the persona's match or fits its model.
  public func members(of persona: Int) -> [Bool] { membership[persona] }

  /// Who belongs by some rules, by rule and profile.
  public static func members(by rules: [PersonaRules], in table: ProfileTable) throws(Failure) -> [[Bool]] {
    try membership(rules, in: table)
  }

  /// Each condition of the persona's match as it stands for one profile. For a terminal only.
  public func explanation(of profile: Int, persona: Int) throws(Failure) -> [ConditionOutcome] {
    guard let match = personas[persona].match else { return [] }
    return try Matcher(table: table, for: [match]).outcomes(of: match, profile: profile)
  }

  /// How likely each group of a data-first persona's model is for one profile, and what speaks for and against the
  /// persona's own. For a terminal only.
  public func reasons(
    of profile: Int, persona: Int
  ) throws(Failure) -> (shares: [Double], reasons: [LearnedReason])? {
    guard let learned = personas[persona].learned else { return nil }
    return try LearnedMembership(learned.model, in: table).explanation(of: profile, group: learned.group)
  }

  /// Whether the persona has a match or a model, enough people, and events that are fresh enough.
  public func standing(of persona: Int) -> Standing {
    guard personas[persona].decidesMembership else { return .noMatch }
    let members = membership[persona]
    guard members.count(where: { $0 }) >= rules.minimumGroup else { return .tooFewPeople }
    // Not of the last one: a few stragglers would keep a persona alive, and the day on which they are gone would be theirs.
    let newest = newestTime(ofPlace: rules.minimumGroup, among: members, in: table)
    let day: Int64 = 86_400_000_000
    let (age, overflow) = table.span.to.subtractingReportingOverflow(newest)
    return overflow || age > Int64(rules.staleAfterDays) * day ? .stale : .fresh
  }

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

/// The time of the last event of the one who comes at this place, from 1, when people are sorted by when they did
/// something last, latest first; `Int64.min` when there are fewer of them. Microseconds since 1970.
///
/// With the minimum group for a place: an evolution is committed only when the last one is older than this, so that
/// two commits cannot be subtracted to find a person.
public func newestTime(ofPlace place: Int, among members: [Bool], in table: ProfileTable) -> Int64 {
  // The latest so far, rising. There are few of them, and most times are earlier.
  var latest: [Int64] = []
  for (time, isMember) in zip(table.newestEvent, members) where isMember {
    if latest.count == place {
      guard time > latest[0] else { continue }
      latest.removeFirst()
    }
    latest.insert(time, at: latest.firstIndex { $0 > time } ?? latest.count)
  }
  return latest.count < place ? .min : latest[0]
}
