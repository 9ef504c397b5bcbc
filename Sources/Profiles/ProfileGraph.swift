// Everybody who was seen, and everything they did: linked, not yet measured.

import EventStream
public import Persona

/// Profiles with their whole history.
///
/// A profile's index is its place among all profiles sorted by their first identifier (priority of the kind, then
/// its key, a hash), so that it does not depend on the order of the input.
public struct ProfileGraph: Sendable {
  private let linked: LinkedIdentifiers?
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

  /// - Parameter people: `nil` where nobody will ask who anybody is.
  init(
    people: LinkedIdentifiers?, count: Int, forgottenCount: Int, stoppedLinkCount: Int, histories: Histories,
    counts: SourceCounts, hasAmounts: Bool
  ) {
    linked = people
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

  private var people: LinkedIdentifiers {
    guard let linked else { preconditionFailure("a graph that was kept does not know who anybody is") }
    return linked
  }

  /// The identifiers of each of these profiles, sorted by priority of the kind, then bytes.
  public func identifiers(of profiles: [Int]) throws(Failure) -> [[Identifier]] {
    try people.identifiers(of: profiles)
  }

  /// The profile that an identifier belongs to, written in any form that counts as the same. `nil` when it
  /// was never seen, is blocked, or is a stopped link whose rows all belong to others.
  public func profile(of identifier: Identifier) -> Int? { people.profile(of: identifier) }

  /// Whether an identifier belongs to a profile that was left out.
  public func isForgotten(_ identifier: Identifier) -> Bool { people.isForgotten(identifier) }

  /// An identifier in the form in which it is compared; `nil` for one of an unknown kind, or that never links.
  public func compared(_ identifier: Identifier) -> Identifier? { people.compared(identifier) }

  /// Values that stopped being links, sorted.
  public func stoppedLinks() throws(Failure) -> [StoppedLink] { try people.stoppedLinks() }

  /// What was seen together and so made a profile one, each with the earliest record that says so, by place.
  public func links(of profile: Int) throws(Failure) -> [ObservedLink] { try people.links(of: profile) }
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
