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

/// The inverse of the lower Cholesky factor of a positive definite matrix, and the logarithm of its determinant; nil
/// when it is not definite.
func inverseFactor(of matrix: [Double], size: Int) -> (factor: [Double], logDeterminant: Double)? {
  var factor = matrix
  // The array has as many numbers as the size says.
  guard unsafe LAPACKE_dpotrf(layout, lower, Int32(size), &factor, Int32(size)) == 0 else { return nil }
  var logDeterminant = 0.0
  for index in 0..<size { logDeterminant += 2 * naturalLogarithm(factor[index * size + index]) }
  guard
    unsafe LAPACKE_dtrtri(layout, lower, CChar(UInt8(ascii: "N")), Int32(size), &factor, Int32(size)) == 0
  else { return nil }
  for row in 0..<size { for column in (row + 1)..<max(size, row + 1) { factor[row * size + column] = 0 } }
  return (factor, logDeterminant)
}

/// The solution of a positive definite system; nil when it is not definite.
func solution(of matrix: [Double], _ right: [Double]) -> [Double]? {
  var (matrix, right) = (matrix, right)
  let size = Int32(right.count)
  // The arrays have as many numbers as the size says.
  return unsafe LAPACKE_dposv(layout, lower, size, 1, &matrix, size, &right, 1) == 0 ? right : nil
}
