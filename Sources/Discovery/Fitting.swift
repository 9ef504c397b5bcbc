// Fits normal distributions to points with errors: k-means for a start, then expectation and maximisation.

internal import Persona

/// Finds mixtures for some points.
struct Fitting: Sendable {
  let points: Points
  /// A component has at least so many points.
  private let least: Double

  struct Fit: Sendable {
    var mixture: Mixture
    /// Bayesian information criterion (Schwarz 1978): the less the better.
    var bic: Double
  }

  init(_ points: Points, least: Int) {
    self.points = points
    self.least = Double(max(least, Self.fewest))
  }

  private static let fewest = 10

  /// - Parameter seed: of the choice of k-means' first centres.
  func fit(components count: Int, seed: UInt64) -> Fit? {
    guard points.count > 2 * count else { return nil }
    let starts = (0..<4).map { KMeans(points, count: count, seed: 10 * seed + $0) }
    return starts.min { $0.spread < $1.spread }.flatMap { fit(startingFrom: $0.nearest) }
  }

  /// - Parameter components: of each point the component that it begins in; -1: none.
  func fit(startingFrom components: [Int]) -> Fit? {
    fit(SharedShape(points, components, least: least))
  }

  func fit(startingFrom mixture: Mixture) -> Fit? { fit(SharedShape(mixture, least: least)) }

  private func fit(_ start: SharedShape?) -> Fit? {
    guard var shape = start else { return nil }
    var likelihood = -Double.infinity
    for _ in 0..<100 {
      guard let next = shape.improve(points) else { return nil }
      let gain = next - likelihood
      likelihood = next
      if gain < 1e-4 * Double(points.count) { break }
    }
    return shape.mixture.map {
      Fit(
        mixture: $0,
        bic: shape.parameterCount * naturalLogarithm(Double(points.count)) - 2 * likelihood)
    }
  }
}
