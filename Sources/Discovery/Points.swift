// A sample of people as points of few dimensions.

internal import Persona

/// Points, one after the other.
struct Points: Sendable {
  let dimensions: Int
  private(set) var values: [Double] = []

  init(dimensions: Int) { self.dimensions = dimensions }

  /// The chosen rows by their features. Whole counts are spread over their step.
  init(_ rows: [Int], of matrix: FeatureMatrix, _ features: [Model.Feature], _ hashes: RowHashes) {
    self.init(dimensions: features.count)
    for row in rows {
      append(
        features.indices.map { place in
          features[place].coordinate(
            of: matrix.columns[place].values[row], chance: hashes.chance(row, place))
        })
    }
  }

  func projected(_ projection: Projection) -> Points {
    var result = Points(dimensions: projection.directions.count)
    var point = [Double](repeating: 0, count: projection.directions.count)
    for place in 0..<count {
      projection.project(Array(self[place]), into: &point)
      result.append(point)
    }
    return result
  }

  var count: Int { values.count / max(1, dimensions) }

  subscript(point: Int) -> ArraySlice<Double> {
    values[(point * dimensions)..<((point + 1) * dimensions)]
  }

  mutating func append(_ point: [Double]) { values += point }

  func chosen(_ places: [Int]) -> Points {
    var result = Points(dimensions: dimensions)
    for place in places { result.values += self[place] }
    return result
  }

  func column(_ place: Int) -> [Double] { (0..<count).map { values[$0 * dimensions + place] } }

  func chosen(columns: [Int]) -> Points {
    var result = Points(dimensions: columns.count)
    for point in 0..<count { result.append(columns.map { values[point * dimensions + $0] }) }
    return result
  }

  /// Mean and covariance (row by row) of the points, each counted as often as its weight says.
  func moments(weights: [Double]) -> (total: Double, mean: [Double], covariance: [Double]) {
    var mean = [Double](repeating: 0, count: dimensions)
    var covariance = [Double](repeating: 0, count: dimensions * dimensions)
    let total = weights.reduce(0, +)
    guard total > 0 else { return (0, mean, covariance) }
    for point in 0..<count where weights[point] > 0 {
      for place in 0..<dimensions { mean[place] += weights[point] * values[point * dimensions + place] }
    }
    for place in 0..<dimensions { mean[place] /= total }
    var distance = mean
    for point in 0..<count where weights[point] > 0 {
      for place in 0..<dimensions { distance[place] = values[point * dimensions + place] - mean[place] }
      for row in 0..<dimensions {
        let factor = weights[point] * distance[row]
        for column in 0...row { covariance[row * dimensions + column] += factor * distance[column] }
      }
    }
    for row in 0..<dimensions {
      for column in 0...row {
        covariance[row * dimensions + column] /= total
        covariance[column * dimensions + row] = covariance[row * dimensions + column]
      }
    }
    return (total, mean, covariance)
  }
}
