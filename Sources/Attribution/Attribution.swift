// Profiles attributed to personas, and the evidence that comes of it: the part's one entry.

public import Persona
public import Profiles

/// What the settings say of attribution and privacy.
public struct AttributionRules: Sendable, Hashable {
  /// No figure over fewer people is published.
  public var minimumGroup: Int
  /// Counts of people are rounded to multiples of this.
  public var roundPeopleTo: Int
  /// A population without an event for longer than this is stale.
  public var staleAfterDays: Int
  /// Names of events in order, by the funnel's name.
  public var funnels: [String: [String]]

  public init(
    minimumGroup: Int = 20, roundPeopleTo: Int = 10, staleAfterDays: Int = 30,
    funnels: [String: [String]] = [:]
  ) {
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
  /// The persona has no match.
  case noMatch
  /// Fewer people match than may be shown; nothing is said of how many.
  case tooFewPeople
  /// There is evidence, but the newest event of its people is too old.
  case stale
  case fresh
}

/// The profiles of one window, attributed to personas.
///
/// A pure function of its inputs: nothing is read from the clock, and nothing depends on the order of the input,
/// of dictionaries or of sets.
public struct Attribution: Sendable {
  let table: ProfileTable
  let previous: ProfileTable?
  let personas: [PersonaRules]
  let rules: AttributionRules
  let membership: [[Bool]]
  private let previousMembership: [[Bool]]
  /// By metric, then persona.
  private let metrics: [String: [MetricFigures?]]

  /// Attributes every active profile of `table` to each of the personas whose match it meets.
  ///
  /// `previous` is the window of the same length before, for drift.
  public init(
    table: ProfileTable, previous: ProfileTable?, personas: [PersonaRules], rules: AttributionRules
  ) {
    self.table = table
    self.previous = previous
    self.personas = personas
    self.rules = rules
    let membership = personas.map { Self.members($0, in: table) }
    self.membership = membership
    previousMembership = previous.map { table in personas.map { Self.members($0, in: table) } } ?? []
    metrics = table.metrics.mapValues { MetricFigures.figures(of: $0, membership: membership) }
  }

  private static func members(_ persona: PersonaRules, in table: ProfileTable) -> [Bool] {
    guard let match = persona.match else { return [Bool](repeating: false, count: table.count) }
    return Matcher(table: table).members(match)
  }

  /// Per profile: active, and meets the persona's match.
  public func members(of persona: Int) -> [Bool] { membership[persona] }

  /// Each condition of the persona's match as it stands for one profile. For a terminal only.
  public func explanation(of profile: Int, persona: Int) -> [ConditionOutcome] {
    guard let match = personas[persona].match else { return [] }
    return Matcher(table: table).outcomes(of: match, profile: profile)
  }

  /// Whether the persona has a match, enough people, and events that are fresh enough.
  public func standing(of persona: Int) -> Standing {
    guard personas[persona].match != nil else { return .noMatch }
    let members = membership[persona]
    guard members.count(where: { $0 }) >= rules.minimumGroup else { return .tooFewPeople }
    let newest = zip(table.newestEvent, members).filter(\.1).map(\.0).max() ?? .min
    let day: Int64 = 86_400_000_000
    let (age, overflow) = table.span.to.subtractingReportingOverflow(newest)
    return overflow || age > Int64(rules.staleAfterDays) * day ? .stale : .fresh
  }

  /// The evidence of a persona; `nil` when it has no match or too few people: see `standing(of:)`.
  ///
  /// Every figure is rounded and safe to publish.
  public func evidence(of persona: Int, context: EvidenceContext) -> Evidence? {
    let standing = standing(of: persona)
    guard standing == .fresh || standing == .stale, let match = personas[persona].match else { return nil }
    var disclosure = Disclosure(minimumGroup: rules.minimumGroup, roundPeopleTo: rules.roundPeopleTo)
    let members = membership[persona]
    let others = zip(table.isActive, members).map { $0 && !$1 }
    let tests = personas[persona].claims.map {
      ClaimTest($0, table: table, members: members, others: others)
    }
    let figures = metrics.compactMapValues { $0[persona] }
    var evidence = Evidence(
      persona: personas[persona].id, stage: standing == .stale ? .researchDriven : .dataAugmented,
      asOf: context.asOf, window: context.window, people: people(members, &disclosure),
      distinctions: DistinctionFigures(
        table: table, members: members, others: others, match: match, metrics: figures
      ).distinctions(disclosure),
      coverage: coverage(of: persona, &disclosure), sources: context.sources, rules: context.rulesDigest)
    for (name, figures) in figures {
      evidence.metrics[name] = figures.published(as: name, disclosure: &disclosure)
    }
    evidence.scores = scores(members, &disclosure)
    evidence.distributions = DistributionFigures(table: table, members: members, funnels: rules.funnels)
      .distributions(&disclosure)
    evidence.claims = tests.map { $0.result(isStale: standing == .stale, disclosure: &disclosure) }
    evidence.jointPrevalence = jointPrevalence(of: tests, members: members, disclosure: &disclosure)
    if let previous, let window = context.previousWindow {
      evidence.drift = drift(
        from: Population(table: previous, members: previousMembership[persona]),
        to: Population(table: table, members: members), window: window, disclosure: disclosure)
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

  private func scores(_ members: [Bool], _ disclosure: inout Disclosure) -> [String: Evidence.Score] {
    var scores: [String: Evidence.Score] = [:]
    for (name, column) in table.scores {
      let values = Measurement.present(column, in: members).sorted()
      guard disclosure.isEnough(values.count), disclosure.areSafe(peopleBehindMean(ofSorted: values)) else {
        if !values.isEmpty { disclosure.omit(from: "scores", because: .fewPeople) }
        continue
      }
      scores[name] = Evidence.Score(
        mean: publishedFigure(arithmeticMean(values)),
        median: publishedFigure(quantile(0.5, ofSorted: values)))
    }
    return scores
  }

  /// How much of everyone any persona covers, and how much of this one another shares; groups that are too
  /// small are counted as nobody or everybody.
  private func coverage(of persona: Int, _ disclosure: inout Disclosure) -> Evidence.Coverage {
    let covered = table.isActive.indices.count { profile in membership.contains { $0[profile] } }
    let members = membership[persona].indices.filter { membership[persona][$0] }
    let shared = members.count { profile in
      membership.indices.contains { $0 != persona && membership[$0][profile] }
    }
    return Evidence.Coverage(
      covered: disclosure.share(
        disclosure.merged(covered, of: table.activeCount, part: "coverage"), of: table.activeCount),
      shared: disclosure.share(
        disclosure.merged(shared, of: members.count, part: "coverage"), of: members.count))
  }
}

/// How many of `members` did something after `since` (microseconds since 1970): an evolution is committed only
/// when they are at least the minimum group, so that two commits cannot be subtracted to find a person.
public func newPeople(members: [Bool], table: ProfileTable, since: Int64) -> Int {
  zip(members, table.active(after: since)).count { $0 && $1 }
}
