// Quantiles and means of a column of numbers.

/// The quantile of sorted, non-empty `values` at `p`, 0...1, linear between the values around (n - 1) p.
///
/// Type 7 of Hyndman and Fan (1996), The American Statistician 50, 361-365: what NumPy, R and spreadsheets give.
func quantile(_ p: Double, ofSorted values: [Double]) -> Double {
  let position = Double(values.count - 1) * p
  let below = Int(position)
  let above = min(below + 1, values.count - 1)
  return values[below] + (position - Double(below)) * (values[above] - values[below])
}

/// The mean of `values`, summed in their order; `nan` of none.
func arithmeticMean(_ values: some Sequence<Double>) -> Double {
  var sum = 0.0
  var count = 0
  for value in values {
    sum += value
    count += 1
  }
  return sum / Double(count)
}
