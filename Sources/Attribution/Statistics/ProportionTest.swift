// Whether a share of people differs between a group and everyone else, and by how much.

/// The two-sided p of the two-proportion z test with the pooled variance, without continuity correction.
///
/// Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, section 3.1. 1 where both
/// shares are 0, both are 1, or a group is empty.
func proportionTest(_ a: Int, of n: Int, against b: Int, of m: Int) -> Double {
  guard n > 0, m > 0 else { return 1 }
  let pooled = Double(a + b) / Double(n + m)
  let variance = pooled * (1 - pooled) * (1 / Double(n) + 1 / Double(m))
  guard variance > 0 else { return 1 }
  let z = (Double(a) / Double(n) - Double(b) / Double(m)) / variance.squareRoot()
  return 2 * normalCDF(-z.magnitude)
}

/// Cohen's h of two shares, 2 asin √p - 2 asin √q, -π...π: 0.2 small, 0.5 medium, 0.8 large.
///
/// Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, chapter 6.
func cohenH(_ p: Double, _ q: Double) -> Double {
  2 * arcSine(p.squareRoot()) - 2 * arcSine(q.squareRoot())
}

/// The standardised mean difference that a rank-biserial correlation would have between two normal
/// distributions of equal spread: √2 Φ⁻¹((1 + r)/2). Puts it on the scale of Cohen's d and h.
///
/// Ruscio (2008), Psychological Methods 13, 19-30: A = Φ(d/√2), r = 2A - 1. Infinite at -1 and 1.
func cohenD(rankBiserial r: Double) -> Double {
  2.0.squareRoot() * normalQuantile((1 + r) / 2)
}
