// Who everybody is: what a graph that was kept does not know, and so a type of its own.

public import Persona

/// Profiles with their whole history, and their identifiers.
public struct IdentifiedGraph: Sendable {
  /// The same profiles, by the same index.
  public let graph: ProfileGraph
  private let people: LinkedIdentifiers

  init(_ graph: ProfileGraph, people: LinkedIdentifiers) {
    self.graph = graph
    self.people = people
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

  /// Of each kind, the identifiers that were seen with several others, and those of them that stopped because they would
  /// join different people.
  public func joining() throws(Failure) -> [JoiningIdentifiers] { try people.joining() }

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

/// The identifiers of one kind that would join others.
public struct JoiningIdentifiers: Sendable, Hashable {
  public let kind: String
  /// Seen with more than one other.
  public let count: Int
  /// Those of them that link nothing any more, because they would join different people.
  public let stopped: Int
}

/// Identifiers of one profile that stood on a row together.
public struct ObservedLink: Sendable, Hashable {
  public var identifiers: [Identifier]
  /// Index into the sources.
  public var source: Int
  /// As in `EventBatch.locations`.
  public var location: UInt64
}
