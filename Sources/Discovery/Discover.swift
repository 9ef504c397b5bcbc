// Finds groups of like rows, or that there are none: the part's one entry.

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
  _ matrix: FeatureMatrix, options: DiscoveryOptions = DiscoveryOptions()
) throws(Failure) -> Discovery {
  let hashes = RowHashes(matrix)
  let sample = hashes.sample(options.sampleSize)
  guard sample.count >= 50 else { return .nothing("there are fewer than 50 people") }
  let features = Model.Feature.scaled(matrix, sample: sample, hashes: hashes)
  let scaled = Points(sample, of: matrix, features, hashes)
  guard let projection = Projection(scaled) else { return .nothing("all people are alike") }
  let points = scaled.projected(projection)
  let mixture = bestMixture(
    points, most: max(options.mostComponents, options.groups ?? 0), least: options.leastPeople,
    start: options.start?(sample))
  guard let mixture else { return .nothing("no distribution fits the people") }
  return Discovery(
    points, mixture, wanted: options.groups,
    leastPoints: Double(options.leastPeople) * Double(points.count) / Double(matrix.rowCount),
    least: options.leastPeople, features: features, projection: projection)
}

/// The mixture with the least criterion; larger ones are tried until four in a row are no better.
///
/// - Parameters:
///   - least: points of a component.
///   - start: of each point the component of an earlier model, -1 for none: one more place to begin at.
func bestMixture(_ points: Points, most: Int, least: Int, start: [Int]? = nil) -> Mixture? {
  var best = start.flatMap { Mixture.fitted(to: points, startingFrom: $0, least: least) }
  for start in stride(from: 1, through: most, by: 4) {
    let counts = Array(start...min(most, start + 3))
    let fits = concurrentMap(0..<counts.count) { place -> Mixture.Fit? in
      (0..<2).compactMap {
        Mixture.fitted(
          to: points, components: counts[place], least: least, seed: UInt64(100 * $0 + counts[place]))
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
  /// Of each component, of each point: its group, -1 for none.
  let ofComponent: [Int]
  private let ofPoint: [Int]
  /// Of each group, points and stability.
  let sizes: [Int]
  private let stability: [Double]

  init(_ hills: Hills, _ hillOfPoint: [Int], count wanted: Int, resamples: Resamples?) {
    let (ofHill, count) = hills.groups(wanted)
    self.count = count
    ofComponent = hills.hillOfComponent.map { $0 < 0 ? -1 : ofHill[$0] }
    let ofPoint = hillOfPoint.map { $0 < 0 ? -1 : ofHill[$0] }
    self.ofPoint = ofPoint
    sizes = (0..<count).map { group in ofPoint.count { $0 == group } }
    stability = resamples?.stability(of: ofPoint, count: count) ?? Array(repeating: 1, count: count)
  }

  var leastStability: Double { stability.min() ?? 0 }

  func candidate(separation: Double) -> Discovery.Candidate {
    Discovery.Candidate(
      groups: count, separation: separation, stability: leastStability,
      coverage: Double(sizes.reduce(0, +)) / Double(max(1, ofPoint.count)))
  }

  var groups: [Discovery.Group] {
    zip(sizes, stability).map { .init(share: Double($0) / Double(ofPoint.count), stability: $1) }
  }
}

extension Discovery {
  fileprivate static func nothing(_ reason: String) -> Discovery {
    Discovery(model: nil, reason: reason, trail: [], groups: [])
  }

  /// Valleys whose floor is above this share of the lower peak are no borders.
  private static let shallow = 0.6
  /// Groups that are found again less than this are a matter of chance.
  private static let leastStability = 0.6

  /// - Parameters:
  ///   - leastPoints: a group has at least so many, unless somebody asks for a number of groups.
  ///   - least: points of a component.
  fileprivate init(
    _ points: Points, _ mixture: Mixture, wanted: Int?, leastPoints: Double, least: Int,
    features: [Model.Feature], projection: Projection
  ) {
    let hills = Hills(mixture)
    let hillOfPoint = mixture.assignments(points).map { hills.hillOfComponent[$0] }
    let resamples = hills.count > 1 ? Resamples(points, of: mixture, least: least) : nil
    let cuts = (1..<max(2, hills.count + 1)).map {
      Cut(hills, hillOfPoint, count: $0, resamples: resamples)
    }
    trail = cuts.dropFirst().map { $0.candidate(separation: 1 - hills.shallowestValley(between: $0.count)) }
    let most = hills.groups(fillingAbove: Self.shallow).count
    let stable = cuts.dropFirst().last { cut in
      cut.count <= most && cut.leastStability >= Self.leastStability
        && cut.sizes.allSatisfy { Double($0) >= leastPoints }
    }
    guard let cut = wanted.map({ cuts[min($0, cuts.count) - 1] }) ?? stable else {
      model = nil
      groups = []
      reason =
        most < 2
        ? "the people are one crowd: no valley parts them"
        : "what looks like groups is too small, or not found again in other people of the same kind"
      return
    }
    model = Model(features, projection, mixture, groups: cut.ofComponent)
    groups = cut.groups
    reason =
      wanted == nil
      ? "\(cut.count) groups are parted by valleys and found again in other people of the same kind"
      : wanted == cut.count
        ? "\(cut.count) groups, as asked for"
        : "\(cut.count) groups: more than that cannot be told apart"
  }
}
