// Which profiles of a graph a table has.

/// Who is measured.
public enum MeasuredPopulation: Sendable {
  /// All profiles, also those of which nothing but identifiers is known.
  case everybody
  /// Those with an event that is not too old for every window. Nobody else can be active.
  case seen
}

/// The profiles of a table, ascending: row after row, partition after partition.
struct TableRows: Sendable {
  /// Of each partition, which of its profiles.
  let places: [[Int]]
  /// Of each partition, the row of its first profile.
  let firstRows: [Int]
  /// Of each row, the graph's profile.
  let profiles: [Int]

  init(_ population: MeasuredPopulation, of histories: Histories) {
    let places = (0..<histories.count).map { part in
      switch population {
      case .everybody: Array(0..<histories.profiles(of: part).count)
      case .seen:
        histories.haveEvents(in: part).enumerated().compactMap { $1 ? $0 : nil }
      }
    }
    self.places = places
    var row = 0
    firstRows = places.map { part in
      defer { row += part.count }
      return row
    }
    profiles = places.indices.flatMap { part in
      let first = histories.profiles(of: part).lowerBound
      return places[part].map { first + $0 }
    }
  }
}
