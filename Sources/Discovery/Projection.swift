// The directions in which people differ by more than chance.

internal import Persona

/// Directions in the space of scaled features, strongest first.
struct Projection: Sendable {
  /// Of each direction the weight of each feature.
  let directions: [[Double]]

  /// More directions than this cost time and say little.
  private static let most = 12

  /// The principal components of the points, in units of the variance that chance alone gives each feature, as far as
  /// they vary by more than the most that unrelated features would show (Marchenko and Pastur 1967); at least one, nil
  /// without any variance.
  init?(_ points: Points, _ features: [Model.Feature]) {
    let scales = features.map { 1 / $0.unit.squareRoot() }
    var (total, _, covariance) = points.moments(weights: Array(repeating: 1, count: points.count))
    for row in scales.indices {
      for column in scales.indices { covariance[row * scales.count + column] *= scales[row] * scales[column] }
    }
    guard total > 1, let (values, vectors) = eigenvectors(of: covariance, size: points.dimensions),
      let first = values.first, first > 1e-9
    else { return nil }
    let root = 1 + (Double(points.dimensions) / total).squareRoot()
    let kept = max(1, values.prefix(Self.most).count { $0 > root * root })
    directions = vectors.prefix(kept).map { vector in zip(vector, scales).map { significant($0 * $1) } }
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
