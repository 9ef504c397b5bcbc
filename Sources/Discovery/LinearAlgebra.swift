// Small symmetric matrices, by LAPACK. All matrices are row by row.

private import CLAPACK

/// Row by row.
private let layout: Int32 = 101
private let lower = CChar(UInt8(ascii: "L"))

/// Eigenvalues, falling, and the eigenvector of each (as a row), of a symmetric matrix; nil when it has none.
///
/// The largest entry of each vector is positive, so that the sign is no matter of chance.
func eigenvectors(of matrix: [Double], size: Int) -> (values: [Double], vectors: [[Double]])? {
  var (vectors, values) = (matrix, [Double](repeating: 0, count: size))
  // Both arrays have as many numbers as the size says.
  let code = unsafe LAPACKE_dsyev(
    layout, CChar(UInt8(ascii: "V")), lower, Int32(size), &vectors, Int32(size), &values)
  guard code == 0 else { return nil }
  let columns = (0..<size).reversed().map { column in
    let vector = (0..<size).map { vectors[$0 * size + column] }
    let largest = vector.max { abs($0) < abs($1) } ?? 0
    return largest < 0 ? vector.map { -$0 } : vector
  }
  return (values.reversed(), columns)
}

/// A point by other axes; they are orthonormal, row by row.
func turned(_ point: some Collection<Double>, by axes: [Double]) -> [Double] {
  var result = [Double](repeating: 0, count: point.count)
  turn(point, by: axes, into: &result)
  return result
}

func turn(_ point: some Collection<Double>, by axes: [Double], into result: inout [Double]) {
  let size = result.count
  for axis in 0..<size {
    var (sum, place) = (0.0, axis * size)
    for value in point {
      sum += axes[place] * value
      place += 1
    }
    result[axis] = sum
  }
}

/// The point that is `turned` by these axes.
func turnedBack(_ turned: [Double], by axes: [Double]) -> [Double] {
  let size = turned.count
  return (0..<size).map { place in (0..<size).reduce(0) { $0 + axes[$1 * size + place] * turned[$1] } }
}

/// The covariance of points that by these axes have this one.
func covarianceTurnedBack(_ covariance: [Double], by axes: [Double], size: Int) -> [Double] {
  var half = [Double](repeating: 0, count: size * size)
  var result = half
  for row in 0..<size {
    for column in 0..<size {
      half[row * size + column] = (0..<size).reduce(0) {
        $0 + covariance[row * size + $1] * axes[$1 * size + column]
      }
    }
  }
  for row in 0..<size {
    for column in 0...row {
      let value = (0..<size).reduce(0) { $0 + axes[$1 * size + row] * half[$1 * size + column] }
      result[row * size + column] = value
      result[column * size + row] = value
    }
  }
  return result
}

func diagonal(_ values: [Double]) -> [Double] {
  var result = [Double](repeating: 0, count: values.count * values.count)
  for place in values.indices { result[place * values.count + place] = values[place] }
  return result
}

/// The solution of a positive definite system; nil when it is not definite.
func solution(of matrix: [Double], _ right: [Double]) -> [Double]? {
  var (matrix, right) = (matrix, right)
  let size = Int32(right.count)
  // The arrays have as many numbers as the size says.
  return unsafe LAPACKE_dposv(layout, lower, size, 1, &matrix, size, &right, 1) == 0 ? right : nil
}
