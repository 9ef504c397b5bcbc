// Everybody who was seen, and everything they did: linked, not yet measured.

import EventStream
import Persona

/// Profiles with their whole history.
///
/// A profile's index is its place among all profiles sorted by their first identifier (priority of the kind,
/// then bytes), so that it does not depend on the order of the input.
public struct ProfileGraph: Sendable {
  let people: LinkedIdentifiers
  let history: EventHistory
  let traits: TraitHistory
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

  init(
    people: LinkedIdentifiers, history: EventHistory, traits: TraitHistory, counts: SourceCounts,
    hasAmounts: Bool
  ) {
    self.people = people
    self.history = history
    self.traits = traits
    self.hasAmounts = hasAmounts || !history.amounts.isEmpty
    duplicates = counts.duplicates
    eventCounts = counts.events
    unidentified = counts.unidentified
    spans = counts.spans
  }

  /// How many profiles there are.
  public var count: Int { people.count }

  /// The identifiers of a profile, sorted by priority of the kind, then bytes.
  public func identifiers(of profile: Int) -> [Identifier] { people.identifiers(of: profile) }

  /// The profile that an identifier belongs to, written in any form that counts as the same. `nil` when it
  /// was never seen, is blocked, or is a stopped link whose rows all belong to others.
  public func profile(of identifier: Identifier) -> Int? { people.profile(of: identifier) }

  /// Values that stopped being links, sorted.
  public var stoppedLinks: [StoppedLink] { people.stoppedLinks }

  /// What was seen together and so made a profile one, each with the first row that says so, by place.
  public func links(of profile: Int) -> [ObservedLink] { people.links(of: profile) }
}

/// A value that links nothing any more, and why.
public struct StoppedLink: Sendable, Hashable {
  public var identifier: Identifier
  /// In words, without the value: `seen with more than 100 values of kind user`.
  public var reason: String
  /// How many distinct identifiers it was seen with.
  public var neighbours: Int

  public init(identifier: Identifier, reason: String, neighbours: Int) {
    self.identifier = identifier
    self.reason = reason
    self.neighbours = neighbours
  }
}

/// Identifiers of one profile that stood on a row together.
public struct ObservedLink: Sendable, Hashable {
  public var identifiers: [Identifier]
  /// Index into the sources.
  public var source: Int
  /// As in `EventBatch.locations`.
  public var location: UInt64
}

/// What each source contributed.
struct SourceCounts {
  var duplicates: [Int]
  var events: [Int]
  var unidentified: [Int]
  var spans: [Span?]

  init(sourceCount: Int) {
    duplicates = Array(repeating: 0, count: sourceCount)
    events = duplicates
    unidentified = duplicates
    spans = Array(repeating: nil, count: sourceCount)
  }

  mutating func add(_ rows: RowColumns, repeated: [Bool], profiles: [Int32]) {
    for row in 0..<rows.count where rows.events[row] != EventBatch.none {
      let source = Int(rows.sources[row])
      guard !repeated[row] else {
        duplicates[source] += 1
        continue
      }
      events[source] += 1
      if profiles[Int(rows.sets[row])] < 0 { unidentified[source] += 1 }
      let time = rows.times[row]
      let span = spans[source] ?? Span(from: time, to: time)
      spans[source] = Span(from: min(span.from, time), to: max(span.to, time))
    }
  }
}
