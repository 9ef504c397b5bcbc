// A model of people who come back until they do not: BG/NBD (Fader, Hardie and Lee, Marketing Science 24(2), 2005).

private import Foundation

/// How a whole population comes back: everybody returns at a rate of their own, and after each return leaves for good
/// with a chance of their own. Rates are gamma distributed over the people, chances beta distributed.
public struct BetaGeometric: Sendable, Hashable {
  /// Shape of the rates.
  public var r: Double
  /// Scale of the rates, in the unit of time of the histories.
  public var alpha: Double
  /// The two shapes of the chances.
  public var a: Double
  public var b: Double

  public init(r: Double, alpha: Double, a: Double, b: Double) {
    self.r = r
    self.alpha = alpha
    self.a = a
    self.b = b
  }

  /// The chance that somebody with this history has not left for good (the paper's P(active)). Somebody who never came
  /// back had no occasion to leave, and has 1.
  public func chanceOfStaying(_ history: ReturnHistory) -> Double {
    guard history.returns > 0 else { return 1 }
    let returns = Double(history.returns)
    let ratio = (alpha + Double(history.age)) / (alpha + Double(history.recency))
    return 1 / (1 + a / (b + returns - 1) * exp((r + returns) * log(ratio)))
  }

  /// The chance that somebody with this history comes back within so many days.
  ///
  /// Somebody who stayed has a rate with the gamma distribution (r + returns, alpha + age): the chance of no return in
  /// a time is that distribution's Laplace transform.
  public func chanceOfReturn(_ history: ReturnHistory, withinDays days: Double) -> Double {
    let scale = alpha + Double(history.age)
    let none = exp((r + Double(history.returns)) * log(scale / (scale + days)))
    return chanceOfStaying(history) * (1 - none)
  }
}
