// The one place where figures are rounded and put into words.

internal import Persona

/// A figure as it is published: four decimals, halves to even, never negative zero.
func publishedFigure(_ figure: Double) -> Double { rounded(figure, scale: 10_000) }

/// A share as it is published where people are counted: whole percents.
func wholePercent(_ share: Double) -> Double { rounded(share, scale: 100) }

/// The same of a part of a whole, at least 1; exact, where a quotient would lie beside a half.
func wholePercent(_ part: Int, of total: Int) -> Double {
  let (percent, rest) = (100 * part).quotientAndRemainder(dividingBy: total)
  let isUp = 2 * rest == total ? percent % 2 == 1 : 2 * rest > total
  return Double(percent + (isUp ? 1 : 0)) / 100
}

private func rounded(_ figure: Double, scale: Double) -> Double {
  let scaled = (figure * scale).rounded(.toNearestOrEven)
  guard scaled.isFinite else { return figure }
  return scaled == 0 ? 0 : scaled / scale
}

/// A number in words: up to four decimals, without trailing zeros.
func numberWords(_ number: Double) -> String {
  let figure = publishedFigure(number)
  guard let whole = Int(exactly: figure) else { return String(describing: figure) }
  return String(whole)
}

/// A share in words: `12.5%`.
func percentWords(_ share: Double) -> String { numberWords(publishedFigure(share * 100)) + "%" }

/// An interval as it is published.
func publishedInterval(_ interval: Evidence.Interval) -> Evidence.Interval {
  Evidence.Interval(low: publishedFigure(interval.low), high: publishedFigure(interval.high))
}
