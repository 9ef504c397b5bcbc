// What parts groups of hills: valleys between them, as the whole density shows them and as their own people do.

internal import Parallel
internal import Persona

extension Hills {
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
  /// A valley is one only where the people of both groups show it, too. All distributions have one shape, and a group that
  /// varies where the others do not is tiled with narrow ones: what looks like a row of hills is one for the people on it.
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
        floors[a][b] = max(
          floors[a][b], floor(between: one, and: other, noise: max(noise[a], noise[b])))
      }
    }
    let pairs = (0..<count).flatMap { a in (a + 1..<max(count, a + 1)).map { (a: a, b: $0) } }
    return concurrentMap(pairs.indices) { [people, floors] place in
      let (a, b) = pairs[place]
      let own = floor(of: people[a], people[b], noise: max(noise[a], noise[b])) ?? 0
      return Valley(a: a, b: b, floor: max(floors[a][b], own))
    }
  }

  /// The floor between two normal distributions of the people of two groups, along the line that parts them best: 1 where they have
  /// one peak.
  ///
  /// - Returns: nil where there is no such line, or too few people for two distributions.
  private func floor(of one: [Int], _ other: [Int], noise: Double) -> Double? {
    let people = points.chosen(one + other)
    let sides = one.map { _ in 0 } + other.map { _ in 1 }
    guard let line = Self.partingLine(people, sides) else { return nil }
    let seen = people.projected(Projection(directions: [line]))
    guard let fit = Fitting(seen, least: 1).fit(startingFrom: sides), fit.mixture.components.count == 2
    else { return nil }
    let hills = Hills(fit.mixture, of: seen)
    return hills.count == 2 ? hills.floor(between: 0, and: 1, noise: noise) : 1
  }

  /// Fisher's (1936) linear discriminant, of length 1, so that errors along it are what they are in any direction.
  private static func partingLine(_ people: Points, _ sides: [Int]) -> [Double]? {
    let (one, other) = (
      people.moments(weights: sides.map { $0 == 0 ? 1 : 0 }),
      people.moments(weights: sides.map { $0 == 1 ? 1 : 0 })
    )
    var within = zip(one.covariance, other.covariance).map {
      (one.total * $0 + other.total * $1) / max(1, one.total + other.total)
    }
    for axis in 0..<people.dimensions { within[axis * people.dimensions + axis] += SharedShape.floor }
    guard let line = solution(of: within, zip(one.mean, other.mean).map { $1 - $0 }) else { return nil }
    let length = line.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? line.map { $0 / length } : nil
  }
}
