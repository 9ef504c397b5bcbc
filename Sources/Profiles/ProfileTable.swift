// The profiles of one window as columns: what attribution reads.

/// Every profile, measured over one window.
///
/// Profiles are sorted by their first identifier (kind priority, then bytes), so that a profile's index does
/// not depend on the order of the input. All columns have `count` values. A profile is active when it has at
/// least one event in the window; "everyone" is all active profiles.
public struct ProfileTable: Sendable {
  public var count: Int { profiles.count }
  /// Of each profile, which of the graph's it is, ascending.
  public let profiles: [Int]
  public let span: Span
  /// Days of the window, for rates.
  public let windowDays: Double
  public let isActive: [Bool]
  public let activeCount: Int

  /// Metric columns by name, `nan` where a profile has no value. Inactive profiles have none.
  public let metrics: [String: [Double]]
  /// The exact columns behind the amount metrics (`revenue`, sums), in millionths; `Int64.min` for none.
  public let amounts: [String: [Int64]]
  /// The currencies of the window's amounts, sorted; `AmountMetric.unstated` last.
  public let currencies: [String]
  /// Scores, 0...100, `nan` where a profile has none. Made when they are first asked for: they rank everybody, and a window
  /// that others are compared with is seldom asked for them.
  public var scores: [String: [Double]] { scored.value.columns }
  public let traits: [String: TraitColumn]
  /// The days of the window on which each profile was known, which rates are divided by; empty in a table made by hand.
  let exposureDays: [Double]
  /// How metrics depend on them.
  let paces: [String: Pace]
  /// Metrics that are measured without being declared, whether a declared one has taken the name since or not.
  let ownMetrics: Set<String>

  /// Of each profile, the times of its first and last event of the window; `Int64.min` for none.
  public let oldestEvent: [Int64]
  public let newestEvent: [Int64]
  /// On which days each source and each event occurs; on none that is known in a table made by hand.
  public let daysSeen: DaysSeen
  /// How everybody comes back; made with the scores.
  public var propensity: Propensity { scored.value.propensity }
  /// The names that events of the window may have, sorted.
  public var eventNames: [String] { events.eventNames }
  /// The dates of the Mondays of the weeks that lie whole in the window, oldest first, the newest 53.
  public var weeks: [String] { events.weeks.names }
  let events: TableEvents
  let scored: Deferred<ScoredProfiles>

  init(
    profiles: [Int], span: Span, windowDays: Double, isActive: [Bool], metrics: [String: [Double]],
    amounts: [String: [Int64]], currencies: [String], traits: [String: TraitColumn], exposureDays: [Double],
    paces: [String: Pace], ownMetrics: Set<String>,
    oldestEvent: [Int64], newestEvent: [Int64], daysSeen: DaysSeen, events: TableEvents,
    scored: Deferred<ScoredProfiles>
  ) {
    self.profiles = profiles
    self.span = span
    self.windowDays = windowDays
    self.isActive = isActive
    self.activeCount = isActive.count { $0 }
    self.metrics = metrics
    self.amounts = amounts
    self.currencies = currencies
    self.traits = traits
    self.exposureDays = exposureDays
    self.paces = paces
    self.ownMetrics = ownMetrics
    self.oldestEvent = oldestEvent
    self.newestEvent = newestEvent
    self.daysSeen = daysSeen
    self.events = events
    self.scored = scored
  }

  /// The same table as if nobody else had done anything in the window.
  public func restricted(to members: [Bool]) -> ProfileTable {
    @Sendable func masked(_ column: [Double]) -> [Double] { zip(column, members).map { $1 ? $0 : .nan } }
    return ProfileTable(
      profiles: profiles, span: span, windowDays: windowDays,
      isActive: zip(isActive, members).map { $0 && $1 },
      metrics: metrics.mapValues(masked), amounts: amounts, currencies: currencies, traits: traits,
      exposureDays: exposureDays, paces: paces, ownMetrics: ownMetrics,
      oldestEvent: oldestEvent, newestEvent: newestEvent, daysSeen: daysSeen, events: events,
      scored: Deferred { [scored] in
        ScoredProfiles(columns: scored.value.columns.mapValues(masked), propensity: scored.value.propensity)
      })
  }

  /// A table made by hand. Events of profile `i` are `eventOffsets[i]..<eventOffsets[i + 1]` of the columns, sorted
  /// by time.
  public init(
    count: Int, span: Span, windowDays: Double, isActive: [Bool], metrics: [String: [Double]],
    amounts: [String: [Int64]], currencies: [String] = [], scores: [String: [Double]],
    traits: [String: TraitColumn], events: EventColumns, eventOffsets: [Int]
  ) {
    self.init(
      profiles: Array(0..<count), span: span, windowDays: windowDays, isActive: isActive, metrics: metrics,
      amounts: amounts, currencies: currencies, traits: traits, exposureDays: [], paces: [:], ownMetrics: [],
      oldestEvent: (0..<count).map { profile in
        eventOffsets[profile] == eventOffsets[profile + 1] ? .min : events.times[eventOffsets[profile]]
      },
      newestEvent: (0..<count).map { profile in
        eventOffsets[profile] == eventOffsets[profile + 1]
          ? .min : events.times[eventOffsets[profile + 1] - 1]
      }, daysSeen: .nothing, events: TableEvents(events, offsets: eventOffsets, span: span),
      scored: Deferred {
        ScoredProfiles(columns: scores, propensity: Propensity(Array(repeating: nil, count: count)))
      })
  }

  /// The value of a trait of every profile.
  public struct TraitColumn: Sendable, Equatable {
    /// Index into `values`, or -1.
    public let codes: [Int32]
    /// Sorted.
    public let values: [String]
    /// `values` as numbers, `nan` where a value is none.
    public let numbers: [Double]

    public init(codes: [Int32], values: [String], numbers: [Double]) {
      self.codes = codes
      self.values = values
      self.numbers = numbers
    }
  }

  /// Events as columns. Codes index the sorted name lists; `EventBatch.none` says that there is none.
  public struct EventColumns: Sendable {
    /// Microseconds since 1970 in UTC.
    public let times: [Int64]
    /// 24 x weekday (Monday 0) + hour, in the workspace's time zone.
    public let hoursOfWeek: [UInt8]
    public let events: [UInt32]
    public let channels: [UInt32]
    public let screens: [UInt32]
    /// Session number within the profile, from 0, ascending.
    public let sessions: [UInt32]
    public let eventNames: [String]
    public let channelNames: [String]
    public let screenNames: [String]

    public init(
      times: [Int64], hoursOfWeek: [UInt8], events: [UInt32], channels: [UInt32], screens: [UInt32],
      sessions: [UInt32], eventNames: [String], channelNames: [String], screenNames: [String]
    ) {
      self.times = times
      self.hoursOfWeek = hoursOfWeek
      self.events = events
      self.channels = channels
      self.screens = screens
      self.sessions = sessions
      self.eventNames = eventNames
      self.channelNames = channelNames
      self.screenNames = screenNames
    }
  }
}
