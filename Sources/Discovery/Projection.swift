// The directions in which people differ by more than chance.

/// Directions in the space of scaled features, strongest first.
struct Projection: Sendable {
  /// Of each direction the weight of each feature.
  let directions: [[Double]]

  /// More directions than this cost time and say little.
  private static let most = 12

  /// The principal components of the points whose variance is more than the greatest that unrelated features would
  /// show by chance (Marchenko and Pastur 1967), at least one; nil without any variance.
  init?(_ points: Points) {
    let (total, _, covariance) = points.moments(weights: Array(repeating: 1, count: points.count))
    guard total > 1, let (values, vectors) = eigenvectors(of: covariance, size: points.dimensions),
      let first = values.first, first > 1e-9
    else { return nil }
    let root = 1 + (Double(points.dimensions) / total).squareRoot()
    let kept = max(1, values.prefix(Self.most).count { $0 > root * root })
    directions = vectors.prefix(kept).map { $0.map(significant) }
  }

  init(directions: [[Double]]) { self.directions = directions }

  func project(_ point: [Double], into result: inout [Double]) {
    for (place, direction) in directions.enumerated() {
      var sum = 0.0
      for feature in direction.indices { sum += direction[feature] * point[feature] }
      result[place] = sum
    }
  }
}
