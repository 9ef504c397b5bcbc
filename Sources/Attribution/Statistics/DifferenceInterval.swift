// The interval of a difference between two groups, from an estimate and an interval of each.

internal import Persona

/// An estimate with its 95% interval.
struct Estimate {
  var value: Double
  var interval: Evidence.Interval
}

/// The 95% interval of `a` minus `b`, two independent groups.
///
/// The method of variance estimates recovery: the low end is a - b - √((a - a.low)² + (b.high - b)²), the high
/// end likewise. Zou and Donner (2008), Statistics in Medicine 27, 1693-1702. It keeps the asymmetry of each
/// interval, and of two Wilson intervals it is Newcombe's hybrid score interval (1998, method 10).
func differenceInterval(_ a: Estimate, _ b: Estimate) -> Evidence.Interval {
  func distance(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
  let difference = a.value - b.value
  return Evidence.Interval(
    low: difference - distance(a.value - a.interval.low, b.interval.high - b.value),
    high: difference + distance(a.interval.high - a.value, b.value - b.interval.low))
}
