// Profiles attributed to personas: the part's one entry.

internal import Discovery
internal import Parallel
public import Persona
public import Profiles

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
  /// In which it is decided who belongs: everybody's.
  private let everybody: ProfileTable
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
  let personaCounts: [UInt32]
  let previousMembership: [[Bool]]
  /// By persona.
  let activity: [PopulationActivity]
  let previousTallies: [PopulationTallies]
  /// By metric, then persona.
  let metrics: [String: [MetricFigures?]]

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
    everybody = table
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
  static func groups(
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
    return try Matcher(table: everybody, for: [match]).outcomes(of: match, profile: profile)
  }

  /// How likely each group of a data-first persona's model is for one profile, and what speaks for and against the
  /// persona's own. For a terminal only.
  public func reasons(
    of profile: Int, persona: Int
  ) throws(Failure) -> (shares: [Double], reasons: [LearnedReason])? {
    guard let learned = personas[persona].learned else { return nil }
    return try LearnedMembership(learned.model, in: everybody).explanation(of: profile, group: learned.group)
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
