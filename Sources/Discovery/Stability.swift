// Whether groups are found again in other people of the same kind.

internal import Parallel

/// Mixtures fitted to resamples of the points (bootstrap).
struct Resamples: Sendable {
  private let points: Points
  /// Of each resample the hills, for the original points.
  private let fits: [Hills]

  private static let count = 20

  /// Each is fitted from a start of its own and from the mixture of all points; the better fit is taken.
  init(_ points: Points, of mixture: Mixture, least: Int) {
    self.points = points
    fits = concurrentMap(0..<Self.count) { number -> Hills? in
      var dice = Dice(seed: UInt64(1000 + number))
      let places = (0..<points.count).map { _ in dice.index(below: points.count) }
      let chosen = points.chosen(places)
      let fitting = Fitting(chosen, least: least)
      let components = mixture.components.count
      let fits = [
        fitting.fit(components: components, seed: UInt64(2000 + number)), fitting.fit(startingFrom: mixture),
      ].compactMap(\.self)
      return fits.min { $0.bic < $1.bic }.map { Hills($0.mixture, of: points) }
    }.compactMap(\.self)
  }

  /// Of each group the mean, over the resamples, of the greatest Jaccard similarity with a group of hills there
  /// (Hennig 2007): 1 is the same people, below 0.6 hardly more than chance, from 0.75 on a pattern.
  ///
  /// - Parameter groups: of each point, -1 for none.
  func stability(of groups: [Int], count: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for fit in fits {
      let best = Self.bestJaccard(groups, count, fit)
      for group in sums.indices { sums[group] += best[group] }
    }
    return sums.map { $0 / Double(max(1, fits.count)) }
  }

  /// Of each group the greatest Jaccard similarity with hills taken together: those of which most is in the group come
  /// first, as long as they make it more alike.
  private static func bestJaccard(_ groups: [Int], _ count: Int, _ hills: Hills) -> [Double] {
    var both = [[Double]](repeating: Array(repeating: 0, count: hills.count), count: count)
    var sizes = [Double](repeating: 0, count: count)
    var hillSizes = [Double](repeating: 0, count: hills.count)
    for (group, hill) in zip(groups, hills.hillOfPoint) {
      if group >= 0 { sizes[group] += 1 }
      if hill >= 0 { hillSizes[hill] += 1 }
      if group >= 0, hill >= 0 { both[group][hill] += 1 }
    }
    return (0..<count).map { group in
      let inside = hillSizes.indices.filter { both[group][$0] > 0 }
        .map { (share: both[group][$0] / hillSizes[$0], hill: $0) }
        .sorted { ($1.share, $0.hill) < ($0.share, $1.hill) }
      var (best, shared, either) = (0.0, 0.0, sizes[group])
      for (_, hill) in inside {
        shared += both[group][hill]
        either += hillSizes[hill] - both[group][hill]
        best = max(best, shared / either)
      }
      return best
    }
  }
}
