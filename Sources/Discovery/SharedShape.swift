// Normal distributions of one common shape, and one round of expectation and maximisation for points with errors.

internal import Persona

/// Normal distributions of one shape, each as wide as it is. Own shapes would take more numbers than small groups have
/// people; one width for all would cut a crowd's thin edges into groups, and leave no room for those who are like nobody.
///
/// Extreme deconvolution (Bovy, Hogg and Roweis 2011) by the axes of the common covariance, where a point's error, the
/// same in all directions, is one more variance along each axis.
struct SharedShape {
  private let least: Double
  private var weights: [Double]
  private var means: [[Double]]
  /// How wide each is against the common covariance.
  private var scales: [Double]
  private var covariance: [Double]

  /// No component is thinner than this along any axis before it is scaled, nor narrower than this against the others: it
  /// would become a spike on a value that many people share.
  static let floor = 1e-3
  private static let narrowest = 0.5
  /// A component is as wide as the others until so many points say otherwise.
  private static let priorPoints = 10.0

  /// - Parameter components: of each point the component that it begins in; -1: none.
  init?(_ points: Points, _ components: [Int], least: Double) {
    self.least = least
    let size = points.dimensions
    (weights, means) = ([], [])
    var within = [Double](repeating: 0, count: size * size)
    for component in 0..<((components.max() ?? -1) + 1) {
      let part = points.moments(weights: components.map { $0 == component ? 1 : 0 })
      guard part.total >= least else { continue }
      weights.append(part.total)
      means.append(part.mean)
      for place in within.indices { within[place] += part.total * part.covariance[place] }
    }
    let total = weights.reduce(0, +)
    guard total > 0 else { return nil }
    let noise = points.noise.reduce(0, +) / Double(points.count)
    guard let (values, vectors) = eigenvectors(of: within.map { $0 / total }, size: size) else { return nil }
    covariance = covarianceTurnedBack(
      diagonal(values.map { max($0 - noise, 20 * Self.floor) }), by: vectors.flatMap(\.self), size: size)
    weights = weights.map { $0 / total }
    scales = weights.map { _ in 1 }
  }

  /// - Parameter start: a mixture of one shape.
  init?(_ start: Mixture, least: Double) {
    guard let first = start.components.first else { return nil }
    self.least = least
    covariance = first.covariance
    scales = start.components.map { $0.covariance[0] / first.covariance[0] }
    weights = start.components.map(\.weight)
    means = start.components.map(\.mean)
  }

  var parameterCount: Double {
    let (count, size) = (Double(weights.count), Double(means[0].count))
    return count * (2 + size) - 2 + size * (size + 1) / 2
  }

  var mixture: Mixture? {
    Mixture(
      weights.indices.map { component in
        .init(
          weight: weights[component], mean: means[component],
          covariance: covariance.map { scales[component] * $0 })
      })
  }

  /// One round.
  ///
  /// - Returns: the logarithm of the points' likelihood before; nil when no component is left.
  mutating func improve(_ points: Points) -> Double? {
    guard let (values, vectors) = eigenvectors(of: covariance, size: points.dimensions) else { return nil }
    let axes = vectors.flatMap(\.self)
    var sums = Sums(
      weights: weights, means: means.map { turned($0, by: axes) }, variances: values, scales: scales)
    var point = [Double](repeating: 0, count: points.dimensions)
    for place in 0..<points.count {
      turn(points[place], by: axes, into: &point)
      sums.add(point, noise: points.noise[place])
    }
    let kept = sums.totals.indices.filter { sums.totals[$0] >= least }
    guard !kept.isEmpty else { return nil }
    let total = kept.reduce(0) { $0 + sums.totals[$1] }
    weights = kept.map { sums.totals[$0] / total }
    means = kept.map { turnedBack(sums.mean(of: $0), by: axes) }
    let common = rescale(kept.map { sums.covariance(of: $0) }, kept.map { sums.totals[$0] }, values)
    covariance = covarianceTurnedBack(common, by: axes, size: values.count)
    for axis in values.indices { covariance[axis * values.count + axis] += Self.floor }
    return sums.likelihood
  }

  /// Widths first, then the common covariance (Celeux and Govaert 1995).
  ///
  /// - Parameters:
  ///   - own: of each component the covariance times its points, by the axes of the common one.
  ///   - variances: of the common one.
  /// - Returns: the common covariance by the same axes.
  private mutating func rescale(_ own: [[Double]], _ totals: [Double], _ variances: [Double]) -> [Double] {
    let size = variances.count
    scales = zip(own, totals).map { own, total in
      let sum = variances.indices.reduce(0) { $0 + own[$1 * size + $1] / max(variances[$1], 1e-9) }
      return max(Self.narrowest, (sum / Double(size) + Self.priorPoints) / (total + Self.priorPoints))
    }
    let all = totals.reduce(0, +)
    var common = [Double](repeating: 0, count: size * size)
    for (own, scale) in zip(own, scales) {
      for entry in common.indices { common[entry] += own[entry] / (scale * all) }
    }
    return common
  }
}

/// What a round adds up over the points, by the axes of the common covariance. Lists are of numbers along each axis,
/// component by component.
private struct Sums {
  private let size: Int
  private let logWeights: [Double]
  private let means: [Double]
  private let variances: [Double]
  private(set) var likelihood = 0.0
  /// Of each component its share of the points.
  private(set) var totals: [Double]
  /// Sums of what a component's points are likely to be without their errors, less its mean; and of the products.
  private var shifts: [Double]
  private var products: [Double]
  private var parts: [Double]
  private var shift: [Double]

  /// Less of a point than this is no part of a component's sums.
  private static let least = 1e-4

  init(weights: [Double], means: [[Double]], variances: [Double], scales: [Double]) {
    size = variances.count
    logWeights = weights.map(naturalLogarithm)
    self.means = means.flatMap(\.self)
    self.variances = scales.flatMap { scale in variances.map { $0 * scale } }
    totals = weights.map { _ in 0 }
    parts = totals
    shifts = self.means.map { _ in 0 }
    products = [Double](repeating: 0, count: size * self.means.count)
    shift = variances.map { _ in 0 }
  }

  mutating func add(_ point: [Double], noise: Double) {
    var top = -Double.infinity
    for component in parts.indices {
      parts[component] = logWeights[component] + logDensity(point, noise, component)
      top = max(top, parts[component])
    }
    var sum = 0.0
    for component in parts.indices {
      parts[component] = exponential(parts[component] - top)
      sum += parts[component]
    }
    likelihood += top + naturalLogarithm(sum)
    for component in parts.indices where parts[component] > Self.least * sum {
      add(point, noise, to: component, share: parts[component] / sum)
    }
  }

  private func logDensity(_ point: [Double], _ noise: Double, _ component: Int) -> Double {
    var (sum, volume, place) = (0.0, 1.0, component * size)
    for value in point {
      let variance = variances[place] + noise
      let difference = value - means[place]
      sum += difference * difference / variance
      volume *= 2 * .pi * variance
      place += 1
    }
    return -(sum + naturalLogarithm(volume)) / 2
  }

  private mutating func add(_ point: [Double], _ noise: Double, to component: Int, share: Double) {
    totals[component] += share
    for axis in 0..<size {
      let place = component * size + axis
      let gain = variances[place] / (variances[place] + noise)
      let own = gain * (point[axis] - means[place])
      shift[axis] = own
      shifts[place] += share * own
      var entry = place * size
      for other in 0...axis {
        products[entry] += share * own * shift[other]
        entry += 1
      }
      products[entry - 1] += share * gain * noise
    }
  }

  func mean(of component: Int) -> [Double] {
    (component * size..<(component + 1) * size).map { means[$0] + shifts[$0] / totals[component] }
  }

  /// Row by row; times the component's points.
  func covariance(of component: Int) -> [Double] {
    var result = Array(products[component * size * size..<(component + 1) * size * size])
    let own = shifts[component * size..<(component + 1) * size].map { $0 / totals[component].squareRoot() }
    for row in 0..<size {
      for column in 0...row {
        result[row * size + column] -= own[row] * own[column]
        result[column * size + row] = result[row * size + column]
      }
    }
    return result
  }
}
