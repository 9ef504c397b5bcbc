// Fits a mixture of so many components: k-means for a start, then expectation and maximisation (Dempster, Laird and
// Rubin 1977).

internal import Persona

extension Mixture {
  struct Fit: Sendable {
    var mixture: Mixture
    /// Bayesian information criterion (Schwarz 1978): the less the better.
    var bic: Double
  }

  /// - Parameters:
  ///   - least: points of a component.
  ///   - seed: of the choice of k-means' first centres.
  static func fitted(to points: Points, components count: Int, least: Int, seed: UInt64) -> Fit? {
    guard points.count > 2 * count else { return nil }
    let starts = (0..<8).map { KMeans(points, count: count, seed: 10 * seed + $0) }
    guard let nearest = starts.min(by: { $0.spread < $1.spread })?.nearest else { return nil }
    return fitted(to: points, startingFrom: nearest, least: least)
  }

  /// - Parameter components: of each point the component that it begins in; -1: none.
  static func fitted(to points: Points, startingFrom components: [Int], least: Int) -> Fit? {
    let shares = (0...max(0, components.max() ?? 0)).map { component in
      components.map { $0 == component ? 1.0 : 0 }
    }
    return maximisation(points, shares, least).flatMap {
      fitted(to: points, startingFrom: $0, least: least)
    }
  }

  /// - Parameter start: the mixture to begin with.
  static func fitted(to points: Points, startingFrom start: Mixture, least: Int) -> Fit? {
    var mixture = start
    var last = -Double.infinity
    for _ in 0..<80 {
      let (likelihood, shares) = mixture.expectation(points)
      if likelihood - last < 1e-5 * Double(points.count) { break }
      last = likelihood
      guard let next = maximisation(points, shares, least) else { break }
      mixture = next
    }
    let (likelihood, _) = mixture.expectation(points)
    let d = Double(points.dimensions)
    let parameters = Double(mixture.components.count) * (1 + d + d * (d + 1) / 2) - 1
    return Fit(
      mixture: mixture, bic: parameters * naturalLogarithm(Double(points.count)) - 2 * likelihood)
  }

  /// The logarithm of the likelihood of all points, and of each component its share of each point.
  private func expectation(_ points: Points) -> (Double, [[Double]]) {
    var shares = components.map { _ in [Double](repeating: 0, count: points.count) }
    var own = [Double](repeating: 0, count: components.count)
    var likelihood = 0.0
    for point in 0..<points.count {
      likelihood += logDensity(points[point], shares: &own)
      for component in own.indices { shares[component][point] = own[component] }
    }
    return (likelihood, shares)
  }

  /// Components that hold hardly any point are left out.
  private static func maximisation(_ points: Points, _ shares: [[Double]], _ least: Int) -> Mixture? {
    let fewest = Double(max(least, 2 * points.dimensions + 2))
    let parts = shares.map { points.moments(weights: $0) }.filter { $0.total >= fewest }
    let all = parts.reduce(0) { $0 + $1.total }
    return Mixture(
      parts.map { part in
        var covariance = part.covariance
        // A component never gets thinner than this, in units of a feature's spread.
        for place in 0..<points.dimensions { covariance[place * points.dimensions + place] += 1e-3 }
        return Model.Component(weight: part.total / all, mean: part.mean, covariance: covariance)
      })
  }
}

/// Centres by k-means++ with several candidates for each (Arthur and Vassilvitskii 2007) and Lloyd's iterations: only a
/// start for something better.
struct KMeans {
  /// Of each point the centre that is nearest.
  private(set) var nearest: [Int]
  /// Sum of the squared distances to the nearest centres.
  private(set) var spread = Double.infinity
  private var centres: [[Double]]

  init(_ points: Points, count: Int, seed: UInt64) {
    var dice = Dice(seed: seed)
    nearest = Array(repeating: 0, count: points.count)
    centres = [Array(points[dice.index(below: points.count)])]
    var distances = Self.distances(points, to: centres[0])
    let candidates = 2 + Int(naturalLogarithm(Double(count)))
    while centres.count < count {
      let total = distances.reduce(0, +)
      var best: (sum: Double, distances: [Double], centre: [Double])?
      for _ in 0..<candidates {
        var left = dice.uniform() * total
        let chosen = distances.firstIndex { distance in
          left -= distance
          return left < 0
        }
        let centre = Array(points[chosen ?? points.count - 1])
        let nearer = zip(distances, Self.distances(points, to: centre)).map { min($0, $1) }
        let sum = nearer.reduce(0, +)
        if sum < best?.sum ?? .infinity { best = (sum, nearer, centre) }
      }
      guard let best else { break }
      distances = best.distances
      centres.append(best.centre)
    }
    for _ in 0..<12 where !improve(points) { break }
  }

  private static func distances(_ points: Points, to centre: [Double]) -> [Double] {
    (0..<points.count).map { distance(points[$0], centre) }
  }

  private static func distance(_ point: ArraySlice<Double>, _ centre: [Double]) -> Double {
    var sum = 0.0
    for (a, b) in zip(point, centre) { sum += (a - b) * (a - b) }
    return sum
  }

  /// Whether a point has changed its centre.
  private mutating func improve(_ points: Points) -> Bool {
    var hasMoved = false
    spread = 0
    var sums = centres.map { [Double](repeating: 0, count: $0.count) }
    var counts = [Double](repeating: 0, count: centres.count)
    for point in 0..<points.count {
      var best = (centre: 0, distance: Double.infinity)
      for (index, centre) in centres.enumerated() {
        let distance = Self.distance(points[point], centre)
        if distance < best.distance { best = (index, distance) }
      }
      hasMoved = hasMoved || nearest[point] != best.centre
      nearest[point] = best.centre
      spread += best.distance
      counts[best.centre] += 1
      for (place, value) in points[point].enumerated() { sums[best.centre][place] += value }
    }
    for index in centres.indices where counts[index] > 0 {
      centres[index] = sums[index].map { $0 / counts[index] }
    }
    return hasMoved
  }
}
