// The hills of a density: components that share a hill are one group, hills without a valley between them too.

internal import Persona

/// The hills of a mixture, and in which order they join when valleys are filled.
struct Hills: Sendable {
  /// Of each component the hill that it climbs to; -1 for one that is so wide and thin that it is background.
  let hillOfComponent: [Int]
  /// How many there are.
  let count: Int
  /// Joins of two sets of hills, shallowest valley first, each with the depth that it takes.
  private let joins: [(a: Int, b: Int, ratio: Double)]

  init(_ mixture: Mixture) {
    var peaks: [[Double]] = []
    var hills = [Int](repeating: -1, count: mixture.components.count)
    for component in mixture.components.indices where !Self.isBackground(component, mixture) {
      let peak = Self.peak(from: mixture.components[component].mean, mixture)
      let known = peaks.firstIndex { Self.isNear($0, peak, mixture, component) }
      hills[component] = known ?? peaks.count
      if known == nil { peaks.append(peak) }
    }
    hillOfComponent = hills
    count = peaks.count
    joins = Self.joins(peaks, mixture)
  }

  /// Of each hill its group when all valleys whose floor is above this share of the lower peak are filled, and how
  /// many groups there are; numbered in the order of the hills.
  func groups(fillingAbove ratio: Double) -> (ofHill: [Int], count: Int) {
    joined(joins.prefix { $0.ratio >= ratio })
  }

  /// The same for a number of groups, at most as many as there are hills.
  func groups(_ wanted: Int) -> (ofHill: [Int], count: Int) {
    joined(joins.prefix(max(0, count - wanted)))
  }

  /// Every hill by itself, and every set of hills that comes together when valleys are filled one after the other.
  var sets: [[Int]] {
    var sets = (0..<count).map { [$0] }
    for filled in 1..<max(1, count) {
      let (ofHill, groups) = joined(joins.prefix(filled))
      for group in 0..<groups {
        let set = (0..<count).filter { ofHill[$0] == group }
        if !sets.contains(set) { sets.append(set) }
      }
    }
    return sets
  }

  /// The floor of the shallowest valley that is left between so many groups, as a share of the lower peak.
  func shallowestValley(between groups: Int) -> Double {
    let place = count - groups
    return place >= 0 && place < joins.count ? joins[place].ratio : 0
  }

  private func joined(_ done: ArraySlice<(a: Int, b: Int, ratio: Double)>) -> (ofHill: [Int], count: Int) {
    var names = Array(0..<count)
    for join in done {
      let (from, to) = (max(names[join.a], names[join.b]), min(names[join.a], names[join.b]))
      for hill in names.indices where names[hill] == from { names[hill] = to }
    }
    let kept = Set(names).sorted()
    return (names.map { name in kept.firstIndex(of: name) ?? 0 }, kept.count)
  }

  /// Few points spread over much more room than those of the others: what is left when all groups are told.
  private static func isBackground(_ component: Int, _ mixture: Mixture) -> Bool {
    let volumes = mixture.logVolumes.sorted()
    let usual = volumes[volumes.count / 2]
    // Half as wide again in every direction.
    let wide = Double(mixture.dimensions) * naturalLogarithm(1.5)
    return mixture.components.count > 2 && mixture.components[component].weight < 0.1
      && mixture.logVolumes[component] > usual + wide
  }

  /// Climbs from a point to the peak above it (modal EM: Li, Ray and Lindsay 2007).
  private static func peak(from start: [Double], _ mixture: Mixture) -> [Double] {
    let d = mixture.dimensions
    var point = start
    var shares = [Double](repeating: 0, count: mixture.components.count)
    for _ in 0..<200 {
      _ = mixture.logDensity(point[...], shares: &shares)
      var precision = [Double](repeating: 0, count: d * d)
      var right = [Double](repeating: 0, count: d)
      for component in shares.indices where shares[component] > 1e-9 {
        let own = mixture.precision(of: component)
        let mean = mixture.components[component].mean
        for row in 0..<d {
          for column in 0..<d {
            let value = shares[component] * own[row * d + column]
            precision[row * d + column] += value
            right[row] += value * mean[column]
          }
        }
      }
      guard let next = solution(of: precision, right) else { return point }
      let step = zip(point, next).reduce(0) { max($0, abs($1.0 - $1.1)) }
      point = next
      if step < 1e-7 { break }
    }
    return point
  }

  private static func isNear(_ a: [Double], _ b: [Double], _ mixture: Mixture, _ component: Int) -> Bool {
    zip(a, b).allSatisfy { abs($0 - $1) < 1e-3 }
  }

  /// Single linkage by the valley between two peaks: the least density on the straight way over the lower peak's.
  private static func joins(_ peaks: [[Double]], _ mixture: Mixture) -> [(a: Int, b: Int, ratio: Double)] {
    var valleys: [(a: Int, b: Int, ratio: Double)] = []
    for a in peaks.indices {
      for b in peaks.indices where b > a {
        let heights = (mixture.logDensity(peaks[a]), mixture.logDensity(peaks[b]))
        var least = min(heights.0, heights.1)
        let lower = least
        for step in 1..<40 {
          let share = Double(step) / 40
          least = min(least, mixture.logDensity(zip(peaks[a], peaks[b]).map { $0 + share * ($1 - $0) }))
        }
        valleys.append((a, b, exponential(least - lower)))
      }
    }
    valleys.sort { ($1.ratio, $0.a, $0.b) < ($0.ratio, $1.a, $1.b) }
    var names = Array(peaks.indices)
    return valleys.filter { valley in
      let (from, to) = (names[valley.a], names[valley.b])
      guard from != to else { return false }
      for hill in names.indices where names[hill] == from { names[hill] = to }
      return true
    }
  }
}

extension Mixture {
  /// The inverse of a component's covariance, row by row.
  fileprivate func precision(of component: Int) -> [Double] {
    let factor = factors[component]
    var result = [Double](repeating: 0, count: dimensions * dimensions)
    for row in 0..<dimensions {
      for column in 0...row {
        var sum = 0.0
        for inner in row..<dimensions {
          sum += factor[inner * dimensions + row] * factor[inner * dimensions + column]
        }
        result[row * dimensions + column] = sum
        result[column * dimensions + row] = sum
      }
    }
    return result
  }
}
