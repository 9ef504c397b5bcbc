// Measures made comparable: heavy tails tamed, shares as shares, one scale.

private import Foundation
public import Persona

extension Model.Feature {
  /// The features that give the sample means of 0 and standard deviations of 1.
  static func scaled(_ matrix: FeatureMatrix, sample: [Int], hashes: RowHashes) -> [Model.Feature] {
    matrix.columns.enumerated().map { place, column in
      let values = sample.compactMap { row -> Double? in
        column.values[row].isNaN
          ? nil : column.measure.scale.tamed(column.values[row], hashes.chance(row, place))
      }
      let count = Double(max(1, values.count))
      let mean = values.reduce(0, +) / count
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      return Model.Feature(
        column.measure, centre: significant(mean),
        spread: variance > 1e-12 ? significant(variance.squareRoot()) : 0)
    }
  }

  /// The coordinate of a value. `chance` is where in its step a whole count stands, 0..<1.
  func coordinate(of value: Double, chance: Double) -> Double {
    value.isNaN || spread == 0 ? 0 : (measure.scale.tamed(value, chance) - centre) / spread
  }

  /// The value that most people are near to: what the centre was before it was tamed.
  public var usual: Double { measure.scale.untamed(centre) }
}

extension RowHashes {
  /// A number in 0..<1 that belongs to a row and a column.
  func chance(_ row: Int, _ column: Int) -> Double {
    Double(mixed(hashes[row] &+ UInt64(column) &* 0xD1B5_4A32_D192_ED03) >> 11) / Double(1 << 53)
  }
}

extension Model.Measure.Scale {
  /// Counts go on a logarithmic scale. Whole ones are spread over the step that they stand for, or each small count
  /// would look like a group of its own (Machado and Santos Silva 2005). Shares get an even spread of their errors by
  /// the arc sine of the root.
  fileprivate func tamed(_ value: Double, _ chance: Double) -> Double {
    switch self {
    case .count:
      let value = max(0, value)
      return log1p(value == value.rounded() ? value + chance : value)
    case .level: return value
    case .share: return asin(min(1, max(0, value)).squareRoot())
    }
  }

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
