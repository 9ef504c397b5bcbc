// The interval of a share of people.

internal import Persona

/// The 95% score interval of a proportion, `successes` out of `n` people; `nil` without people.
///
/// (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). Wilson (1927), Journal of the American Statistical
/// Association 22, 209-212; recommended for every n by Brown, Cai and DasGupta (2001), Statistical Science 16.
func wilsonInterval(_ successes: Int, of n: Int) -> Evidence.Interval? {
  guard n > 0 else { return nil }
  let count = Double(n)
  let p = Double(successes) / count
  let z2 = normal975 * normal975
  let centre = p + z2 / (2 * count)
  let half = normal975 * (p * (1 - p) / count + z2 / (4 * count * count)).squareRoot()
  let scale = 1 + z2 / count
  return Evidence.Interval(
    low: successes == 0 ? 0 : (centre - half) / scale, high: successes == n ? 1 : (centre + half) / scale)
}
