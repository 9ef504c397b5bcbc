// The last fit of a discovery: the groups are known, and all features say who belongs to them.

internal import Persona

/// Normal distributions fitted to people by all their features, each value with its own error, beside a background as
/// wide as everybody: people who are like nobody.
///
/// Hills are looked for in few directions and with one error for a person, or small groups would drown in what many
/// features show by chance. Once it is known which groups there are, every feature helps to say who is in which
/// (decision 0114).
struct FeatureFit {
  private let people: [Observation]
  private let features: [Model.Feature]
  /// Of each component.
  private var weights: [Double]
  private var means: [[Double]]
  private var variances: [[Double]]
  private var groups: [Int]
  private let least: Double
  private var backgroundWeight: Double
  private let backgroundVariances: [Double]
  /// Of people from the components that they belong to.
  private var distances = Distances()

  /// Until so many people say otherwise, a component is as wide in a feature as the others.
  private static let priorPeople = 10.0
  /// No component is narrower in a feature than this against the others: one feature would decide alone.
  private static let narrowest = 0.1
  private static let floor = 1e-3
  private static let leastBackground = 0.05
  private static let mostRounds = 50
  /// Where the first round begins: within a group people differ less than all do, and few are like nobody.
  private static let firstVariance = 0.3
  private static let firstBackground = 0.04

  /// - Parameters:
  ///   - components: of each person the component to begin in; -1 for the background.
  ///   - groups: of each component; one of -1 is background.
  ///   - least: people of a component.
  ///
  /// nil when a group has no component with enough people.
  init?(
    _ people: [Observation], _ features: [Model.Feature], components: [Int], groups: [Int], least: Int
  ) {
    (self.people, self.features, self.least) = (people, features, Double(least))
    var totals = groups.map { _ in 0.0 }
    var sums = groups.map { _ in [Double](repeating: 0, count: features.count) }
    for (person, component) in zip(people, components) where component >= 0 && groups[component] >= 0 {
      totals[component] += 1
      for place in features.indices { sums[component][place] += person.values[place] }
    }
    let kept = groups.indices.filter { groups[$0] >= 0 && totals[$0] >= max(1, Double(least)) }
    self.groups = kept.map { groups[$0] }
    guard Set(self.groups) == Set(groups.filter { $0 >= 0 }) else { return nil }
    let background = max(Double(least), Self.firstBackground * Double(people.count)) / Double(people.count)
    let total = kept.reduce(0) { $0 + totals[$1] }
    weights = kept.map { totals[$0] / total * (1 - background) }
    backgroundWeight = background
    means = kept.map { component in sums[component].map { $0 / totals[component] } }
    variances = kept.map { _ in features.map { _ in Self.firstVariance } }
    backgroundVariances = features.map { max(Self.leastBackground, 1 - $0.noise) }
  }

  /// The model, the background its last component; nil when a group has lost its people.
  func model() -> Model? {
    var fit = self
    var likelihood = -Double.infinity
    for _ in 0..<Self.mostRounds {
      guard let next = fit.improve() else { return nil }
      defer { likelihood = next }
      if next - likelihood < 1e-5 * Double(people.count) { break }
    }
    return Model(
      features, nil, fit.current, reach: fit.distances.quantile999(atLeast: Double(features.count)))
  }

  private var current: [Model.Component] {
    let background = Model.Component(
      weight: backgroundWeight, mean: features.map { _ in 0 }, covariance: backgroundVariances)
    return weights.indices.map { component in
      Model.Component(
        weight: weights[component], mean: means[component], covariance: variances[component],
        group: groups[component])
    } + [background]
  }

  /// One round of expectation and maximisation.
  ///
  /// - Returns: the logarithm of the people's likelihood before; nil when a group has no component with enough of them.
  private mutating func improve() -> Double? {
    guard let mixture = FeatureMixture(current) else { return nil }
    var parts = [(distance: Double, logDensity: Double)](repeating: (0, 0), count: mixture.count)
    var sums = weights.map { _ in FeatureSums(size: features.count) }
    var (likelihood, background) = (0.0, 0.0)
    distances = Distances()
    for person in people {
      mixture.parts(person, into: &parts)
      let all = logSum(parts.lazy.map(\.logDensity))
      likelihood += all
      for component in sums.indices {
        let share = exponential(parts[component].logDensity - all)
        guard share > 1e-6 else { continue }
        sums[component].add(person, share, means[component], variances[component])
        distances.add(parts[component].distance, share)
      }
      background += exponential(parts[sums.count].logDensity - all)
    }
    let kept = sums.indices.filter { sums[$0].total >= least }
    guard Set(kept.map { groups[$0] }) == Set(groups) else { return nil }
    sums = kept.map { sums[$0] }
    groups = kept.map { groups[$0] }
    means = kept.map { means[$0] }
    let total = sums.reduce(0) { $0 + $1.total }
    let common = features.indices.map { place in sums.reduce(0) { $0 + $1.squares(place) } / total }
    backgroundWeight = max(least, background) / Double(people.count)
    weights = sums.map { $0.total / total * (1 - backgroundWeight) }
    for (component, sum) in sums.enumerated() {
      for place in features.indices { means[component][place] += sum.shifts[place] / sum.total }
    }
    variances = sums.map { sum in
      features.indices.map { place in
        let own = (sum.squares(place) + Self.priorPeople * common[place]) / (sum.total + Self.priorPeople)
        return max(own, Self.narrowest * common[place], Self.floor)
      }
    }
    return likelihood
  }
}

/// What a round adds up of one component.
private struct FeatureSums {
  private(set) var total = 0.0
  /// Of what people are likely to be without their errors, less the mean.
  private(set) var shifts: [Double]
  private var products: [Double]

  init(size: Int) {
    shifts = Array(repeating: 0, count: size)
    products = shifts
  }

  mutating func add(_ person: Observation, _ share: Double, _ mean: [Double], _ variance: [Double]) {
    total += share
    for place in shifts.indices {
      let error = person.errors[place]
      let gain = variance[place] / (variance[place] + error)
      let shift = gain * (person.values[place] - mean[place])
      shifts[place] += share * shift
      products[place] += share * (shift * shift + gain * error)
    }
  }

  /// The sum of the squared distances from the new mean.
  func squares(_ place: Int) -> Double { products[place] - shifts[place] * shifts[place] / total }
}

/// Squared distances of people from their group, in units of its spread.
private struct Distances {
  private var total = 0.0
  private var sum = 0.0
  private var squares = 0.0

  mutating func add(_ distance: Double, _ share: Double) {
    total += share
    sum += share * distance
    squares += share * distance * distance
  }

  /// What 999 of 1,000 do not exceed: by the chi-square distribution that has their mean and their variance
  /// (Satterthwaite 1946). Where features are normal its degrees of freedom are the number of features; tails that are
  /// heavier go further. It is made of all people, where the quantile itself would be one person's distance.
  func quantile999(atLeast degrees: Double) -> Double {
    let mean = sum / max(1, total)
    let variance = squares / max(1, total) - mean * mean
    let usual = chiSquareQuantile999(degrees: degrees)
    guard mean > 0, variance > 0 else { return usual }
    return max(usual, variance / (2 * mean) * chiSquareQuantile999(degrees: 2 * mean * mean / variance))
  }
}
