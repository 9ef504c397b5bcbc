// The names that rules may use.

internal import Persona
public import Profiles

/// What a workspace knows by name: for finding slips before anything is counted.
public struct Vocabulary: Sendable {
  public var metrics: Set<String>
  public var scores: Set<String>
  public var traits: Set<String>
  public var properties: Set<String>
  public var sources: Set<String>
  /// What the amounts of a window are in, lower case; `nil` when nobody has looked: then any currency passes.
  public var currencies: Set<String>?
  /// `nil` when the sources have not been read: then any event passes.
  public var occurring: OccurringNames?

  public init(
    metrics: Set<String>, scores: Set<String>, traits: Set<String>, properties: Set<String> = [],
    sources: Set<String> = [], currencies: Set<String>? = nil,
    occurring: OccurringNames? = nil
  ) {
    self.metrics = metrics
    self.scores = scores
    self.traits = traits
    self.properties = properties
    self.sources = sources
    self.currencies = currencies
    self.occurring = occurring
  }

  /// Whether a metric has the name, or may have: which currencies there are only the data can tell.
  func isMetric(_ name: String) -> Bool {
    metrics.contains(name) || AmountMetric(name)?.mayBeCurrency == true
  }
}
