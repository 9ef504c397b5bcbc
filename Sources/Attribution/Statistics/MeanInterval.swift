// The interval of a mean, also of metrics as skewed as revenue.

internal import Persona

/// The 95% interval of the mean of `values`; `nil` below 3 values, and when all of them are equal: a sample
/// without variation says nothing of how far its mean may be from the truth.
///
/// mean - s · r with s the standard deviation and r the reach of Hall's transformation (`HallTransformation`). When no value
/// is negative, neither is the interval.
func meanInterval(of values: [Double]) -> Evidence.Interval? {
  guard values.count >= 3, values.contains(where: { $0 != values[0] }) else { return nil }
  let centre = arithmeticMean(values)
  var squares = 0.0
  for value in values { squares += (value - centre) * (value - centre) }
  guard squares > 0 else { return nil }
  let deviation = (squares / Double(values.count - 1)).squareRoot()
  let reach = HallTransformation(of: values).reach(degrees: values.count - 1)
  let floor = values.allSatisfy { $0 >= 0 } ? 0 : -Double.infinity
  return Evidence.Interval(
    low: max(centre - deviation * reach.low, floor), high: centre - deviation * reach.high)
}
