// The names that events have: for finding slips in rules that name others.

public import Persona

/// What enough people do in a window.
public struct OccurringNames: Sendable, Equatable, Codable {
  public var events: Set<String> = []
  public var channels: Set<String> = []
  public var screens: Set<String> = []
  /// Of each trait that has such values; a trait that is hardly known is not here.
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

  /// Those that some filters, and tests of traits, name. A trait is kept without values where none of them is named.
  public func named(in filters: [EventFilter], traits values: [String: Set<String>]) -> OccurringNames {
    var result = OccurringNames()
    result.events = events.intersection(filters.flatMap(\.events))
    result.channels = channels.intersection(filters.flatMap(\.channels))
    result.screens = screens.intersection(filters.flatMap(\.screens))
    for (name, values) in values { result.traits[name] = traits[name]?.intersection(values) }
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
    result.traits = commonValues(ofTraits: Set(traits.keys), minimumGroup: minimumGroup)
    return result
  }

  /// The values of traits behind which at least so many of the people stand that the table has, active or not; of a trait
  /// without such a value nothing.
  public func commonValues(ofTraits names: Set<String>, minimumGroup: Int) -> [String: Set<String>] {
    var result: [String: Set<String>] = [:]
    for (name, column) in traits where names.contains(name) {
      var people = [Int](repeating: 0, count: column.values.count)
      for code in column.codes where code >= 0 { people[Int(code)] += 1 }
      let common = Set(zip(column.values, people).filter { $1 >= minimumGroup }.map(\.0))
      if !common.isEmpty { result[name] = common }
    }
    return result
  }
}
