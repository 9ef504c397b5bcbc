// The hills of a density: components that share a hill are one group, hills without a valley between them too.

internal import Persona

/// The hills of a mixture, and the valleys between them.
struct Hills: Sendable {
  /// Of each component the hill that it climbs to; -1 for the background.
  let hillOfComponent: [Int]
  /// Of each point the hill of its most probable component.
  let hillOfPoint: [Int]
  private let peaks: [[Double]]
  private let mixture: Mixture
  private let points: Points

  /// How many there are.
  var count: Int { peaks.count }

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
    hillOfPoint = mixture.assignments(points).map { hills[$0] }
    (self.peaks, self.mixture, self.points) = (peaks, mixture, points)
  }

  /// What parts two groups of hills.
  struct Valley {
    let a: Int
    let b: Int
    /// The least density on the way from a peak of one to a peak of the other, as a share of the lower peak, where it is
    /// greatest: as the best known quarter of the people of either group see it who are known less.
    let floor: Double
  }

  /// Between all groups.
  ///
  /// A hill of people of whom little is known lies between others whatever those are like, since what is not known is
  /// taken for usual. Alone it cannot be told from any of them; in a group it is no bridge for people who are better known.
  ///
  /// - Parameter groups: of each hill.
  func valleys(_ groups: [Int]) -> [Valley] {
    let all = points.noise(of: 0..<points.count)
    let count = (groups.max() ?? -1) + 1
    var people = [[Int]](repeating: [], count: count)
    for (point, hill) in hillOfPoint.enumerated() where hill >= 0 { people[groups[hill]].append(point) }
    let noise = people.map { max(all, points.noise(of: $0)) }
    var floors = [[Double]](repeating: Array(repeating: 0, count: count), count: count)
    for (one, a) in groups.enumerated() {
      for (other, b) in groups.enumerated() where a < b {
        floors[a][b] = max(floors[a][b], floor(peaks[one], peaks[other], max(noise[a], noise[b])))
      }
    }
    return (0..<count).flatMap { a in
      (a + 1..<max(count, a + 1)).map { Valley(a: a, b: $0, floor: floors[a][$0]) }
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

  /// The least density on the straight way between two peaks over the lower one's.
  private func floor(_ a: [Double], _ b: [Double], _ noise: Double) -> Double {
    let heights = (0...40).map { step in
      mixture.logDensity(zip(a, b).map { $0 + Double(step) / 40 * ($1 - $0) }, noise: noise)
    }
    let lower = min(heights[0], heights[40])
    return exponential((heights.min() ?? lower) - lower)
  }
}
