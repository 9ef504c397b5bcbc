// The names that events have: for finding slips in rules that name others.

public import Persona

/// What enough people do in a window.
public struct OccurringNames: Sendable, Equatable, Codable {
  public var events: Set<String> = []
  public var channels: Set<String> = []
  public var screens: Set<String> = []
  /// Of each trait.
  public var traits: [String: Set<String>] = [:]

  public init() {}

  /// The events, channels and screens of tallies behind which at least so many people stand.
  public init(in tallies: PopulationTallies, minimumGroup: Int) {
    func names(_ dimension: Dimension) -> Set<String> {
      Set(tallies[dimension].filter { $0.people >= minimumGroup }.map(\.name))
    }
    (events, channels, screens) = (names(.event), names(.channel), names(.screen))
  }

  /// More names than these nobody compares one by one with what was written.
  public static let mostCompared = 5_000

  /// Those events, channels and screens that some filters name.
  public func named(in filters: [EventFilter]) -> OccurringNames {
    var result = OccurringNames()
    result.events = events.intersection(filters.flatMap(\.events))
    result.channels = channels.intersection(filters.flatMap(\.channels))
    result.screens = screens.intersection(filters.flatMap(\.screens))
    return result
  }

  public mutating func formUnion(_ other: OccurringNames) {
    events.formUnion(other.events)
    channels.formUnion(other.channels)
    screens.formUnion(other.screens)
    traits.merge(other.traits) { $0.union($1) }
  }
}

extension ProfileTable {
  /// The names behind which at least so many people stand.
  ///
  /// Throws when the events cannot be read any more.
  public func occurringNames(minimumGroup: Int) throws(Failure) -> OccurringNames {
    var result = OccurringNames(in: try tallies(of: [isActive])[0], minimumGroup: minimumGroup)
    for (name, column) in self.traits {
      var people = [Int](repeating: 0, count: column.values.count)
      for (code, isActive) in zip(column.codes, isActive) where isActive && code >= 0 {
        people[Int(code)] += 1
      }
      result.traits[name] = Set(zip(column.values, people).filter { $1 >= minimumGroup }.map(\.0))
    }
    return result
  }
}
