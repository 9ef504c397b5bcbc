// Finds groups of like rows, or that there are none: the part's one entry.

public import Persona

/// What was found.
public struct Discovery: Sendable {
  /// nil: there are no groups.
  public var model: GroupModel?
  /// Why so many, or why none, in words.
  public var reason: String
  /// What speaks for each number of groups, from 2.
  public var trail: [Candidate]
  /// Of each group.
  public var groups: [Group]

  /// A number of groups.
  public struct Candidate: Sendable, Equatable {
    public var groups: Int
    /// How deep the shallowest valley between two of them is: 1 - the floor over the lower peak, 0...1.
    public var separation: Double
    /// The least of the groups' stabilities.
    public var stability: Double
    /// Share of the people who are in one of them with a probability of at least a half.
    public var coverage: Double
  }

  public struct Group: Sendable, Equatable {
    /// Share of the sample.
    public var share: Double
    /// Jaccard similarity under resampling.
    public var stability: Double
  }
}

/// How groups are looked for.
public struct DiscoveryOptions: Sendable {
  /// nil: as many as there are.
  public var groups: Int?
  /// The most normal distributions that are tried.
  public var mostComponents: Int
  /// People that the model is fitted to; all are placed by it.
  public var sampleSize: Int

  public init(groups: Int? = nil, mostComponents: Int = 20, sampleSize: Int = 4000) {
    self.groups = groups
    self.mostComponents = mostComponents
    self.sampleSize = sampleSize
  }
}

/// Finds groups of like rows. The order of rows changes nothing.
public func discover(
  _ matrix: FeatureMatrix, options: DiscoveryOptions = DiscoveryOptions()
) throws(Failure) -> Discovery {
  let hashes = RowHashes(matrix)
  let sample = hashes.sample(options.sampleSize)
  guard sample.count >= 50 else { return .nothing("there are fewer than 50 people") }
  let scaling = Scaling(matrix, sample: sample, hashes: hashes)
  var scaled = Points(dimensions: scaling.features.count)
  var row = [Double](repeating: 0, count: scaling.features.count)
  for index in sample {
    scaling.coordinates(of: index, in: matrix, hash: hashes.hashes[index], into: &row)
    scaled.append(row)
  }
  guard let projection = Projection(scaled) else { return .nothing("all people are alike") }
  var points = Points(dimensions: projection.directions.count)
  var point = [Double](repeating: 0, count: projection.directions.count)
  for index in 0..<scaled.count {
    projection.project(Array(scaled[index]), into: &point)
    points.append(point)
  }
  guard let mixture = bestMixture(points, most: max(options.mostComponents, options.groups ?? 0)) else {
    return .nothing("no distribution fits the people")
  }
  return Discovery(
    points, mixture, wanted: options.groups, scaling: scaling, projection: projection)
}

/// The mixture with the least criterion; larger ones are tried until four in a row are no better.
private func bestMixture(_ points: Points, most: Int) -> Mixture? {
  var best: (components: Int, fit: Mixture.Fit)?
  for start in stride(from: 1, through: most, by: 4) {
    let counts = Array(start...min(most, start + 3))
    let fits = concurrentMap(0..<counts.count) { place -> Mixture.Fit? in
      (0..<2).compactMap {
        Mixture.fitted(to: points, components: counts[place], seed: UInt64(100 * $0 + counts[place]))
      }.min { $0.bic < $1.bic }
    }
    var isBetter = false
    for (count, fit) in zip(counts, fits) {
      guard let fit, fit.bic < best?.fit.bic ?? .infinity else { continue }
      best = (count, fit)
      isBetter = true
    }
    if !isBetter { break }
  }
  return best?.fit.mixture
}

extension Discovery {
  fileprivate static func nothing(_ reason: String) -> Discovery {
    Discovery(model: nil, reason: reason, trail: [], groups: [])
  }

  /// Valleys whose floor is above this share of the lower peak are no borders.
  private static let shallow = 0.6
  /// Groups that are found again less than this are a matter of chance.
  private static let leastStability = 0.6

  fileprivate init(
    _ points: Points, _ mixture: Mixture, wanted: Int?, scaling: Scaling, projection: Projection
  ) {
    let hills = Hills(mixture)
    let hillOfPoint = mixture.assignments(points).map { hills.hillOfComponent[$0] }
    let most = hills.groups(fillingAbove: Self.shallow).count
    trail = []
    let resamples = hills.count > 1 ? Resamples(points, of: mixture) : nil
    var stabilities: [Int: [Double]] = [:]
    for count in 2..<max(3, hills.count + 1) where count <= hills.count {
      let (ofHill, _) = hills.groups(count)
      let groups = hillOfPoint.map { $0 < 0 ? -1 : ofHill[$0] }
      let stability = resamples?.stability(of: groups, count: count) ?? []
      stabilities[count] = stability
      trail.append(
        Candidate(
          groups: count, separation: 1 - hills.shallowestValley(between: count),
          stability: stability.min() ?? 0,
          coverage: Double(groups.count { $0 >= 0 }) / Double(max(1, groups.count))))
    }
    let stable = trail.last { $0.groups <= most && $0.stability >= Self.leastStability }?.groups
    guard let count = wanted ?? stable, count >= 1, hills.count >= 1 else {
      model = nil
      groups = []
      reason =
        most < 2
        ? "the people are one crowd: no valley parts them"
        : "what looks like groups is not found again in other people of the same kind"
      return
    }
    let (ofHill, found) = hills.groups(count)
    let groupOfPoint = hillOfPoint.map { $0 < 0 ? -1 : ofHill[$0] }
    model = GroupModel(
      scaling: scaling, projection: projection, mixture: mixture,
      groupOfComponent: hills.hillOfComponent.map { $0 < 0 ? -1 : ofHill[$0] }, groupCount: found)
    let stability = stabilities[found] ?? [1]
    groups = (0..<found).map { group in
      Group(
        share: Double(groupOfPoint.count { $0 == group }) / Double(points.count),
        stability: group < stability.count ? stability[group] : 1)
    }
    reason =
      wanted == nil
      ? "\(found) groups are parted by valleys and found again in other people of the same kind"
      : "\(found) groups, as asked for"
  }
}
