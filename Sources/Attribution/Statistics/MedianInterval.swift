// The interval of a median, from the ranks of the values alone.

internal import Persona

/// The 95% interval of the median of sorted `values`: two of the values themselves; `nil` below 6 values.
///
/// The narrowest symmetric pair of order statistics whose coverage is at least 95% whatever the distribution:
/// David and Nagaraja (2003), Order Statistics, 3rd edition, section 7.1. With ties it covers more.
func medianInterval(ofSorted values: [Double]) -> Evidence.Interval? {
  guard let rank = medianIntervalRank(values.count) else { return nil }
  return Evidence.Interval(low: values[rank - 1], high: values[values.count - rank])
}

/// The largest r for which 1 - 2 P(B <= r - 1) >= 95%, where B is binomial with `n` trials of 1/2.
///
/// The interval then runs from the r-th smallest to the r-th largest value. Binomial weights are taken
/// relative to the middle one, so that no factorial is needed and any n is exact to rounding.
func medianIntervalRank(_ n: Int) -> Int? {
  let middle = n / 2
  var weights = [1.0]  // C(n, middle - i) / C(n, middle)
  while weights.count <= middle, weights[weights.count - 1] > 1e-20 {
    let k = middle - weights.count
    weights.append(weights[weights.count - 1] * Double(k + 1) / Double(n - k))
  }
  let half = weights.reduce(0, +)
  let total = n.isMultiple(of: 2) ? 2 * half - 1 : 2 * half
  var tail = 0.0
  var rank = middle - weights.count + 1
  for weight in weights.reversed() {
    tail += weight
    if tail / total > 0.025 { break }
    rank += 1
  }
  return rank >= 1 ? rank : nil
}
