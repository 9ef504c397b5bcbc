// What the settings say of people: which identifiers link, and what is measured about each profile.

public import Persona

/// How identifiers are linked into profiles.
public struct IdentityRules: Sendable, Hashable {
  public struct Kind: Sendable, Hashable {
    public var name: String
    /// The most values of this kind that one profile may have.
    public var limit: Int

    public init(name: String, limit: Int) {
      self.name = name
      self.limit = limit
    }
  }

  /// A link that a person has cut: the two identifiers end up in different profiles.
  public struct Cut: Sendable, Hashable {
    public var a: Identifier
    public var b: Identifier

    public init(_ a: Identifier, _ b: Identifier) {
      self.a = a
      self.b = b
    }
  }

  /// Kinds by falling priority. The first is the one of which a profile has one.
  public var kinds: [Kind]
  /// Values that never link, compared without case, besides the built-in ones (`^[0-]*$`, `null`, ...).
  public var blocked: Set<String>
  public var cuts: Set<Cut>
  /// A value that occurs together with more distinct values of one kind than this stops being a link.
  public var maximumNeighbours: Int

  public init(
    kinds: [Kind] = [
      Kind(name: "user", limit: 1), Kind(name: "email", limit: 5), Kind(name: "device", limit: 5),
      Kind(name: "anonymous", limit: 5),
    ],
    blocked: Set<String> = [], cuts: Set<Cut> = [], maximumNeighbours: Int = 100
  ) {
    self.kinds = kinds
    self.blocked = blocked
    self.cuts = cuts
    self.maximumNeighbours = maximumNeighbours
  }
}

/// One identifier: a kind and a value. Values of kind `email` are compared without case and outer blanks; all without an
/// apostrophe at their start;
/// digits followed by `.0` (a number column that passed through a float) lose the `.0`.
public struct Identifier: Sendable, Hashable {
  public var kind: String
  public var value: String

  public init(kind: String, value: String) {
    self.kind = kind
    self.value = value
  }
}

/// Which of a trait's values over time counts. Ties go to the value that sorts last (`latest`, `max`) or
/// first.
public enum TraitChoice: String, Sendable, Hashable, CaseIterable {
  case latest, first, max, min, sum
  /// Every distinct value, sorted, joined by `, `.
  case all
}

/// A metric that the settings declare.
public struct MetricDefinition: Sendable, Hashable {
  public enum Formula: Sendable, Hashable {
    /// Number of events.
    case count
    /// Sum of a number property.
    case sum(String)
    /// Number of distinct values of a text property.
    case distinct(String)
    /// The last number property of the window.
    case last(String)
    /// Share of the profile's events that pass the filter, 0...1.
    case share
  }

  public enum Period: String, Sendable, Hashable, CaseIterable {
    case day, week, month
  }

  public var name: String
  public var formula: Formula
  /// Which events count.
  public var filter: EventFilter
  /// Divided by the days the profile was known in the window, times 1, 7 or 30.4375.
  public var per: Period?

  public init(name: String, formula: Formula, filter: EventFilter = EventFilter(), per: Period? = nil) {
    self.name = name
    self.formula = formula
    self.filter = filter
    self.per = per
  }
}

/// A span of time, microseconds since 1970 in UTC: after `from`, up to and with `to`.
public struct Span: Sendable, Hashable {
  public var from: Int64
  public var to: Int64

  public init(from: Int64, to: Int64) {
    self.from = from
    self.to = to
  }
}

/// What makes sessions of events.
public struct SessionRules: Sendable, Hashable {
  /// A session ends after this long without an event.
  public var gapSeconds: Int
  /// Places of the sources whose events are part of no session: tickets, payments, messages that were sent.
  public var sourcesOutside: Set<Int>

  public init(gapSeconds: Int = 1800, sourcesOutside: Set<Int> = []) {
    self.gapSeconds = gapSeconds
    self.sourcesOutside = sourcesOutside
  }
}

/// How profiles are measured.
public struct MeasureRules: Sendable, Hashable {
  /// IANA name of the workspace's time zone: hours of the day, days and weeks are its.
  public var timeZone: String
  public var sessions: SessionRules
  /// Names of events that are purchases; empty: every event with a positive amount is one.
  public var purchaseEvents: Set<String>
  public var metrics: [MetricDefinition]
  public var traits: [String: TraitChoice]

  public init(
    timeZone: String = "UTC", sessions: SessionRules = SessionRules(), purchaseEvents: Set<String> = [],
    metrics: [MetricDefinition] = [], traits: [String: TraitChoice] = [:]
  ) {
    self.timeZone = timeZone
    self.sessions = sessions
    self.purchaseEvents = purchaseEvents
    self.metrics = metrics
    self.traits = traits
  }
}
