// The names and values that the data hold: for finding slips in rules that name others.

/// What occurs in the events that may be measured, and in traits.
public struct OccurringNames: Sendable, Equatable {
  public var events: Set<String> = []
  public var channels: Set<String> = []
  public var screens: Set<String> = []
  /// Of each trait its values; of a trait of very many more than `mostValues` of them.
  public var traits: [String: Set<String>] = [:]

  public init() {}

  /// The most values of a trait that are all listed.
  public static let mostValues = 5_000

  public mutating func formUnion(_ other: OccurringNames) {
    events.formUnion(other.events)
    channels.formUnion(other.channels)
    screens.formUnion(other.screens)
    for (trait, values) in other.traits { traits[trait, default: []].formUnion(values) }
  }
}

extension ProfileGraph {
  public var occurringNames: OccurringNames {
    var result = OccurringNames()
    result.events = Set(histories.names.events.names)
    result.channels = Set(histories.names.channels.names)
    result.screens = Set(histories.names.screens.names)
    var codes = [Set<UInt32>](repeating: [], count: histories.traitNames.count)
    for partition in 0..<histories.count {
      for record in histories.traits(of: partition).records
      where codes[Int(record.name)].count <= OccurringNames.mostValues {
        codes[Int(record.name)].insert(record.value)
      }
    }
    for (name, codes) in zip(histories.traitNames, codes) {
      result.traits[name] = Set(codes.map(histories.names.texts.text))
    }
    return result
  }
}
