// Runs of days without an event that chance would hardly leave: an outage, a missing export, a name that is used no more.

/// Days on which something is missing that is there on most others.
public struct Silence: Sendable, Equatable {
  /// Counted from the first day that was looked at.
  public let days: Range<Int>
  /// Of the days from the first with an event on that are in no silence, how many have one.
  public let seenDays: Int
  public let otherDays: Int

  /// Days with an event that it takes to say what is usual.
  private static let leastSeenDays = 14
  /// How many such runs chance may leave in a window.
  private static let expectedByChance = 0.001

  /// The silences among days, oldest first.
  ///
  /// A run of days without an event is one when days that have an event as often as the others do, each for itself, would
  /// leave fewer than 0.001 runs of that length: `n (1 - p)^z < 0.001`, with `z` the run's days, `n` all days, and
  /// `p = (k + 1) / (m + 2)` of `k` days with an event among the `m` others (Laplace's rule of succession). Days of
  /// silences as long or longer are none of the others.
  ///
  /// - Parameter days: of each day, whether there is an event on it. Before the first nothing is missing.
  public static func all(in days: [Bool]) -> [Silence] {
    guard let first = days.firstIndex(of: true) else { return [] }
    let (all, seen) = (days.count - first, days.count { $0 })
    guard seen >= leastSeenDays else { return [] }
    var found: [Range<Int>] = []
    var silent = 0
    for run in runs(in: days, from: first).sorted(by: { $0.count > $1.count }) {
      let chance = 1 - Double(seen + 1) / Double(all - silent - run.count + 2)
      var expected = Double(all)
      for _ in run { expected *= chance }
      // A shorter run is likelier.
      guard expected < expectedByChance else { break }
      found.append(run)
      silent += run.count
    }
    return found.sorted { $0.lowerBound < $1.lowerBound }.map {
      Silence(days: $0, seenDays: seen, otherDays: all - silent)
    }
  }

  /// The longest runs of days without an event.
  private static func runs(in days: [Bool], from first: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = first
    for day in first...days.count where day == days.count || days[day] {
      if start < day { runs.append(start..<day) }
      start = day + 1
    }
    return runs
  }
}
