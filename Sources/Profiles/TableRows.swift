// Which profiles of a graph a table has.

/// Who is measured.
public enum MeasuredPopulation: Sendable {
  /// All profiles, also those of which nothing but identifiers is known.
  case everybody
  /// Those with an event in the window.
  case active

  /// Which of a partition's profiles.
  func places(in history: EventHistory, over span: Span) -> [Int] {
    let all = history.offsets.indices.dropLast()
    return switch self {
    case .everybody: Array(all)
    case .active: all.filter { !history.range(of: $0, in: span).isEmpty }
    }
  }
}

/// The profiles of a table, ascending: row after row, partition after partition.
struct TableRows: Sendable {
  /// Of each partition, which of its profiles.
  let places: [[Int]]
  /// Of each partition, the row of its first profile.
  let firstRows: [Int]
  /// Of each row, the graph's profile.
  let profiles: [Int]

  init(_ places: [[Int]], of histories: Histories) {
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
