// A share of events, with the person as the unit: people are drawn, and each brings all of their events.

internal import Persona

/// The share of events that pass, over people, with its 95% interval; `nil` below 2 people with events.
///
/// `passing[i]` of the `all[i]` events of a person pass. The share is the ratio estimator R = Σy/Σx (Cochran
/// 1977, Sampling Techniques, 3rd edition, chapter 6). Its linearised variance takes each person's residual
/// y - Rx over 1 - h, where h = x/Σx is the person's weight: HC3 of MacKinnon and White (1985), Journal of
/// Econometrics 29, 305-325, which is close to the jackknife. Each end of the interval is the further one of two. One
/// is symmetric on the logit scale; the other follows the skewness of the residuals (`HallTransformation`), which those
/// who do most make skewed when their shares are others than those of the rest. Both have a t quantile whose degrees of
/// freedom are the effective number of people, 1/Σh², minus one, because a few heavy users may bring most events. At
/// a share of 0 or 1, where no variance can be seen, it is Wilson's for the effective number of people. Decisions 0041 and
/// 0209 have the simulations.
func ratioEstimate(passing: [Double], all: [Double]) -> Estimate? {
  let total = all.reduce(0, +)
  guard total > 0 else { return nil }
  let share = passing.reduce(0, +) / total
  var residuals: [Double] = []
  var concentration = 0.0
  for (y, x) in zip(passing, all) where x > 0 {
    let weight = x / total
    guard weight < 1 else { return nil }
    residuals.append((y - share * x) / (total - x))
    concentration += weight * weight
  }
  let people = max(1, (1 / concentration).rounded(.down))
  guard share > 0, share < 1 else {
    guard let interval = wilsonInterval(share > 0 ? Int(people) : 0, of: Int(people)) else { return nil }
    return Estimate(value: share, interval: interval)
  }
  let (even, skewed) = (
    evenInterval(share, residuals, degrees: max(1, Int(people) - 1)),
    skewedInterval(share, residuals, degrees: max(1, Int(people) - 1))
  )
  return Estimate(
    value: share,
    interval: Evidence.Interval(low: min(even.low, skewed.low), high: max(even.high, skewed.high)))
}

private func standardError(_ residuals: [Double]) -> Double {
  residuals.reduce(0) { $0 + $1 * $1 }.squareRoot()
}

/// Symmetric on the logit scale.
private func evenInterval(_ share: Double, _ residuals: [Double], degrees: Int) -> Evidence.Interval {
  let logit = naturalLogarithm(share / (1 - share))
  let half =
    studentQuantile(0.975, degrees: degrees) * standardError(residuals) / (share * (1 - share))
  func logistic(_ x: Double) -> Double { 1 / (1 + exponential(-x)) }
  return Evidence.Interval(low: logistic(logit - half), high: logistic(logit + half))
}

/// As the residuals are skewed; none where they are too few.
private func skewedInterval(_ share: Double, _ residuals: [Double], degrees: Int) -> Evidence.Interval {
  guard residuals.count >= 3 else { return Evidence.Interval(low: share, high: share) }
  let reach = HallTransformation(of: residuals).reach(degrees: degrees)
  let deviation = standardError(residuals) * Double(residuals.count).squareRoot()
  return Evidence.Interval(
    low: max(0, share - deviation * reach.low), high: min(1, share - deviation * reach.high))
}
