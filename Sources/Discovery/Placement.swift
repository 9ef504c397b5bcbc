// Who is like which group, by a model.

internal import Parallel
public import Persona

/// Where some people stand in a model.
public struct Placement: Sendable {
  /// Of each group, of each row, the probability. They sum to one less what is background; all are 0 for a row that
  /// fits nothing.
  public var shares: [[Float]]

  /// Whether a row belongs to a group: with at least half of the probability, or, shared between two groups, with at
  /// least a third of it in each.
  public func belongs(_ row: Int, to group: Int) -> Bool {
    let own = shares[group][row]
    if own >= 0.5 { return true }
    return own >= Self.shared && shares.indices.contains { $0 != group && shares[$0][row] >= Self.shared }
  }

  /// The most probable group of a row that has at least half of the probability; -1 for none.
  public func mostProbable(_ row: Int) -> Int { shares.indices.first { shares[$0][row] >= 0.5 } ?? -1 }

  private static let shared: Float = 1.0 / 3
}

/// A model that is ready to place people.
public struct Placer: Sendable {
  public let model: Model
  private let density: Density

  /// - Throws: when the model's numbers are no distributions.
  public init(_ model: Model) throws(Failure) {
    guard let density = Density(model) else {
      throw Failure(
        "cannot use a model", causes: ["its numbers are no normal distributions"],
        hint: "restore the evidence from git")
    }
    self.model = model
    self.density = density
  }

  /// Places every row; the columns are the model's measures in their order.
  public func placement(of matrix: FeatureMatrix) -> Placement {
    let size = 4096
    let blocks = concurrentMap(0..<(matrix.rowCount + size - 1) / size) { block in
      place(block * size..<min(matrix.rowCount, (block + 1) * size), of: matrix)
    }
    return Placement(
      shares: (0..<model.groupCount).map { group in blocks.flatMap { $0[group] } })
  }

  /// Of each row its most probable component.
  public func components(of matrix: FeatureMatrix) -> [Int] {
    var person = Observation(size: model.features.count)
    var parts = emptyParts
    return (0..<matrix.rowCount).map { row in
      read(row, of: matrix, into: &person)
      density.parts(person, into: &parts)
      return parts.indices.max { parts[$0].logDensity < parts[$1].logDensity } ?? -1
    }
  }

  /// Of each group, what speaks for it over everything else (the logarithm of the odds), as far as each feature makes
  /// it so: less what it would be if the person were usual in that feature.
  public func reasons(of row: Int, in matrix: FeatureMatrix, group: Int) -> [Double] {
    var person = Observation(size: model.features.count)
    read(row, of: matrix, into: &person)
    let odds = logOdds(person, of: group)
    return model.features.indices.map { odds - logOdds(person.usual(in: $0), of: group) }
  }

  private func place(_ rows: Range<Int>, of matrix: FeatureMatrix) -> [[Float]] {
    var result = (0..<model.groupCount).map { _ in [Float](repeating: 0, count: rows.count) }
    var person = Observation(size: model.features.count)
    var parts = emptyParts
    for (place, row) in rows.enumerated() {
      read(row, of: matrix, into: &person)
      density.parts(person, into: &parts)
      let isWithinReach = zip(model.components, parts).contains {
        $0.group >= 0 && $1.distance <= model.reach
      }
      guard isWithinReach else { continue }
      let total = logSum(parts.lazy.map(\.logDensity))
      for (component, part) in zip(model.components, parts) where component.group >= 0 {
        result[component.group][place] += Float(exponential(part.logDensity - total))
      }
    }
    return result
  }

  /// A whole count stands in the middle of its step: nobody's place depends on chance.
  private func read(_ row: Int, of matrix: FeatureMatrix, into person: inout Observation) {
    person.read(row, of: matrix, model.features) { _ in 0.5 }
  }

  private var emptyParts: [(distance: Double, logDensity: Double)] {
    Array(repeating: (0, 0), count: model.components.count)
  }

  private func logOdds(_ person: Observation, of group: Int) -> Double {
    var parts = emptyParts
    density.parts(person, into: &parts)
    let (own, others) = (
      model.components.indices.filter { model.components[$0].group == group },
      model.components.indices.filter { model.components[$0].group != group }
    )
    guard !others.isEmpty else { return 0 }
    return logSum(own.map { parts[$0].logDensity }) - logSum(others.map { parts[$0].logDensity })
  }
}

/// How likely people are under a model.
private enum Density: Sendable {
  /// By all features.
  case features(FeatureMixture)
  /// By some directions, with one error for a person.
  case directions(Mixture, Projection, [Model.Feature])

  /// nil when the model's numbers are no distributions.
  init?(_ model: Model) {
    if model.directions.isEmpty {
      guard let mixture = FeatureMixture(model.components) else { return nil }
      self = .features(mixture)
    } else {
      guard let mixture = Mixture(model.components) else { return nil }
      self = .directions(mixture, Projection(directions: model.directions), model.features)
    }
  }

  func parts(_ person: Observation, into parts: inout [(distance: Double, logDensity: Double)]) {
    switch self {
    case .features(let mixture): mixture.parts(person, into: &parts)
    case .directions(let mixture, let projection, let features):
      var point = [Double](repeating: 0, count: projection.directions.count)
      projection.project(person.values, into: &point)
      parts = mixture.parts(point[...], noise: features.noise(of: person))
    }
  }
}

extension Model {
  /// - Parameters:
  ///   - projection: nil: the components are of the features themselves.
  ///   - reach: nil: as far as 99.9% of the people of a normal distribution go.
  init(
    _ features: [Feature], _ projection: Projection?, _ components: [Component], reach: Double? = nil
  ) {
    let dimensions = projection?.directions.count ?? features.count
    self.init(
      features: features, directions: projection?.directions ?? [],
      components: components.map { component in
        Component(
          weight: significant(component.weight), mean: component.mean.map(significant),
          covariance: component.covariance.map(significant), group: component.group)
      }, reach: significant(reach ?? chiSquareQuantile999(degrees: Double(dimensions))))
  }
}

/// The quantile of 99.9% of the chi-square distribution (Wilson and Hilferty 1931).
func chiSquareQuantile999(degrees: Double) -> Double {
  let part = 2 / (9 * degrees)
  let root = 1 - part + 3.090_232_306 * part.squareRoot()
  return degrees * root * root * root
}
