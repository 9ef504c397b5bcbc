// Finds the model of returning people under which what they did is most likely.

private import Foundation

extension BetaGeometric {
  /// What a fit is worth.
  public struct Fit: Sendable, Hashable {
    public var model: BetaGeometric
    /// Natural logarithm, of all people together.
    public var logLikelihood: Double
    public var people: Int
  }

  /// The most likely parameters, by maximum likelihood; `nil` where too few people came back to say anything.
  ///
  /// - Parameter unitDays: the unit of time of the parameters, in days. It changes `alpha` and nothing else.
  public static func fitted(to histories: [ReturnHistory], unitDays: Double = 1) -> Fit? {
    guard histories.count(where: { $0.returns > 0 }) >= fewestReturning else { return nil }
    let likelihood = BetaGeometricLikelihood(histories, unitDays: unitDays)
    let returns = histories.reduce(0.0) { $0 + Double($1.returns) }
    let time = histories.reduce(0.0) { $0 + Double($1.age) } / unitDays
    let start: [Double] = [0, log(max(time, 1) / max(returns, 1)), 0, 0.7]
    let end = minimum(from: start) { point in
      let (value, gradient) = likelihood(BetaGeometric(logarithms: point))
      return (-value / likelihood.people, gradient.map { -$0 / likelihood.people })
    }
    let model = BetaGeometric(logarithms: end).rounded
    return Fit(model: model, logLikelihood: likelihood(model).value, people: histories.count)
  }

  /// With fewer people who came back the parameters are not worth anything.
  private static let fewestReturning = 100

  /// To six significant digits: what the last bits of a machine's logarithms say is no part of any result.
  private var rounded: BetaGeometric {
    func rounded(_ value: Double) -> Double {
      let scale = pow(10, 5 - floor(log10(value)))
      return (value * scale).rounded() / scale
    }
    return BetaGeometric(r: rounded(r), alpha: rounded(alpha), a: rounded(a), b: rounded(b))
  }

  private init(logarithms: [Double]) {
    self.init(r: exp(logarithms[0]), alpha: exp(logarithms[1]), a: exp(logarithms[2]), b: exp(logarithms[3]))
  }
}

/// Parameters further away than this factor of e are at the edge of what the model can say.
private let edge = 12.0

/// The lowest point of a smooth function, by the method of Broyden, Fletcher, Goldfarb and Shanno with steps that are
/// halved until the function falls (Nocedal and Wright, Numerical Optimization, algorithm 6.1).
///
/// Near the end the function changes by less than it can be told, and what is as good as flat may be a long way: from
/// there on the gradient says which of two points is better, until a few steps make it hardly less steep.
private func minimum(
  from start: [Double], of function: ([Double]) -> (value: Double, gradient: [Double])
) -> [Double] {
  let count = start.count
  let identity = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0 } }
  var inverse = identity
  var point = start
  var (value, gradient) = function(point)
  for _ in 0..<200 {
    guard steepness(gradient) > 1e-13 else { break }
    var direction = inverse.map { -dot($0, gradient) }
    if dot(direction, gradient) >= 0 {
      inverse = identity
      direction = gradient.map { -$0 }
    }
    // A first step is as long as a doubling at most.
    var length = min(1, 1 / (direction.map(\.magnitude).max() ?? 1))
    var next = point
    var (nextValue, nextGradient) = (value, gradient)
    var isBetter = false
    var flatSteps = 0
    repeat {
      next = zip(point, direction).map { min(edge, max(-edge, $0 + length * $1)) }
      (nextValue, nextGradient) = function(next)
      length /= 2
      let isFlat = abs(nextValue - value) <= 1e-12 * abs(value)
      if isFlat { flatSteps += 1 }
      isBetter =
        isFlat
        ? steepness(nextGradient) < 0.9 * steepness(gradient)
        : nextValue <= value + 1e-4 * length * dot(direction, gradient)
    } while !isBetter && length > 1e-10 && flatSteps < 4
    guard isBetter else { break }
    update(&inverse, step: differences(next, point), change: differences(nextGradient, gradient))
    (point, value, gradient) = (next, nextValue, nextGradient)
  }
  return point
}

private func update(_ inverse: inout [[Double]], step: [Double], change: [Double]) {
  let curvature = dot(step, change)
  guard curvature > 1e-14 else { return }
  let product = inverse.map { dot($0, change) }
  let scale = (1 + dot(change, product) / curvature) / curvature
  for row in step.indices {
    for column in step.indices {
      inverse[row][column] +=
        scale * step[row] * step[column] - (product[row] * step[column] + step[row] * product[column])
        / curvature
    }
  }
}

private func steepness(_ gradient: [Double]) -> Double { gradient.map(\.magnitude).max() ?? 0 }
private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
private func differences(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 - $1 } }
