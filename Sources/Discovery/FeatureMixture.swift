// Normal distributions over all features, and how likely people are under them: what everybody is placed by.

internal import Persona

/// A sum of normal distributions within which the features are independent. Each value has an error of its own, and sees
/// a distribution as much wider in its feature as the error says (Bovy, Hogg and Roweis 2011).
struct FeatureMixture: Sendable {
  let count: Int
  private let size: Int
  private let logWeights: [Double]
  /// Component by component, feature by feature.
  private let means: [Double]
  private let variances: [Double]

  /// nil when a weight or a variance is not positive.
  init?(_ components: [Model.Component]) {
    guard let first = components.first,
      components.allSatisfy({ $0.weight > 0 && $0.covariance.allSatisfy { $0 > 0 } })
    else { return nil }
    (count, size) = (components.count, first.mean.count)
    logWeights = components.map { naturalLogarithm($0.weight) }
    means = components.flatMap(\.mean)
    variances = components.flatMap(\.covariance)
  }

  /// Of each component the squared distance of a person, in units of its spread, and the logarithm of its part of the
  /// density.
  func parts(_ person: Observation, into parts: inout [(distance: Double, logDensity: Double)]) {
    for component in 0..<count {
      let (distance, logVolume) = distance(of: person, to: component)
      parts[component] = (distance, logWeights[component] - (logVolume + distance) / 2)
    }
  }

  /// So many variances are multiplied before a logarithm is taken: a logarithm takes as long as ten products.
  private static let together = 32

  private func distance(of person: Observation, to component: Int) -> (distance: Double, logVolume: Double) {
    var (distance, logVolume, volume) = (0.0, 0.0, 1.0)
    let start = component * size
    for feature in 0..<size {
      let variance = variances[start + feature] + person.errors[feature]
      let difference = person.values[feature] - means[start + feature]
      distance += difference * difference / variance
      volume *= 2 * .pi * variance
      if feature % Self.together == Self.together - 1 {
        logVolume += naturalLogarithm(volume)
        volume = 1
      }
    }
    return (distance, logVolume + naturalLogarithm(volume))
  }
}

/// A person by all features.
struct Observation {
  /// Coordinates; any number where the error is `unknown`.
  private(set) var values: [Double]
  /// The variance of each value's error, in units of the feature's spread squared.
  private(set) var errors: [Double]

  /// The error of a value that is missing: so large that nothing follows from the value.
  static let unknown = 1e6

  init(size: Int) {
    values = Array(repeating: 0, count: size)
    errors = Array(repeating: Self.unknown, count: size)
  }

  /// - Parameter chance: of a feature, where in its step a whole count stands, 0..<1.
  mutating func read(
    _ row: Int, of matrix: FeatureMatrix, _ features: [Model.Feature], chance: (Int) -> Double
  ) {
    for place in features.indices {
      let known = features[place].observed(row, in: matrix.columns[place], chance: chance(place))
      (values[place], errors[place]) = known ?? (0, Self.unknown)
    }
  }

  /// The chosen rows. Whole counts are spread over their step.
  static func all(
    _ rows: some Collection<Int>, of matrix: FeatureMatrix, _ features: [Model.Feature], _ hashes: RowHashes
  ) -> [Observation] {
    rows.map { row in
      var person = Observation(size: features.count)
      person.read(row, of: matrix, features) { hashes.chance(row, $0) }
      return person
    }
  }

  /// The person were they usual in a feature.
  func usual(in feature: Int) -> Observation {
    var other = self
    other.values[feature] = 0
    return other
  }
}
