// A sample of people as points of few dimensions.

internal import Persona

/// Points, one after the other, each with the variance of its error, the same in all directions.
struct Points: Sendable {
  let dimensions: Int
  private(set) var values: [Double] = []
  private(set) var noise: [Double] = []

  init(dimensions: Int) { self.dimensions = dimensions }

  /// People by their features.
  init(_ people: [Observation], _ features: [Model.Feature]) {
    self.init(dimensions: features.count)
    for person in people { append(person.values, noise: features.noise(of: person)) }
  }

  func projected(_ projection: Projection) -> Points {
    var result = Points(dimensions: projection.directions.count)
    var point = [Double](repeating: 0, count: projection.directions.count)
    for place in 0..<count {
      projection.project(Array(self[place]), into: &point)
      result.append(point, noise: noise[place])
    }
    return result
  }

  var count: Int { values.count / max(1, dimensions) }

  subscript(point: Int) -> ArraySlice<Double> {
    values[(point * dimensions)..<((point + 1) * dimensions)]
  }

  mutating func append(_ point: [Double], noise own: Double) {
    values += point
    noise.append(own)
  }

  func chosen(_ places: [Int]) -> Points {
    var result = Points(dimensions: dimensions)
    for place in places { result.append(Array(self[place]), noise: noise[place]) }
    return result
  }

  /// Squared.
  func distance(_ point: Int, to place: [Double]) -> Double {
    var sum = 0.0
    for axis in 0..<dimensions {
      let difference = values[point * dimensions + axis] - place[axis]
      sum += difference * difference
    }
    return sum
  }

  /// The error that the best known quarter of some points does not exceed.
  func noise(of places: some Sequence<Int>) -> Double {
    let sorted = places.map { noise[$0] }.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 4]
  }

  func column(_ place: Int) -> [Double] { (0..<count).map { values[$0 * dimensions + place] } }

  func chosen(columns: [Int]) -> Points {
    var result = Points(dimensions: columns.count)
    for point in 0..<count {
      result.append(columns.map { values[point * dimensions + $0] }, noise: noise[point])
    }
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
