// What skewness does to a t statistic, taken out again: for means, and for shares of events.

/// Hall's (1992) cubic transformation of the t statistic, Journal of the Royal Statistical Society B 54, 221-228, which
/// removes its skewness and can be inverted in closed form.
///
/// With γ the sample skewness (adjusted for bias) of n values and q = ±t₀.₉₇₅(1 + γ²/2n)/√n, an end of an interval lies
/// 3/γ · (∛(1 + γ(q - γ/6n)) - 1) standard deviations away from the estimate. The factor 1 + γ²/2n stands for the part of
/// the error of order 1/n that skewness leaves behind; decision 0040 has the simulation it was chosen by.
struct HallTransformation {
  private let skewness: Double
  private let n: Double

  /// - Parameter values: at least 3.
  init(of values: [Double]) {
    n = Double(values.count)
    let centre = arithmeticMean(values)
    var squares = 0.0
    var cubes = 0.0
    for value in values {
      let deviation = value - centre
      squares += deviation * deviation
      cubes += deviation * deviation * deviation
    }
    let spread = (squares / n).squareRoot()
    skewness =
      spread == 0 ? 0 : cubes / n / (spread * spread * spread) * (n * (n - 1)).squareRoot() / (n - 2)
  }

  /// What is to be taken from the estimate for the low and for the high end, in standard deviations of a value; the second is
  /// negative.
  ///
  /// - Parameter degrees: of freedom of the t quantile.
  func reach(degrees: Int) -> (low: Double, high: Double) {
    let q = studentQuantile(0.975, degrees: degrees) * (1 + skewness * skewness / (2 * n)) / n.squareRoot()
    return (untransformed(q), untransformed(-q))
  }

  /// The deviation of the mean that is transformed to y.
  private func untransformed(_ y: Double) -> Double {
    guard skewness.magnitude > 1e-6 else { return y }
    return 3 / skewness * (cubeRoot(1 + skewness * (y - skewness / (6 * n))) - 1)
  }
}
