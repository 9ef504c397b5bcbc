// People made by chance, in groups or in none: what discovery is tried on.

import Discovery
import Foundation
import Persona

/// Finds groups of like rows of one matrix.
func discover(
  _ matrix: FeatureMatrix, options: DiscoveryOptions = DiscoveryOptions()
) throws -> Discovery {
  try discover(FeatureRows(matrix), options: options)
}

/// Groups with habits of their own: counts by a gamma-Poisson law, shares by Dirichlet's, levels by the normal one. Four
/// people in a hundred are like nobody.
struct PlantedWorld {
  private var chance: Chance
  private let rates: [[Double]]
  private let mixes: [[Double]]
  private let levels: [[Double]]
  private static let (counts, shares, levelCount) = (4, 6, 2)

  init(groups: Int, seed: UInt64) {
    var chance = Chance(state: seed)
    rates = (0..<groups).map { _ in (0..<Self.counts).map { _ in exp(1.5 + 1.1 * chance.normal()) } }
    mixes = (0..<groups).map { _ in (0..<Self.shares).map { _ in chance.gamma(0.5) + 0.02 } }
    levels = (0..<groups).map { _ in (0..<Self.levelCount).map { _ in 50 + 18 * chance.normal() } }
    self.chance = chance
  }

  /// - Returns: of each person the features, and the group; -1 for one who is like nobody.
  mutating func people(_ count: Int) -> (matrix: FeatureMatrix, groups: [Int]) {
    var columns = [[Double]](repeating: [], count: Self.counts + Self.shares + Self.levelCount)
    var groups: [Int] = []
    for person in 0..<count {
      let group = person % rates.count
      let isNobody = chance.unit() < 0.04
      groups.append(isNobody ? -1 : group)
      let activity = chance.gamma(4) / 4
      for place in 0..<Self.counts {
        let rate = isNobody ? exp(1.5 + 1.5 * chance.normal()) : rates[group][place] * activity
        columns[place].append(chance.poisson(rate * chance.gamma(5) / 5))
      }
      let mix = mixes[group].map { isNobody ? chance.gamma(0.5) + 0.02 : $0 }
      let shares = chance.dirichlet(mix, strength: 30)
      for place in 0..<Self.shares { columns[Self.counts + place].append(shares[place]) }
      for place in 0..<Self.levelCount {
        let level = isNobody ? 50 + 25 * chance.normal() : levels[group][place] + 9 * chance.normal()
        columns[Self.counts + Self.shares + place].append(level)
      }
    }
    let kinds: [Model.Measure.Scale] =
      Array(repeating: .count, count: Self.counts) + Array(repeating: .share, count: Self.shares)
      + Array(repeating: .level, count: Self.levelCount)
    return (Self.matrix(columns, kinds: kinds), groups)
  }

  /// People who are one crowd, each kind in a way that is easily taken for groups.
  enum Crowd: CaseIterable {
    case normal, correlated, busyAndIdle, evenShares, gradient
  }

  static func crowd(_ crowd: Crowd, people: Int, seed: UInt64) -> FeatureMatrix {
    var chance = Chance(state: seed)
    let loads = (0..<8).map { _ in (chance.normal(), chance.normal()) }
    var columns = [[Double]](repeating: [], count: 8)
    for _ in 0..<people {
      let (first, second, activity) = (chance.normal(), chance.normal(), chance.gamma(0.8) / 0.8)
      let (shares, place) = (chance.dirichlet(Array(repeating: 0.1, count: 8), strength: 7), chance.unit())
      for column in columns.indices {
        let load = loads[column]
        let value =
          switch crowd {
          case .normal: chance.normal()
          case .correlated: load.0 * first + load.1 * second + 0.7 * chance.normal()
          case .busyAndIdle: chance.poisson(activity * exp(0.8 + 0.6 * load.0) * chance.gamma(2) / 2)
          case .evenShares: shares[column]
          case .gradient: 4 * load.0 * place + chance.normal()
          }
        columns[column].append(value)
      }
    }
    let kind: Model.Measure.Scale = crowd == .busyAndIdle ? .count : crowd == .evenShares ? .share : .level
    return matrix(columns, kinds: Array(repeating: kind, count: 8))
  }

  /// Groups that are alike but for one kind of event each, which only they do: about 60% of some 40 events, the rest is one
  /// kind that all do. A group varies in its own share, where nobody else does.
  static func ownEvents(groups: Int, people: Int, seed: UInt64) -> FeatureMatrix {
    var chance = Chance(state: seed)
    var (shares, draws) = ([[Double]](repeating: [], count: groups + 1), [Double]())
    for person in 0..<people {
      let (own, events) = (chance.dirichlet([0.6, 0.4], strength: 30)[0], max(1, chance.poisson(40)))
      let count = Double((0..<Int(events)).count { _ in chance.unit() < own })
      for group in 0..<groups { shares[group].append(group == person % groups ? count / events : 0) }
      shares[groups].append(1 - count / events)
      draws.append(events)
    }
    let columns = shares.enumerated().map { place, values in
      var measure = Model.Measure(.event, "event\(place)", .share)
      measure.base = values.reduce(0, +) / Double(people)
      return FeatureMatrix.Column(measure, values: values, draws: draws)
    }
    return FeatureMatrix(columns, rowCount: people)
  }

  private static func matrix(_ columns: [[Double]], kinds: [Model.Measure.Scale]) -> FeatureMatrix {
    FeatureMatrix(
      zip(columns, kinds).enumerated().map { .init(.init(.metric, "feature\($0)", $1.1), values: $1.0) },
      rowCount: columns[0].count)
  }
}

/// Numbers by chance that are the same everywhere (SplitMix64; Steele, Lea, Flood 2014).
struct Chance {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// More than 0 and less than 1.
  mutating func unit() -> Double { (Double(next() >> 11) + 0.5) / Double(1 << 53) }

  mutating func normal() -> Double { (-2 * log(unit())).squareRoot() * cos(2 * .pi * unit()) }

  /// Marsaglia and Tsang 2000, with their boost for shapes below 1.
  mutating func gamma(_ shape: Double) -> Double {
    if shape < 1 { return gamma(shape + 1) * pow(unit(), 1 / shape) }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let v = pow(1 + c * x, 3)
      if v > 0, log(unit()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }

  /// Knuth's method; the normal approximation from 60 on.
  mutating func poisson(_ rate: Double) -> Double {
    if rate > 60 { return max(0, (rate + rate.squareRoot() * normal()).rounded()) }
    let limit = exp(-rate)
    var (count, product) = (0.0, unit())
    while product > limit {
      count += 1
      product *= unit()
    }
    return count
  }

  mutating func dirichlet(_ mix: [Double], strength: Double) -> [Double] {
    let sum = mix.reduce(0, +)
    let parts = mix.map { gamma($0 / sum * strength) }
    let all = parts.reduce(0, +)
    return parts.map { $0 / all }
  }
}

/// Agreement of two groupings, 1 for the same, 0 for chance (Hubert and Arabie 1985).
func adjustedRandIndex(_ a: [Int], _ b: [Int]) -> Double {
  func pairs(_ count: Int) -> Double { Double(count) * Double(count - 1) / 2 }
  func sum(_ counts: some Collection<Int>) -> Double { counts.reduce(0) { $0 + pairs($1) } }
  let both = sum(Dictionary(zip(a, b).map { ([$0, $1], 1) }, uniquingKeysWith: +).values)
  let ofA = sum(Dictionary(a.map { ($0, 1) }, uniquingKeysWith: +).values)
  let ofB = sum(Dictionary(b.map { ($0, 1) }, uniquingKeysWith: +).values)
  let expected = ofA * ofB / pairs(a.count)
  return (both - expected) / ((ofA + ofB) / 2 - expected)
}
