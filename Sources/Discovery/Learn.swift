// Learns a model of people who are known already: what tells them from everybody else by behaviour, and how surely.

internal import Parallel
public import Persona

/// A model of given people, and how far it agrees with who they are.
public struct LearnedGroup: Sendable {
  /// Its one group are the people; the background is everybody else.
  public var model: Model
  /// Jaccard similarity of the people and of those whom the model takes for them, 0...1: each person is placed by a
  /// model that was learned without them (cross-validation in five parts).
  public var agreement: Double
  /// Its 95% interval, from resamples of the people.
  public var interval: Evidence.Interval
}

/// Rows of which it is known whether they belong, each standing for so many people.
public struct KnownPeople: Sendable {
  fileprivate let matrix: FeatureMatrix
  fileprivate let isMember: [Bool]
  private let memberWeight: Double
  private let otherWeight: Double

  /// - Parameters:
  ///   - memberWeight: how many people a member's row stands for.
  ///   - otherWeight: the same of the others.
  public init(_ matrix: FeatureMatrix, isMember: [Bool], memberWeight: Double, otherWeight: Double) {
    self.matrix = matrix
    self.isMember = isMember
    self.memberWeight = memberWeight
    self.otherWeight = otherWeight
  }

  fileprivate func weight(_ row: Int) -> Double { isMember[row] ? memberWeight : otherWeight }
}

private let partCount = 5
/// So many measures tell a group: those in which it differs most.
private let mostMeasures = 8
private let resampleCount = 400

/// Learns a model; nil where there are too few people for one.
///
/// - Parameter least: no number of the model is made of fewer people.
public func learn(_ people: KnownPeople, least: Int) throws(Failure) -> LearnedGroup? {
  let hashes = RowHashes(FeatureRows(people.matrix))
  // Members and others by turns, so that each part has as many of either as the others.
  let shuffled = hashes.sample(people.matrix.rowCount)
  let rows = shuffled.filter { people.isMember[$0] } + shuffled.filter { !people.isMember[$0] }
  guard let model = fittedModel(of: people, rows, hashes, least) else { return nil }
  let parts = concurrentMap(0..<partCount) { part -> [(row: Int, isTaken: Bool)] in
    let own = rows.indices.filter { $0 % partCount == part }.map { rows[$0] }
    let others = rows.indices.filter { $0 % partCount != part }.map { rows[$0] }
    guard let model = fittedModel(of: people, others, hashes, least), let placer = try? Placer(model)
    else { return [] }
    let placement = placer.placement(of: people.matrix.chosen(own, measures: model.features.map(\.measure)))
    return own.indices.map { (own[$0], placement.belongs($0, to: 0)) }
  }
  let taken = parts.flatMap(\.self)
  guard taken.count == rows.count else { return nil }
  let (agreement, interval) = agreement(of: taken, people)
  return LearnedGroup(model: model, agreement: agreement, interval: interval)
}

/// A mixture of the members and one of the others, each over the measures in which the two differ most.
private func fittedModel(of people: KnownPeople, _ rows: [Int], _ hashes: RowHashes, _ least: Int) -> Model? {
  let all = Model.Feature.scaled(people.matrix, sample: rows, hashes: hashes)
  let points = Points(Observation.all(rows, of: people.matrix, all, hashes), all)
  let isMember = rows.map { people.isMember[$0] }
  let telling = all.indices.filter { all[$0].spread > 0 }
    .map { (place: $0, distance: largestDifference(points.column($0), isMember)) }
    .sorted { ($1.distance, $0.place) < ($0.distance, $1.place) }.prefix(mostMeasures).map(\.place).sorted()
  guard !telling.isEmpty else { return nil }
  let directions = telling.indices.map { row in telling.indices.map { $0 == row ? 1.0 : 0 } }
  let chosen = points.chosen(columns: telling)
  func mixture(_ members: Bool) -> Mixture? {
    bestMixture(
      chosen.chosen(isMember.indices.filter { isMember[$0] == members }), most: 4, least: least)
  }
  guard let own = mixture(true), let others = mixture(false) else { return nil }
  let total = rows.reduce(0) { $0 + people.weight($1) }
  let share = rows.reduce(0) { $0 + (people.isMember[$1] ? people.weight($1) : 0) } / total
  func weighted(_ mixture: Mixture, by share: Double, group: Int) -> [Model.Component] {
    mixture.components.map { component in
      var component = component
      component.weight *= share
      component.group = group
      return component
    }
  }
  return Model(
    telling.map { all[$0] }, Projection(directions: directions),
    weighted(own, by: share, group: 0) + weighted(others, by: 1 - share, group: -1))
}

/// The greatest difference between two distribution functions (Kolmogorov and Smirnov).
private func largestDifference(_ values: [Double], _ isMember: [Bool]) -> Double {
  let members = Double(max(1, isMember.count { $0 }))
  let others = Double(max(1, isMember.count { !$0 }))
  let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  var (sum, largest) = (0.0, 0.0)
  for (place, index) in order.enumerated() {
    sum += isMember[index] ? 1 / members : -1 / others
    let isLast = place + 1 == order.count || values[order[place + 1]] > values[index]
    if isLast { largest = max(largest, abs(sum)) }
  }
  return largest
}

private func agreement(
  of taken: [(row: Int, isTaken: Bool)], _ people: KnownPeople
) -> (Double, Evidence.Interval) {
  func jaccard(_ places: some Sequence<Int>) -> Double {
    var (both, either) = (0.0, 0.0)
    for place in places {
      let (row, isTaken) = taken[place]
      if people.isMember[row] || isTaken { either += people.weight(row) }
      if people.isMember[row] && isTaken { both += people.weight(row) }
    }
    return either > 0 ? both / either : 0
  }
  var dice = Dice(seed: 4000)
  let resamples = (0..<resampleCount).map { _ in
    jaccard(taken.indices.map { _ in dice.index(below: taken.count) })
  }.sorted()
  let tail = resampleCount / 40
  return (
    jaccard(taken.indices),
    Evidence.Interval(low: resamples[tail - 1], high: resamples[resampleCount - tail])
  )
}
