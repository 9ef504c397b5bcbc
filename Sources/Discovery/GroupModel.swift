// The model of the groups: all that is needed to say, now or in a year, who is like which group.

public import Persona

/// How people are placed in groups. Plain numbers, rounded to six significant digits when the model is made, so that one
/// that is written to a file and read back places everybody the same.
public struct GroupModel: Sendable, Equatable {
  public var scaling: Scaling
  public var projection: Projection
  public var components: [Component]
  /// Of each component its group; -1 for background.
  public var groupOfComponent: [Int]
  public var groupCount: Int
  /// Somebody further than this from every group fits nothing: squared, in units of the nearest component's spread.
  public var reach: Double

  init(
    scaling: Scaling, projection: Projection, mixture: Mixture, groupOfComponent: [Int], groupCount: Int
  ) {
    self.scaling = scaling
    self.projection = projection
    components = mixture.components.map { component in
      Component(
        weight: significant(component.weight), mean: component.mean.map(significant),
        covariance: component.covariance.map(significant))
    }
    self.groupOfComponent = groupOfComponent
    self.groupCount = groupCount
    reach = significant(chiSquareQuantile999(degrees: projection.directions.count))
  }

  /// Where everybody stands.
  public struct Placement: Sendable {
    /// Of each row the most probable group, or -1 for none.
    public var groups: [Int32]
    /// Of each group, of each row, the probability. They sum to one less what is background; all are 0 for a row that
    /// fits nothing.
    public var shares: [[Float]]
  }

  /// - Throws: when the model's numbers are no distributions.
  public func placement(of matrix: FeatureMatrix) throws(Failure) -> Placement {
    guard let mixture = Mixture(components) else {
      throw Failure("cannot use the model", causes: ["its numbers are no normal distributions"])
    }
    let hashes = RowHashes(matrix).hashes
    let size = 4096
    let blocks = concurrentMap(0..<(matrix.rowCount + size - 1) / size) { block in
      place(block * size..<min(matrix.rowCount, (block + 1) * size), of: matrix, mixture, hashes)
    }
    return Placement(
      groups: blocks.flatMap(\.groups),
      shares: (0..<groupCount).map { group in blocks.flatMap { $0.shares[group] } })
  }

  private func place(
    _ rows: Range<Int>, of matrix: FeatureMatrix, _ mixture: Mixture, _ hashes: [UInt64]
  ) -> Placement {
    var result = Placement(
      groups: Array(repeating: -1, count: rows.count),
      shares: (0..<groupCount).map { _ in Array(repeating: 0, count: rows.count) })
    var scaled = [Double](repeating: 0, count: scaling.features.count)
    var point = [Double](repeating: 0, count: projection.directions.count)
    var shares = [Double](repeating: 0, count: components.count)
    var ofGroup = [Double](repeating: 0, count: groupCount)
    for (place, row) in rows.enumerated() {
      scaling.coordinates(of: row, in: matrix, hash: hashes[row], into: &scaled)
      projection.project(scaled, into: &point)
      guard sharesOfGroups(point, mixture, &shares, &ofGroup) else { continue }
      let best = ofGroup.indices.max { ofGroup[$0] < ofGroup[$1] } ?? 0
      if ofGroup[best] >= 0.5 { result.groups[place] = Int32(best) }
      for group in ofGroup.indices { result.shares[group][place] = Float(ofGroup[group]) }
    }
    return result
  }

  /// Whether a point is within reach of some group.
  private func sharesOfGroups(
    _ point: [Double], _ mixture: Mixture, _ shares: inout [Double], _ ofGroup: inout [Double]
  ) -> Bool {
    let isNear = components.indices.contains { component in
      groupOfComponent[component] >= 0 && mixture.distance(point[...], to: component) <= reach
    }
    guard isNear else { return false }
    _ = mixture.logDensity(point[...], shares: &shares)
    for group in ofGroup.indices { ofGroup[group] = 0 }
    for component in shares.indices where groupOfComponent[component] >= 0 {
      ofGroup[groupOfComponent[component]] += shares[component]
    }
    return true
  }
}

/// The quantile of 99.9% of the chi-square distribution (Wilson and Hilferty 1931).
private func chiSquareQuantile999(degrees: Int) -> Double {
  let part = 2 / (9 * Double(degrees))
  let root = 1 - part + 3.090_232_306 * part.squareRoot()
  return Double(degrees) * root * root * root
}
