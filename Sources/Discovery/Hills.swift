// The hills of a density: components that share a hill are one group.

internal import Persona

/// The hills of a mixture.
struct Hills: Sendable {
  /// Of each component the hill that it climbs to; -1 for the background.
  let hillOfComponent: [Int]
  /// Of each point the hill of its most probable component.
  let hillOfPoint: [Int]
  private let peaks: [[Double]]
  private let mixture: Mixture
  /// To which they show.
  let points: Points

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

  /// The least density on the straight way between the peaks of two hills over the lower one's, for points with such an error.
  func floor(between one: Int, and other: Int, noise: Double) -> Double {
    let (a, b) = (peaks[one], peaks[other])
    let heights = (0...40).map { step in
      mixture.logDensity(zip(a, b).map { $0 + Double(step) / 40 * ($1 - $0) }, noise: noise)
    }
    let lower = min(heights[0], heights[40])
    return exponential((heights.min() ?? lower) - lower)
  }
}
