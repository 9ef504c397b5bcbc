// The interval of a mean, also of metrics as skewed as revenue.

internal import Persona

/// The 95% interval of the mean of `values`; `nil` below 3 values, and when all of them are equal: a sample
/// without variation says nothing of how far its mean may be from the truth.
///
/// Hall's (1992) cubic transformation of the t statistic, Journal of the Royal Statistical Society B 54,
/// 221-228, which removes its skewness and can be inverted in closed form. With γ the sample skewness
/// (adjusted for bias), s the standard deviation and q = ±t₀.₉₇₅(1 + γ²/2n)/√n, an end of the interval is
/// mean - s · 3/γ · (∛(1 + γ(q - γ/6n)) - 1). The factor 1 + γ²/2n stands for the part of the error of order
/// 1/n that skewness leaves behind; decision 0040 has the simulation it was chosen by. When no value is
/// negative, neither is the interval.
func meanInterval(of values: [Double]) -> Evidence.Interval? {
  guard values.count >= 3, values.contains(where: { $0 != values[0] }) else { return nil }
  let n = Double(values.count)
  let centre = arithmeticMean(values)
  var squares = 0.0
  var cubes = 0.0
  for value in values {
    let deviation = value - centre
    squares += deviation * deviation
    cubes += deviation * deviation * deviation
  }
  guard squares > 0 else { return nil }
  let deviation = (squares / (n - 1)).squareRoot()
  let spread = (squares / n).squareRoot()
  let skewness = cubes / n / (spread * spread * spread) * (n * (n - 1)).squareRoot() / (n - 2)
  let widening = 1 + skewness * skewness / (2 * n)
  let q = studentQuantile(0.975, degrees: values.count - 1) * widening / n.squareRoot()

  /// Hall's transformation undone: the deviation of the mean, in standard deviations, that is transformed to y.
  func untransformed(_ y: Double) -> Double {
    guard skewness.magnitude > 1e-6 else { return y }
    return 3 / skewness * (cubeRoot(1 + skewness * (y - skewness / (6 * n))) - 1)
  }
  let low = centre - deviation * untransformed(q)
  let high = centre - deviation * untransformed(-q)
  let floor = values.allSatisfy { $0 >= 0 } ? 0 : -Double.infinity
  return Evidence.Interval(low: max(low, floor), high: high)
}
