// Measures made comparable: heavy tails tamed, shares as shares, one scale; and how far each value may be wrong.

private import Foundation
public import Persona

extension Model.Feature {
  /// The features that give some rows (nil: all) means of 0 and standard deviations of 1.
  static func scaled(
    _ matrix: FeatureMatrix, sample: [Int]? = nil, hashes: RowHashes
  ) -> [Model.Feature] {
    let sample = sample ?? Array(0..<matrix.rowCount)
    return matrix.columns.enumerated().map { place, column in
      let values = sample.compactMap { row in column.tamed(row, chance: hashes.chance(row, place)) }
      let (mean, variance) = moments(values)
      guard variance > 1e-12 else {
        return Model.Feature(column.measure, centre: significant(mean), spread: 0)
      }
      let (error, _) = moments(sample.compactMap { column.error($0) })
      return Model.Feature(
        column.measure, centre: significant(mean), spread: significant(variance.squareRoot()),
        noise: significant(error / variance))
    }
  }

  /// The coordinate of a row and the variance of its error, in units of the spread squared (0 where nothing is known of
  /// errors); nil for a value that is missing. `chance` is where in its step a whole count stands, 0..<1.
  func observed(
    _ row: Int, in column: FeatureMatrix.Column, chance: Double
  ) -> (value: Double, error: Double)? {
    guard spread > 0, let tamed = column.tamed(row, chance: chance) else { return nil }
    return (
      (tamed - centre) / spread, noise > 0 ? column.error(row).map { $0 / (spread * spread) } ?? noise : 0
    )
  }

  /// The variance that chance alone gives a coordinate: where it is not known, all that there is.
  var unit: Double { noise > 0 ? max(noise, Self.leastNoise) : 1 }

  /// A measure that is almost exact is not worth more than this against the others.
  private static let leastNoise = 0.05

  /// The value that most people are near to: what the centre was before it was tamed.
  public var usual: Double { measure.scale.untamed(centre) }
}

extension [Model.Feature] {
  /// The mean variance of a person's errors, in units of the usual ones; 0 where nothing is known of them.
  func noise(of person: Observation) -> Double {
    var (sum, count) = (0.0, 0)
    for (feature, error) in zip(self, person.errors) where feature.noise > 0 && error < Observation.unknown {
      sum += error / feature.unit
      count += 1
    }
    return sum / Double(Swift.max(1, count))
  }
}

private func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
  let count = Double(max(1, values.count))
  let mean = values.reduce(0, +) / count
  return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count)
}

extension RowHashes {
  /// A number in 0..<1 that belongs to a row and a column.
  func chance(_ row: Int, _ column: Int) -> Double {
    Double(mixed(hashes[row] &+ UInt64(column) &* 0xD1B5_4A32_D192_ED03) >> 11) / Double(1 << 53)
  }
}

extension FeatureMatrix.Column {
  /// Draws of everyone's kind that are added to each person's own.
  private static let added = 5.0

  /// A value on a scale on which chance moves all people by about as much; nil for one that is missing.
  ///
  /// Counts go on a logarithmic scale. Whole ones are spread over the step that they stand for, or each small count
  /// would look like a group of its own (Machado and Santos Silva 2005). Shares get an even spread of their errors by
  /// the arc sine of the root.
  fileprivate func tamed(_ row: Int, chance: Double) -> Double? {
    let value = values[row]
    guard !value.isNaN else { return nil }
    switch measure.scale {
    case .count:
      let value = max(0, value)
      return log1p(value == value.rounded() ? value + chance : value)
    case .level: return value
    case .share: return draws.map { tamedShare(value, draws: max(1, $0[row])) } ?? angle(value)
    }
  }

  /// Some draws of everyone's kind are added, where few own ones would take few values far from each other; what that
  /// takes of the way from everyone's share is given back, so that people with few draws are no group about the middle.
  private func tamedShare(_ value: Double, draws own: Double) -> Double {
    let base = angle(measure.base)
    let shrunk = angle((value * own + Self.added * measure.base) / (own + Self.added))
    return base + (shrunk - base) * (own + Self.added) / own
  }

  private func angle(_ share: Double) -> Double { asin(min(1, max(0, share)).squareRoot()) }

  /// The variance of a tamed value about the person's habit: a count's by Poisson's law, a share's by the binomial one,
  /// to the first order; nil where it is not known.
  fileprivate func error(_ row: Int) -> Double? {
    guard let draws, !draws[row].isNaN, !values[row].isNaN else { return nil }
    let own = max(1, draws[row])
    switch measure.scale {
    case .count:
      let slope = max(0, values[row]) / (1 + max(0, values[row]))
      return slope * slope / own
    case .level: return nil
    case .share: return 1 / (4 * own)
    }
  }
}

extension Model.Measure.Scale {
  fileprivate func untamed(_ value: Double) -> Double {
    switch self {
    case .count: max(0, expm1(value))
    case .level: value
    case .share: sin(value) * sin(value)
    }
  }
}

func naturalLogarithm(_ value: Double) -> Double { log(value) }
func exponential(_ value: Double) -> Double { exp(value) }

/// Six significant digits: what the last bits of a machine's functions say is no part of any model.
func significant(_ value: Double) -> Double {
  guard value != 0, value.isFinite else { return value }
  let scale = pow(10, 5 - floor(log10(abs(value))))
  return (value * scale).rounded() / scale
}
