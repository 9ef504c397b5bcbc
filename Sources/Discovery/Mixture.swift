// Points as a sum of normal distributions, and how likely they are under it.

internal import Persona

/// A sum of normal distributions of what people are like, ready to be evaluated at points that have errors: each
/// distribution is as much wider as the point's error says (Bovy, Hogg and Roweis 2011).
struct Mixture: Sendable {
  let components: [Model.Component]
  /// Of each component whether it is background: few points spread over much more room than those of the others, what
  /// is left when all groups are told.
  let isBackground: [Bool]
  let dimensions: Int
  /// The different covariances, and which each component has.
  private let shapes: [Shape]
  private let shapeOf: [Int]
  /// The means by the axes of the component's shape.
  private let means: [[Double]]
  private let logWeights: [Double]

  private static let few = 0.1
  /// Half as wide again in every direction.
  private static let wide = naturalLogarithm(1.5)

  /// nil when a covariance is not positive definite.
  init?(_ components: [Model.Component]) {
    guard let dimensions = components.first?.mean.count else { return nil }
    var (shapes, shapeOf, covariances): ([Shape], [Int], [[Double]]) = ([], [], [])
    for component in components {
      let known = covariances.firstIndex(of: component.covariance)
      shapeOf.append(known ?? shapes.count)
      guard known == nil else { continue }
      guard let shape = Shape(component.covariance, dimensions) else { return nil }
      shapes.append(shape)
      covariances.append(component.covariance)
    }
    guard components.allSatisfy({ $0.weight > 0 }) else { return nil }
    means = zip(components, shapeOf).map { turned($0.mean, by: shapes[$1].axes) }
    logWeights = components.map { naturalLogarithm($0.weight) }
    (self.components, self.dimensions) = (components, dimensions)
    (self.shapes, self.shapeOf) = (shapes, shapeOf)
    let volumes = shapeOf.map { shapes[$0].logVolume }
    let usual = volumes.sorted()[volumes.count / 2]
    isBackground = zip(components, volumes).map { component, volume in
      components.count > 2 && component.weight < Self.few && volume > usual + Double(dimensions) * Self.wide
    }
  }

  /// Of each component the squared distance of a point, in units of its spread (Mahalanobis), and the logarithm of its
  /// part of the density.
  func parts(_ point: ArraySlice<Double>, noise: Double) -> [(distance: Double, logDensity: Double)] {
    let seen = shapes.map { $0.seen(point, noise) }
    return components.indices.map { component in
      let (turned, precision, logVolume) = seen[shapeOf[component]]
      let mean = means[component]
      var distance = 0.0
      for axis in 0..<dimensions {
        distance += precision[axis] * (turned[axis] - mean[axis]) * (turned[axis] - mean[axis])
      }
      return (distance, logWeights[component] - logVolume - distance / 2)
    }
  }

  /// Of each component its share of the density at a point.
  func shares(_ point: ArraySlice<Double>, noise: Double) -> [Double] {
    let parts = parts(point, noise: noise).map(\.logDensity)
    let total = logSum(parts)
    return parts.map { exponential($0 - total) }
  }

  func logDensity(_ point: [Double], noise: Double) -> Double {
    logSum(parts(point[...], noise: noise).map(\.logDensity))
  }

  /// Of each point, the most probable component.
  func assignments(_ points: Points) -> [Int] {
    (0..<points.count).map { place in
      let parts = parts(points[place], noise: points.noise[place])
      return parts.indices.max { parts[$0].logDensity < parts[$1].logDensity } ?? 0
    }
  }

  /// The components with their groups.
  func components(groups: [Int]) -> [Model.Component] {
    zip(components, groups).map { component, group in
      var component = component
      component.group = group
      return component
    }
  }

  /// The inverse of a component's covariance as points with such an error see it, row by row.
  func precision(of component: Int, noise: Double) -> [Double] {
    shapes[shapeOf[component]].precision(noise)
  }
}

/// The logarithm of the sum of exponentials.
func logSum(_ values: some Collection<Double>) -> Double {
  let top = values.max() ?? 0
  return top + naturalLogarithm(values.reduce(0) { $0 + exponential($1 - top) })
}

/// A covariance by its axes.
private struct Shape {
  /// Row by row.
  let axes: [Double]
  let variances: [Double]

  init?(_ covariance: [Double], _ size: Int) {
    guard let (values, vectors) = eigenvectors(of: covariance, size: size), values.allSatisfy({ $0 > 0 })
    else { return nil }
    (variances, axes) = (values, vectors.flatMap(\.self))
  }

  var logVolume: Double { variances.reduce(0) { $0 + naturalLogarithm($1) } / 2 }

  /// A point by the axes; along each, one over the variance that it sees; and the logarithm of the distribution's
  /// constant.
  func seen(_ point: ArraySlice<Double>, _ noise: Double) -> ([Double], [Double], Double) {
    let volume = variances.reduce(1) { $0 * ($1 + noise) * 2 * .pi }
    return (turned(point, by: axes), variances.map { 1 / ($0 + noise) }, naturalLogarithm(volume) / 2)
  }

  func precision(_ noise: Double) -> [Double] {
    let size = variances.count
    var result = [Double](repeating: 0, count: size * size)
    for axis in 0..<size {
      for row in 0..<size {
        let factor = axes[axis * size + row] / (variances[axis] + noise)
        for column in 0..<size { result[row * size + column] += factor * axes[axis * size + column] }
      }
    }
    return result
  }
}
