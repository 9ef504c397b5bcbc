// Centres of points: where a mixture begins.

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
    (0..<points.count).map { points.distance($0, to: centre) }
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
        let distance = points.distance(point, to: centre)
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
