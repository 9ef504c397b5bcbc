// Points as a sum of normal distributions, and how likely they are under it.

internal import Persona

/// A sum of normal distributions, ready to be evaluated.
struct Mixture: Sendable {
  let components: [Model.Component]
  let dimensions: Int
  /// Inverses of the lower factors of the covariances.
  let factors: [[Double]]
  /// Logarithms of the weight and of the distribution's constant.
  private let constants: [Double]
  let logVolumes: [Double]

  /// nil when a covariance is not positive definite.
  init?(_ components: [Model.Component]) {
    guard let dimensions = components.first?.mean.count else { return nil }
    var (factors, constants, volumes): ([[Double]], [Double], [Double]) = ([], [], [])
    for component in components {
      guard component.weight > 0, let inverse = inverseFactor(of: component.covariance, size: dimensions)
      else { return nil }
      factors.append(inverse.factor)
      volumes.append(inverse.logDeterminant / 2)
      let scale = Double(dimensions) * naturalLogarithm(2 * .pi) + inverse.logDeterminant
      constants.append(naturalLogarithm(component.weight) - scale / 2)
    }
    (self.components, self.dimensions) = (components, dimensions)
    (self.factors, self.constants, logVolumes) = (factors, constants, volumes)
  }

  /// Squared distance of a point from a component's mean, in units of its spread (Mahalanobis).
  func distance(_ point: ArraySlice<Double>, to component: Int) -> Double {
    let (factor, mean) = (factors[component], components[component].mean)
    let start = point.startIndex
    var sum = 0.0
    for row in 0..<dimensions {
      var inner = 0.0
      for column in 0...row {
        inner += factor[row * dimensions + column] * (point[start + column] - mean[column])
      }
      sum += inner * inner
    }
    return sum
  }

  /// Of each component the logarithm of its part of the density.
  func logDensities(_ point: ArraySlice<Double>) -> [Double] {
    components.indices.map { constants[$0] - distance(point, to: $0) / 2 }
  }

  /// Puts the probability of each component into `shares`; gives the logarithm of the density.
  func logDensity(_ point: ArraySlice<Double>, shares: inout [Double]) -> Double {
    var top = -Double.infinity
    for component in components.indices {
      shares[component] = constants[component] - distance(point, to: component) / 2
      top = max(top, shares[component])
    }
    var sum = 0.0
    for component in components.indices {
      shares[component] = exponential(shares[component] - top)
      sum += shares[component]
    }
    for component in components.indices { shares[component] /= sum }
    return top + naturalLogarithm(sum)
  }

  func logDensity(_ point: [Double]) -> Double {
    var shares = [Double](repeating: 0, count: components.count)
    return logDensity(point[...], shares: &shares)
  }

  /// Of each point, the most probable component.
  func assignments(_ points: Points) -> [Int] {
    var shares = [Double](repeating: 0, count: components.count)
    return (0..<points.count).map { point in
      _ = logDensity(points[point], shares: &shares)
      return shares.indices.max { shares[$0] < shares[$1] } ?? 0
    }
  }
}
