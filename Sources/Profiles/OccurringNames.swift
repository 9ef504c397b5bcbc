// The names that events have: for finding slips in rules that name others.

public import Persona

/// What enough people do in a window.
public struct OccurringNames: Sendable, Equatable {
  public var events: Set<String> = []
  public var channels: Set<String> = []
  public var screens: Set<String> = []

  public init() {}

  /// More names than these nobody compares one by one with what was written.
  public static let mostCompared = 5_000

  public mutating func formUnion(_ other: OccurringNames) {
    events.formUnion(other.events)
    channels.formUnion(other.channels)
    screens.formUnion(other.screens)
  }
}

extension ProfileTable {
  /// The names behind which at least so many people stand.
  ///
  /// Throws when the events cannot be read any more.
  public func occurringNames(minimumGroup: Int) throws(Failure) -> OccurringNames {
    let tallies = try tallies(of: [isActive])[0]
    func names(_ dimension: Dimension) -> Set<String> {
      Set(tallies[dimension].filter { $0.people >= minimumGroup }.map(\.name))
    }
    var result = OccurringNames()
    (result.events, result.channels, result.screens) = (names(.event), names(.channel), names(.screen))
    return result
  }
}
