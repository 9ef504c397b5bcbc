// How far two distributions over the same categories are apart.

/// The Jensen-Shannon distance of two lists of counts, base 2: 0 for equal shares, 1 for nothing in common.
///
/// The root of the divergence of Lin (1991), IEEE Transactions on Information Theory 37, 145-151; a metric
/// (Endres and Schindelin 2003). 0 when either list sums to nothing.
func jensenShannonDistance(_ a: [Double], _ b: [Double]) -> Double {
  let sumA = a.reduce(0, +)
  let sumB = b.reduce(0, +)
  guard sumA > 0, sumB > 0 else { return 0 }
  var divergence = 0.0
  for (countA, countB) in zip(a, b) {
    let p = countA / sumA
    let q = countB / sumB
    let middle = (p + q) / 2
    if p > 0 { divergence += p * naturalLogarithm(p / middle) / 2 }
    if q > 0 { divergence += q * naturalLogarithm(q / middle) / 2 }
  }
  return min(1, max(0, divergence / naturalLogarithm(2))).squareRoot()
}
