// The names that rules may use.

public import Profiles

/// What a workspace knows by name: for finding slips before anything is counted.
public struct Vocabulary: Sendable {
  public var metrics: Set<String>
  public var scores: Set<String>
  public var traits: Set<String>
  public var properties: Set<String>
  public var sources: Set<String>
  /// `nil` when the sources have not been read: then any event passes.
  public var occurring: OccurringNames?

  public init(
    metrics: Set<String>, scores: Set<String>, traits: Set<String>, properties: Set<String> = [],
    sources: Set<String> = [], occurring: OccurringNames? = nil
  ) {
    self.metrics = metrics
    self.scores = scores
    self.traits = traits
    self.properties = properties
    self.sources = sources
    self.occurring = occurring
  }

  /// Whether a metric has the name, or may have: an amount metric that is known stands once for each currency
  /// where a window holds several (`revenue_gbp`), which only the data can tell.
  func isMetric(_ name: String) -> Bool {
    if metrics.contains(name) { return true }
    let parts = name.split(separator: "_")
    guard let currency = parts.last,
      currency == "unstated" || currency.count == 3 && currency.allSatisfy(\.isLetter)
    else {
      return false
    }
    let amount = parts.dropLast().joined(separator: "_")
    return ["revenue", "average_order"].contains(amount) && metrics.contains(amount)
  }
}
