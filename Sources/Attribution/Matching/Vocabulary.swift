// The names that rules may use.

/// What a workspace knows by name: for finding slips before anything is counted.
public struct Vocabulary: Sendable {
  public var metrics: Set<String>
  public var scores: Set<String>
  public var traits: Set<String>
  /// `nil` when the sources have not been read: then any event name passes.
  public var events: Set<String>?
  public var properties: Set<String>
  public var sources: Set<String>

  public init(
    metrics: Set<String>, scores: Set<String>, traits: Set<String>, events: Set<String>? = nil,
    properties: Set<String> = [], sources: Set<String> = []
  ) {
    self.metrics = metrics
    self.scores = scores
    self.traits = traits
    self.events = events
    self.properties = properties
    self.sources = sources
  }
}
