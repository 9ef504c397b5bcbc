// Features made comparable: heavy tails tamed, shares as shares, one scale.

private import Foundation

/// How each feature becomes a coordinate: tamed, centred, divided by its spread. Numbers that are missing become the
/// centre.
public struct Scaling: Sendable, Equatable {
  public struct Feature: Sendable, Equatable {
    public var name: String
    public var kind: FeatureMatrix.Kind
    public var centre: Double
    /// 0: all people are alike in it, and it counts for nothing.
    public var spread: Double
  }

  public var features: [Feature]

  /// The scaling that gives the sample means of 0 and standard deviations of 1.
  init(_ matrix: FeatureMatrix, sample: [Int], hashes: RowHashes) {
    features = matrix.columns.enumerated().map { place, column in
      let values = sample.compactMap { row -> Double? in
        column.values[row].isNaN
          ? nil : column.kind.tamed(column.values[row], chance(hashes.hashes[row], place))
      }
      let count = Double(max(1, values.count))
      let mean = values.reduce(0, +) / count
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      return Feature(
        name: column.name, kind: column.kind, centre: significant(mean),
        spread: variance > 1e-12 ? significant(variance.squareRoot()) : 0)
    }
  }

  /// The coordinates of a row.
  func coordinates(of row: Int, in matrix: FeatureMatrix, hash: UInt64, into point: inout [Double]) {
    for place in features.indices {
      let (feature, value) = (features[place], matrix.columns[place].values[row])
      if value.isNaN || feature.spread == 0 {
        point[place] = 0
      } else {
        point[place] = (feature.kind.tamed(value, chance(hash, place)) - feature.centre) / feature.spread
      }
    }
  }
}

/// A number in 0..<1 that belongs to a row and a feature.
private func chance(_ hash: UInt64, _ place: Int) -> Double {
  Double(mixed(hash &+ UInt64(place) &* 0xD1B5_4A32_D192_ED03) >> 11) / Double(1 << 53)
}

extension FeatureMatrix.Kind {
  /// Counts go on a logarithmic scale. Whole ones are spread over the step that they stand for, by chance, or each small
  /// count would look like a group of its own (Machado and Santos Silva 2005). Shares get an even spread of their
  /// errors by the arc sine of the root.
  fileprivate func tamed(_ value: Double, _ chance: Double) -> Double {
    switch self {
    case .count:
      let value = max(0, value)
      return log1p(value == value.rounded() ? value + chance : value)
    case .level: return value
    case .share: return asin(min(1, max(0, value)).squareRoot())
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
