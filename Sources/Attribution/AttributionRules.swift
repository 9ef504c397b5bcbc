// What attribution is told beside the profiles: by the settings, and by the run.

public import Persona

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
