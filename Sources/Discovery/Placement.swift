// Who is like which group, by a model.

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
  private let mixture: Mixture
  private let projection: Projection

  /// - Throws: when the model's numbers are no distributions.
  public init(_ model: Model) throws(Failure) {
    guard let mixture = Mixture(model.components) else {
      throw Failure(
        "cannot use a model", causes: ["its numbers are no normal distributions"],
        hint: "restore the evidence from git")
    }
    self.model = model
    self.mixture = mixture
    projection = Projection(directions: model.directions)
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
    var point = [Double](repeating: 0, count: model.directions.count)
    var shares = [Double](repeating: 0, count: model.components.count)
    return (0..<matrix.rowCount).map { row in
      projection.project(coordinates(of: row, in: matrix), into: &point)
      _ = mixture.logDensity(point[...], shares: &shares)
      return shares.indices.max { shares[$0] < shares[$1] } ?? -1
    }
  }

  /// Of each group, what speaks for it over everything else (the logarithm of the odds), as far as each feature makes
  /// it so: less what it would be if the person were usual in that feature.
  public func reasons(of row: Int, in matrix: FeatureMatrix, group: Int) -> [Double] {
    var scaled = coordinates(of: row, in: matrix)
    let odds = logOdds(scaled, of: group)
    return scaled.indices.map { place in
      let value = scaled[place]
      defer { scaled[place] = value }
      scaled[place] = 0
      return odds - logOdds(scaled, of: group)
    }
  }

  private func place(_ rows: Range<Int>, of matrix: FeatureMatrix) -> [[Float]] {
    var result = (0..<model.groupCount).map { _ in [Float](repeating: 0, count: rows.count) }
    var point = [Double](repeating: 0, count: model.directions.count)
    var shares = [Double](repeating: 0, count: model.components.count)
    for (place, row) in rows.enumerated() {
      projection.project(coordinates(of: row, in: matrix), into: &point)
      guard isWithinReach(point) else { continue }
      _ = mixture.logDensity(point[...], shares: &shares)
      for (component, share) in zip(model.components, shares) where component.group >= 0 {
        result[component.group][place] += Float(share)
      }
    }
    return result
  }

  /// A whole count stands in the middle of its step: nobody's place depends on chance.
  private func coordinates(of row: Int, in matrix: FeatureMatrix) -> [Double] {
    zip(model.features, matrix.columns).map { $0.coordinate(of: $1.values[row], chance: 0.5) }
  }

  private func isWithinReach(_ point: [Double]) -> Bool {
    model.components.indices.contains { component in
      model.components[component].group >= 0
        && mixture.distance(point[...], to: component) <= model.reach
    }
  }

  private func logOdds(_ scaled: [Double], of group: Int) -> Double {
    var point = [Double](repeating: 0, count: model.directions.count)
    projection.project(scaled, into: &point)
    let densities = mixture.logDensities(point[...])
    let (own, others) = (
      model.components.indices.filter { model.components[$0].group == group },
      model.components.indices.filter { model.components[$0].group != group }
    )
    guard !others.isEmpty else { return 0 }
    return logSum(own.map { densities[$0] }) - logSum(others.map { densities[$0] })
  }
}

/// The logarithm of the sum of exponentials.
private func logSum(_ values: [Double]) -> Double {
  let top = values.max() ?? 0
  return top + naturalLogarithm(values.reduce(0) { $0 + exponential($1 - top) })
}

extension Model {
  /// - Parameter groups: of each component.
  init(_ features: [Feature], _ projection: Projection, _ mixture: Mixture, groups: [Int]) {
    self.init(
      features: features, directions: projection.directions,
      components: zip(mixture.components, groups).map { component, group in
        Component(
          weight: significant(component.weight), mean: component.mean.map(significant),
          covariance: component.covariance.map(significant), group: group)
      }, reach: significant(chiSquareQuantile999(degrees: projection.directions.count)))
  }
}

/// The quantile of 99.9% of the chi-square distribution (Wilson and Hilferty 1931).
private func chiSquareQuantile999(degrees: Int) -> Double {
  let part = 2 / (9 * Double(degrees))
  let root = 1 - part + 3.090_232_306 * part.squareRoot()
  return Double(degrees) * root * root * root
}
