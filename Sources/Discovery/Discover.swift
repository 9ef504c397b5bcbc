// Finds groups of like rows, or that there are none: the part's one entry.

internal import Parallel
public import Persona

/// What was found.
public struct Discovery: Sendable {
  /// nil: there are no groups.
  public var model: Model?
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
public struct DiscoveryOptions {
  /// nil: as many as there are.
  public var groups: Int?
  /// A group has at least so many people, unless somebody asks for a number of groups; no number of a model is made
  /// of fewer.
  public var leastPeople: Int
  /// The most normal distributions that are tried.
  public var mostComponents: Int
  /// People that the model is fitted to; all are placed by it.
  public var sampleSize: Int
  /// Of some rows the component of an earlier model, -1 for none: one more place to begin at.
  public var start: (([Int]) -> [Int])?

  public init(
    groups: Int? = nil, leastPeople: Int = 1, mostComponents: Int = 20, sampleSize: Int = 4000,
    start: (([Int]) -> [Int])? = nil
  ) {
    self.start = start
    self.groups = groups
    self.leastPeople = leastPeople
    self.mostComponents = mostComponents
    self.sampleSize = sampleSize
  }
}

/// Finds groups of like rows. The order of rows changes nothing.
public func discover(
  _ rows: FeatureRows, options: DiscoveryOptions = DiscoveryOptions()
) throws(Failure) -> Discovery {
  let allHashes = RowHashes(rows)
  let sample = allHashes.sample(options.sampleSize)
  guard sample.count >= 50 else { return .nothing("there are fewer than 50 people") }
  let (matrix, hashes) = (rows.matrix(sample), allHashes.chosen(sample))
  let features = Model.Feature.scaled(matrix, hashes: hashes)
  let people = Observation.all(0..<matrix.rowCount, of: matrix, features, hashes)
  guard let projection = Projection(Points(people, features), features) else {
    return .nothing("all people are alike")
  }
  let points = Points(people, features).projected(projection)
  let mixture = bestMixture(
    points, most: max(options.mostComponents, options.groups ?? 0), least: options.leastPeople,
    start: options.start?(sample))
  guard let mixture else { return .nothing("no distribution fits the people") }
  let hills = Hills(mixture, of: points)
  let resamples = hills.count > 1 ? Resamples(points, of: mixture, least: options.leastPeople) : nil
  let cuts = Cut.all(
    hills, resamples: resamples,
    leastPoints: Double(options.leastPeople) * Double(points.count) / Double(rows.count))
  return Discovery(cuts, wanted: options.groups) { groups in
    let fit = FeatureFit(
      people, features, components: mixture.assignments(points), groups: groups, least: options.leastPeople)
    return fit?.model() ?? Model(features, projection, mixture.components(groups: groups))
  }
}

/// The mixture with the least criterion; larger ones are tried until four in a row are no better.
///
/// - Parameters:
///   - least: points of a component.
///   - start: of each point the component of an earlier model, -1 for none: one more place to begin at.
func bestMixture(
  _ points: Points, most: Int, least: Int, start: [Int]? = nil
) -> Mixture? {
  let fitting = Fitting(points, least: least)
  var best = start.flatMap { fitting.fit(startingFrom: $0) }
  for start in stride(from: 1, through: most, by: 4) {
    let counts = Array(start...min(most, start + 3))
    let fits = concurrentMap(0..<counts.count) { place -> Fitting.Fit? in
      (0..<2).compactMap {
        fitting.fit(components: counts[place], seed: UInt64(100 * $0 + counts[place]))
      }.min { $0.bic < $1.bic }
    }
    var isBetter = false
    for fit in fits {
      guard let fit, fit.bic < best?.bic ?? .infinity else { continue }
      best = fit
      isBetter = true
    }
    if !isBetter { break }
  }
  return best?.mixture
}

/// One way to make groups of the hills.
private struct Cut {
  let count: Int
  /// Of each hill.
  let groups: [Int]
  /// Of each component, of each point: its group, -1 for none.
  let ofComponent: [Int]
  private let ofPoint: [Int]
  /// Of each group, points and stability.
  private let sizes: [Int]
  private let stability: [Double]
  private let valleys: [Hills.Valley]
  private let leastPoints: Double

  /// - Parameters:
  ///   - groups: of each hill.
  ///   - leastPoints: a group has at least so many, unless somebody asks for a number of groups.
  init(_ hills: Hills, _ groups: [Int], resamples: Resamples?, leastPoints: Double) {
    self.groups = groups
    self.leastPoints = leastPoints
    let count = (groups.max() ?? -1) + 1
    self.count = count
    ofComponent = hills.hillOfComponent.map { $0 < 0 ? -1 : groups[$0] }
    let ofPoint = hills.hillOfPoint.map { $0 < 0 ? -1 : groups[$0] }
    self.ofPoint = ofPoint
    sizes = (0..<count).map { group in ofPoint.count { $0 == group } }
    stability = resamples?.stability(of: ofPoint, count: count) ?? Array(repeating: 1, count: count)
    valleys = hills.valleys(groups)
  }

  /// From every hill by itself to one group: shallow valleys are filled first, then a group that is too small or is not
  /// found again joins its neighbour, then the next valley is filled.
  static func all(_ hills: Hills, resamples: Resamples?, leastPoints: Double) -> [Cut] {
    var cuts = [Cut(hills, Array(0..<hills.count), resamples: resamples, leastPoints: leastPoints)]
    while let last = cuts.last, last.count > 1 {
      let joined = last.joined(last.isParted ? last.weak : nil)
      cuts.append(Cut(hills, joined, resamples: resamples, leastPoints: leastPoints))
    }
    return cuts
  }

  /// Valleys whose floor is above this share of the lower peak are no borders.
  private static let shallow = 0.6
  /// From here on a group is a pattern (Hennig 2007); below it may be a matter of chance.
  private static let leastStability = 0.75

  /// The floor of the shallowest valley, as a share of the lower peak.
  private var valley: Double { valleys.map(\.floor).max() ?? 0 }

  /// Of each hill its group after the shallowest valley was filled; where a group is given, between it and another.
  private func joined(_ group: Int?) -> [Int] {
    let valley = valleys.filter { group == nil || $0.a == group || $0.b == group }
      .max { ($0.floor, $1.a, $1.b) < ($1.floor, $0.a, $0.b) }
    guard let valley else { return groups }
    return groups.map { $0 == valley.b ? valley.a : $0 > valley.b ? $0 - 1 : $0 }
  }

  var isParted: Bool { count > 1 && valley <= Self.shallow }

  /// The group that is too small or found again least; nil when all can be relied on.
  var weak: Int? {
    sizes.indices.filter { Double(sizes[$0]) < leastPoints || stability[$0] < Self.leastStability }
      .min { (stability[$0], $0) < (stability[$1], $1) }
  }

  var candidate: Discovery.Candidate {
    Discovery.Candidate(
      groups: count, separation: 1 - valley, stability: stability.min() ?? 0,
      coverage: Double(sizes.reduce(0, +)) / Double(max(1, ofPoint.count)))
  }

  var described: [Discovery.Group] {
    zip(sizes, stability).map { .init(share: Double($0) / Double(ofPoint.count), stability: $1) }
  }
}

extension Discovery {
  fileprivate static func nothing(_ reason: String) -> Discovery {
    Discovery(model: nil, reason: reason, trail: [], groups: [])
  }

  /// - Parameter model: of the components' groups.
  fileprivate init(_ cuts: [Cut], wanted: Int?, model fitted: ([Int]) -> Model) {
    trail = cuts.filter { $0.count > 1 }.reversed().map(\.candidate)
    let surest = cuts.first { $0.isParted && $0.weak == nil }
    guard let cut = wanted.map({ wanted in cuts.first { $0.count <= wanted } }) ?? surest else {
      model = nil
      groups = []
      reason =
        cuts.contains(where: \.isParted)
        ? "what looks like groups is too small, or not found again in other people of the same kind"
        : "the people are one crowd: there is no gap between groups"
      return
    }
    model = fitted(cut.ofComponent)
    groups = cut.described
    reason =
      wanted == nil
      ? "\(cut.count) groups that hardly anybody lies between, and that are found again in other people of the same kind"
      : wanted == cut.count
        ? "\(cut.count) groups, as asked for"
        : "\(cut.count) groups: more than that cannot be told apart"
  }
}
