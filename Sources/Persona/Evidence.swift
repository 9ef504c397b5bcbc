// The aggregated behaviour of a persona's population: what is written to the repository, as values.
// Every figure is already rounded and already safe to publish (Documentation/Privacy.md).

/// What the data says of a persona, over one window.
///
/// Shares lie in 0...1. Metrics are in the metric's own unit. Figures are rounded to four decimals, small ones to
/// four digits that matter, and counts of people to the workspace's step, when the value is made: what is in memory is what is
/// written.
public struct Evidence: Sendable, Equatable {
  public static let format = "persona-sync/evidence/1"
  /// Raised whenever a formula changes its result.
  public static let currentFormulas = 3

  public var persona: String
  public var stage: Stage
  /// The end of the window, ISO 8601 in UTC: `2026-03-31T21:59:59Z`.
  public var asOf: String
  public var window: Window
  public var people: People
  public var metrics: [String: Metric]
  public var scores: [String: Score]
  public var distributions: Distributions
  public var claims: [ClaimResult]
  /// What sets the population apart from everyone else, strongest first.
  public var distinctions: [Distinction]
  /// What the population leans to, by kind, strongest first.
  public var affinities: [Affinity]
  public var jointPrevalence: JointPrevalence?
  public var coverage: Coverage?
  /// How far this window differs from the window of the same length before it.
  public var drift: Drift?
  /// What decides who belongs to the persona, where behaviour does.
  public var model: LearnedRule?
  public var sources: [Source]
  /// SHA-256 of the settings and of the persona's rules, hexadecimal.
  public var rules: String
  /// The version of the formulas that the figures were worked out by.
  public var formulas: Int
  public var suppressed: [Suppression]

  public init(
    persona: String, stage: Stage, asOf: String, window: Window, people: People,
    metrics: [String: Metric] = [:], scores: [String: Score] = [:],
    distributions: Distributions = Distributions(), claims: [ClaimResult] = [],
    distinctions: [Distinction] = [], affinities: [Affinity] = [], jointPrevalence: JointPrevalence? = nil,
    coverage: Coverage? = nil,
    drift: Drift? = nil, model: LearnedRule? = nil, sources: [Source] = [], rules: String = "",
    formulas: Int = Evidence.currentFormulas, suppressed: [Suppression] = []
  ) {
    self.persona = persona
    self.stage = stage
    self.asOf = asOf
    self.window = window
    self.people = people
    self.metrics = metrics
    self.scores = scores
    self.distributions = distributions
    self.claims = claims
    self.distinctions = distinctions
    self.affinities = affinities
    self.jointPrevalence = jointPrevalence
    self.coverage = coverage
    self.drift = drift
    self.model = model
    self.sources = sources
    self.rules = rules
    self.formulas = formulas
    self.suppressed = suppressed
  }

  /// The span looked at: local dates of the workspace's time zone, both inclusive.
  public struct Window: Sendable, Equatable, Codable {
    public var from: String
    public var to: String
    public var days: Int

    public init(from: String, to: String, days: Int) {
      self.from = from
      self.to = to
      self.days = days
    }
  }

  /// Rounded counts of people, and the share made from the rounded counts, to whole percents.
  public struct People: Sendable, Equatable {
    public var matched: Int
    public var of: Int
    public var share: Double

    public init(matched: Int, of: Int, share: Double) {
      self.matched = matched
      self.of = of
      self.share = share
    }
  }

  /// A metric over the population. `n` is rounded; intervals are 95%; `lift` is mean over everyone's mean.
  public struct Metric: Sendable, Equatable {
    public var n: Int
    /// `nil`, with its interval, where fewer people than the minimum group make the mean what it is.
    public var mean: Double?
    public var meanInterval: Interval?
    public var median: Double
    public var medianInterval: Interval?
    /// `nil` where fewer people than the minimum group lie beyond the quantile.
    public var p10, p25, p75, p90: Double?
    /// `nil` where the people outside the population, or those behind their mean, are too few: their figures
    /// could be worked out from the two.
    public var everyoneMean: Double?
    public var everyoneMedian: Double?
    public var lift: Double?

    public init(
      n: Int, mean: Double?, meanInterval: Interval?, p10: Double?, p25: Double?, median: Double,
      medianInterval: Interval?, p75: Double?, p90: Double?, everyoneMean: Double?, everyoneMedian: Double?,
      lift: Double?
    ) {
      self.n = n
      self.mean = mean
      self.meanInterval = meanInterval
      self.p10 = p10
      self.p25 = p25
      self.median = median
      self.medianInterval = medianInterval
      self.p75 = p75
      self.p90 = p90
      self.everyoneMean = everyoneMean
      self.everyoneMedian = everyoneMedian
      self.lift = lift
    }
  }

  /// A closed interval.
  public struct Interval: Sendable, Hashable {
    public var low: Double
    public var high: Double

    public init(low: Double, high: Double) {
      self.low = low
      self.high = high
    }
  }

  public struct Score: Sendable, Equatable {
    public var mean: Double
    public var median: Double

    public init(mean: Double, median: Double) {
      self.mean = mean
      self.median = median
    }
  }

  /// A claim and what the data says of it.
  public struct ClaimResult: Sendable, Equatable {
    public var id: String
    public var says: String
    public var verdict: Verdict
    public var value: Double?
    public var interval: Interval?
    /// The people behind the value, rounded.
    public var n: Int
    /// The expectation in words: `at least 50%`, `more than others (0.4)`.
    public var expected: String
    /// The expectation as numbers, in the value's unit; `nil` where that side is open.
    public var expectedLow: Double?
    public var expectedHigh: Double?
    /// Of a comparison, the interval of the value less that of the others: the verdict is read off it.
    public var difference: Interval?
    /// What was measured, in words: `share of events`, `median of purchases_per_month`.
    public var measure: String
    /// Whether value and interval are shares of a whole (shown as percentages).
    public var isShare: Bool

    public init(
      id: String, says: String, verdict: Verdict, value: Double?, interval: Interval?, n: Int,
      expected: String, expectedLow: Double? = nil, expectedHigh: Double? = nil, difference: Interval? = nil,
      measure: String, isShare: Bool
    ) {
      self.difference = difference
      self.id = id
      self.says = says
      self.verdict = verdict
      self.value = value
      self.interval = interval
      self.n = n
      self.expected = expected
      self.expectedLow = expectedLow
      self.expectedHigh = expectedHigh
      self.measure = measure
      self.isShare = isShare
    }
  }

  /// One thing that sets the population apart from everyone else, beyond chance and beyond trifles.
  public struct Distinction: Sendable, Equatable {
    public enum Kind: String, Sendable, Equatable {
      case metric, event, channel, screen, trait
    }

    public var kind: Kind
    /// Metric name, event, channel, screen, or `trait=value`.
    public var name: String
    /// A metric's mean per person; for the other kinds the share of people who did it, came that way, saw it
    /// or are it at least once in the window.
    public var here: Double
    public var others: Double
    /// Cohen's h for shares, the rank-biserial correlation for metrics; its sign says the direction.
    public var effect: Double

    public init(kind: Kind, name: String, here: Double, others: Double, effect: Double) {
      self.kind = kind
      self.name = name
      self.here = here
      self.others = others
      self.effect = effect
    }
  }

  /// Something that takes a larger part of what the population does than of what everyone does.
  public struct Affinity: Sendable, Equatable {
    public enum Kind: String, Sendable, Equatable {
      case event, channel, screen, property
    }

    public var kind: Kind
    /// Event, channel, screen, or `property=value`.
    public var name: String
    /// Share of the population's events (those with a channel, with a screen, with the property).
    public var share: Double
    /// The same over everyone.
    public var everyone: Double
    /// `share` over `everyone`, pulled towards 1 where few people are behind it.
    public var lift: Double

    public init(kind: Kind, name: String, share: Double, everyone: Double, lift: Double) {
      self.kind = kind
      self.name = name
      self.share = share
      self.everyone = everyone
      self.lift = lift
    }
  }

  /// How much of the written description is true of the same people.
  public struct JointPrevalence: Sendable, Equatable {
    /// How many claims can be tested person by person.
    public var claims: Int
    /// Share of the population for which at least 1, 2, ... all of them hold.
    public var atLeast: [Double]

    public init(claims: Int, atLeast: [Double]) {
      self.claims = claims
      self.atLeast = atLeast
    }
  }

  /// How the persona stands among all personas of the workspace.
  public struct Coverage: Sendable, Equatable {
    /// Share of everyone that belongs to at least one persona.
    public var covered: Double
    /// Share of this population that also belongs to another persona.
    public var shared: Double

    public init(covered: Double, shared: Double) {
      self.covered = covered
      self.shared = shared
    }
  }

  /// The same persona in the window before: figures that moved beyond chance, strongest first.
  public struct Drift: Sendable, Equatable {
    public var from: String
    public var to: String
    /// Jensen-Shannon distance (base 2, 0...1) between the two distributions of events.
    public var eventsDistance: Double
    public var changes: [Change]

    public struct Change: Sendable, Equatable {
      public var metric: String
      public var before: Double
      public var now: Double

      public init(metric: String, before: Double, now: Double) {
        self.metric = metric
        self.before = before
        self.now = now
      }
    }

    public init(from: String, to: String, eventsDistance: Double, changes: [Change]) {
      self.from = from
      self.to = to
      self.eventsDistance = eventsDistance
      self.changes = changes
    }
  }

  /// What one source contributed up to the end of the window.
  public struct Source: Sendable, Equatable, Codable {
    public var name: String
    /// `nil` where the number would tell of few people.
    public var events: Int?
    public var rejected: Int
    public var duplicates: Int
    /// Local dates of the first and the last event, where there is one.
    public var from: String?
    public var to: String?
    /// Order-free digest of the records, `xxh3-128:` and 32 hexadecimal digits: the sum modulo 2^128 of the
    /// XXH3 (128 bits) of each record.
    public var digest: String
    /// Records that gave traits and links, of a source without events.
    public var records: Int?

    public init(
      name: String, events: Int?, rejected: Int, duplicates: Int, from: String?, to: String?, digest: String,
      records: Int? = nil
    ) {
      self.name = name
      self.events = events
      self.rejected = rejected
      self.duplicates = duplicates
      self.from = from
      self.to = to
      self.digest = digest
      self.records = records
    }
  }

  /// What was left out for privacy, and why. Never names the value itself.
  public struct Suppression: Sendable, Equatable {
    /// Which part: `channels`, `traits.country`, `metrics`.
    public var part: String
    public var count: Int
    /// `fewer than 20 people`, `looks like personal data`, `would reveal another`.
    public var reason: String

    public init(part: String, count: Int, reason: String) {
      self.part = part
      self.count = count
      self.reason = reason
    }
  }
}
