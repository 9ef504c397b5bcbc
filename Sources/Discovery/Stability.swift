// Whether groups are found again in other people of the same kind.

/// Mixtures fitted to resamples of the points (bootstrap).
struct Resamples: Sendable {
  private let points: Points
  /// Of each resample, of each original point its hill, and the hills.
  private let fits: [(hills: [Int], all: Hills)]

  private static let count = 20

  /// Each is fitted from a start of its own and from the mixture of all points; the better fit is taken.
  init(_ points: Points, of mixture: Mixture, least: Int) {
    self.points = points
    fits = concurrentMap(0..<Self.count) { number -> (hills: [Int], all: Hills)? in
      var dice = Dice(seed: UInt64(1000 + number))
      let places = (0..<points.count).map { _ in dice.index(below: points.count) }
      let (chosen, components) = (points.chosen(places), mixture.components.count)
      let fits = [
        Mixture.fitted(to: chosen, components: components, least: least, seed: UInt64(2000 + number)),
        Mixture.fitted(to: chosen, startingFrom: mixture, least: least),
      ].compactMap(\.self)
      guard let fit = fits.min(by: { $0.bic < $1.bic }) else { return nil }
      let hills = Hills(fit.mixture)
      return (fit.mixture.assignments(points).map { hills.hillOfComponent[$0] }, hills)
    }.compactMap(\.self)
  }

  /// Of each group the mean, over the resamples, of the greatest Jaccard similarity with one of the groups there
  /// (Hennig 2007): 1 is the same people, below 0.6 hardly more than chance, from 0.75 on a pattern.
  ///
  /// - Parameter groups: of each point, -1 for none.
  func stability(of groups: [Int], count: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for fit in fits {
      let best = Self.bestJaccard(groups, count, fit.hills, fit.all)
      for group in sums.indices { sums[group] += best[group] }
    }
    return sums.map { $0 / Double(max(1, fits.count)) }
  }

  /// Of each group the best of all sets of hills that come together when valleys are filled one after the other.
  private static func bestJaccard(_ groups: [Int], _ count: Int, _ hills: [Int], _ all: Hills) -> [Double] {
    var both = [[Double]](repeating: Array(repeating: 0, count: all.count), count: count)
    var sizes = [Double](repeating: 0, count: count)
    var hillSizes = [Double](repeating: 0, count: all.count)
    for (group, hill) in zip(groups, hills) {
      if group >= 0 { sizes[group] += 1 }
      if hill >= 0 { hillSizes[hill] += 1 }
      if group >= 0, hill >= 0 { both[group][hill] += 1 }
    }
    let sets = all.sets
    return (0..<count).map { group in
      var best = 0.0
      for set in sets {
        let shared = set.reduce(0) { $0 + both[group][$1] }
        let either = sizes[group] + set.reduce(0) { $0 + hillSizes[$1] } - shared
        best = max(best, shared / max(1, either))
      }
      return best
    }
  }
}
