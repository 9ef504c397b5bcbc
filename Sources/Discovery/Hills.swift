// The hills of a density: components that share a hill are one group, hills without a valley between them too.

internal import Persona

/// The hills of a mixture, and the valleys between them.
struct Hills: Sendable {
  /// Of each component the hill that it climbs to; -1 for the background.
  let hillOfComponent: [Int]
  /// How many there are.
  let count: Int
  /// Of two hills the floor of the valley between them, as a share of the lower peak.
  private let floors: [[Double]]
  /// Of each point the hill of its most probable component.
  let hillOfPoint: [Int]

  /// - Parameter points: to which the hills must show, through their errors.
  init(_ mixture: Mixture, of points: Points) {
    let noise = points.noise(of: 0..<points.count)
    var peaks: [[Double]] = []
    var hills = [Int](repeating: -1, count: mixture.components.count)
    for component in mixture.components.indices where !mixture.isBackground[component] {
      let peak = Self.peak(from: mixture.components[component].mean, mixture, noise)
      let known = peaks.firstIndex { Self.isNear($0, peak) }
      hills[component] = known ?? peaks.count
      if known == nil { peaks.append(peak) }
    }
    hillOfComponent = hills
    count = peaks.count
    hillOfPoint = mixture.assignments(points).map { hills[$0] }
    var people = [[Int]](repeating: [], count: peaks.count)
    for (point, hill) in hillOfPoint.enumerated() where hill >= 0 { people[hill].append(point) }
    floors = Self.floors(zip(peaks, people).map { ($0, max(noise, points.noise(of: $1))) }, mixture)
  }

  /// Of each hill its group, numbered from 0, after the shallowest valley between two groups was filled; where a group is
  /// given, between it and another.
  func joined(_ groups: [Int], _ group: Int? = nil) -> [Int] {
    let valley = valleys(groups).filter { group == nil || groups[$0.a] == group || groups[$0.b] == group }
      .max { ($0.floor, $1.a, $1.b) < ($1.floor, $0.a, $0.b) }
    guard let valley else { return groups }
    let (kept, gone) = (min(groups[valley.a], groups[valley.b]), max(groups[valley.a], groups[valley.b]))
    return groups.map { $0 == gone ? kept : $0 > gone ? $0 - 1 : $0 }
  }

  /// The floor of the shallowest valley between two groups; 0 where there is one group.
  func shallowestValley(_ groups: [Int]) -> Double { valleys(groups).map(\.floor).max() ?? 0 }

  private func valleys(_ groups: [Int]) -> [(a: Int, b: Int, floor: Double)] {
    (0..<count).flatMap { a in
      (a + 1..<max(count, a + 1)).filter { groups[a] != groups[$0] }.map { (a, $0, floors[a][$0]) }
    }
  }

  /// Climbs from a point to the peak above it (modal EM: Li, Ray and Lindsay 2007).
  private static func peak(from start: [Double], _ mixture: Mixture, _ noise: Double) -> [Double] {
    let d = mixture.dimensions
    let precisions = mixture.components.indices.map { mixture.precision(of: $0, noise: noise) }
    var point = start
    for _ in 0..<200 {
      let shares = mixture.shares(point[...], noise: noise)
      var precision = [Double](repeating: 0, count: d * d)
      var right = [Double](repeating: 0, count: d)
      for component in shares.indices where shares[component] > 1e-9 {
        let mean = mixture.components[component].mean
        for row in 0..<d {
          for column in 0..<d {
            let value = shares[component] * precisions[component][row * d + column]
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

  private static func isNear(_ a: [Double], _ b: [Double]) -> Bool {
    zip(a, b).allSatisfy { abs($0 - $1) < 1e-3 }
  }

  /// The least density on the straight way between two peaks over the lower peak's, as the people of both hills see it.
  private static func floors(_ peaks: [(place: [Double], noise: Double)], _ mixture: Mixture) -> [[Double]] {
    peaks.map { a in
      peaks.map { b in
        let heights = (0...40).map { step in
          let point = zip(a.place, b.place).map { $0 + Double(step) / 40 * ($1 - $0) }
          return mixture.logDensity(point, noise: max(a.noise, b.noise))
        }
        let lower = min(heights[0], heights[40])
        return exponential((heights.min() ?? lower) - lower)
      }
    }
  }
}
