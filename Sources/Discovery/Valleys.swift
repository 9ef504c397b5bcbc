// What parts groups of hills: the valleys between them, as the whole density shows them and as their own people do.

internal import Parallel
internal import Persona

/// The valleys between the hills of a mixture.
struct Valleys: Sendable {
  private let hills: Hills
  /// Of each pair of hills, the first before the second, the hills of their own people along the line that parts them best.
  private let alone: [Pair: Hills]

  private struct Pair: Hashable {
    let one: Int
    let other: Int
  }

  init(_ hills: Hills) {
    self.hills = hills
    let pairs = (0..<hills.count).flatMap { one in
      (one + 1..<max(hills.count, one + 1)).map { Pair(one: one, other: $0) }
    }
    let seen = concurrentMap(pairs.indices) { Self.hills(of: pairs[$0], in: hills) }
    alone = Dictionary(
      uniqueKeysWithValues: zip(pairs, seen).compactMap { pair, hills in hills.map { (pair, $0) } })
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
  func between(_ groups: [Int]) -> [Valley] {
    let noise = noise(of: groups)
    var floors = [[Double]](repeating: Array(repeating: 0, count: noise.count), count: noise.count)
    for (one, a) in groups.enumerated() {
      for (other, b) in groups.enumerated() where a < b {
        floors[a][b] = max(floors[a][b], floor(between: one, and: other, noise: max(noise[a], noise[b])))
      }
    }
    return noise.indices.flatMap { a in
      (a + 1..<max(noise.count, a + 1)).map { Valley(a: a, b: $0, floor: floors[a][$0]) }
    }
  }

  /// Of each group the error with which its people see.
  private func noise(of groups: [Int]) -> [Double] {
    var people = [[Int]](repeating: [], count: (groups.max() ?? -1) + 1)
    for (point, hill) in hills.hillOfPoint.enumerated() where hill >= 0 { people[groups[hill]].append(point) }
    let all = hills.points.noise(of: 0..<hills.points.count)
    return people.map { max(all, hills.points.noise(of: $0)) }
  }

  /// A valley is one only where the two hills' own people show it, too. All distributions have one shape, and a group that varies
  /// where the others do not is tiled with narrow ones: what looks like a row of hills is one for the people on it.
  private func floor(between one: Int, and other: Int, noise: Double) -> Double {
    let (first, second) = (min(one, other), max(one, other))
    guard let alone = alone[Pair(one: first, other: second)], alone.count == 2 else { return 1 }
    return max(
      hills.floor(between: one, and: other, noise: noise), alone.floor(between: 0, and: 1, noise: noise))
  }

  /// Two normal distributions of the people of two hills, along the line that parts them best.
  ///
  /// - Returns: nil where there is no such line, or where one distribution is left.
  private static func hills(of pair: Pair, in hills: Hills) -> Hills? {
    let places = hills.hillOfPoint.indices.filter {
      hills.hillOfPoint[$0] == pair.one || hills.hillOfPoint[$0] == pair.other
    }
    let people = hills.points.chosen(places)
    let sides = places.map { hills.hillOfPoint[$0] == pair.one ? 0 : 1 }
    guard let line = partingLine(people, sides) else { return nil }
    let seen = people.projected(Projection(directions: [line]))
    return Fitting(seen, least: 1).fit(startingFrom: sides).map { Hills($0.mixture, of: seen) }
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
