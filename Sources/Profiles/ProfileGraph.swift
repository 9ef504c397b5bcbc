// Everything that everybody did who was seen: linked, not yet measured. Who they are is known to `IdentifiedGraph`.

import EventStream

/// Profiles with their whole history.
///
/// A profile's index is its place among all profiles sorted by their first identifier (priority of the kind, then
/// its key, a hash), so that it does not depend on the order of the input.
public struct ProfileGraph: Sendable {
  /// How many profiles there are.
  public let count: Int
  /// How many profiles were left out because they are forgotten.
  public let forgottenCount: Int
  public let stoppedLinkCount: Int
  let histories: Histories
  /// Whether some source maps an amount.
  let hasAmounts: Bool

  /// Per source: events left out because another record with their id counts instead.
  public let duplicates: [Int]
  /// Per source: events that are left, with or without an identifier.
  public let eventCounts: [Int]
  /// Per source: events of `eventCounts` without an identifier that could say whose they are.
  public let unidentified: [Int]
  /// Per source: times of its first and last event, both inclusive; `nil` where it has none.
  public let spans: [Span?]
  /// Per source: ids of records that differ and of which none has a version. Empty for a graph that was kept.
  public internal(set) var contradictions: [Int] = []

  init(
    count: Int, forgottenCount: Int, stoppedLinkCount: Int, histories: Histories,
    counts: SourceCounts, hasAmounts: Bool
  ) {
    self.count = count
    self.forgottenCount = forgottenCount
    self.stoppedLinkCount = stoppedLinkCount
    self.histories = histories
    self.hasAmounts = hasAmounts
    duplicates = counts.duplicates
    eventCounts = counts.events
    unidentified = counts.unidentified
    spans = counts.spans
  }
}
