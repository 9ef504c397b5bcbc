// The one place where figures are rounded and put into words.

internal import Persona

/// A figure as it is published: four decimals, of a small one four digits that matter, halves to even, never negative zero.
func publishedFigure(_ figure: Double) -> Double { rounded(figure, decimals: publishedDecimals(figure)) }

/// A share of a whole beside the others as it is published: four decimals. One that is smaller matters to nobody.
func publishedShare(_ share: Double) -> Double { rounded(share, decimals: 4) }

/// A share as it is published where people are counted: whole percents.
func wholePercent(_ share: Double) -> Double { rounded(share, decimals: 2) }

/// The same of a part of a whole, at least 1; exact, where a quotient would lie beside a half.
func wholePercent(_ part: Int, of total: Int) -> Double {
  let (percent, rest) = (100 * part).quotientAndRemainder(dividingBy: total)
  let isUp = 2 * rest == total ? percent % 2 == 1 : 2 * rest > total
  return Double(percent + (isUp ? 1 : 0)) / 100
}

/// A number as somebody wrote it: a bound that is said is the one that is tested.
func numberWords(_ number: Double) -> String {
  guard number.magnitude < 9e18 else { return String(describing: number) }
  return plainDecimal(number, decimals: writtenDecimals(number))
}

/// A share in words: `12.5%`.
func percentWords(_ share: Double) -> String { numberWords(share * 100) + "%" }

/// An interval as it is published.
func publishedInterval(_ interval: Evidence.Interval) -> Evidence.Interval {
  Evidence.Interval(low: publishedFigure(interval.low), high: publishedFigure(interval.high))
}
