// Who belongs to data-first personas, by the models that were learned from behaviour.

internal import Discovery
public import Persona
internal import Profiles

/// Everybody of a window placed in one model.
struct LearnedMembership {
  private let placer: Placer
  private let features: BehaviourFeatures
  private let table: ProfileTable

  /// - Throws: when the model's numbers are no distributions, or the events cannot be read any more.
  init(_ model: Model, in table: ProfileTable) throws(Failure) {
    try self.init(model, BehaviourFeatures(table, measures: model.features.map(\.measure)), in: table)
  }

  /// - Parameter features: the model's, in its order.
  init(_ model: Model, _ features: BehaviourFeatures, in table: ProfileTable) throws(Failure) {
    placer = try Placer(model)
    self.features = features
    self.table = table
  }

  /// Per profile: active, and belongs to the group; for each group of the model.
  func members() -> [[Bool]] { members(among: table.isActive.indices.filter { table.isActive[$0] }) }

  /// Per profile: one of these, and belongs to the group; for each group of the model.
  func members(among profiles: [Int]) -> [[Bool]] {
    var members = (0..<placer.model.groupCount).map { _ in [Bool](repeating: false, count: table.count) }
    // Values of all measures for all people at once would take as much memory as their profiles.
    let placements = features.rows(of: profiles).blocks { [placer] rows, matrix in
      (rows, placer.placement(of: matrix))
    }
    for (rows, placement) in placements {
      for (place, profile) in profiles[rows].enumerated() {
        for group in members.indices where placement.belongs(place, to: group) {
          members[group][profile] = true
        }
      }
    }
    return members
  }

  /// Of one profile, the probability of each group, and for one of them what speaks for and against it.
  func explanation(of profile: Int, group: Int) -> (shares: [Double], reasons: [LearnedReason]) {
    let matrix = features.matrix(of: [profile])
    let weights = placer.reasons(of: 0, in: matrix, group: group)
    let reasons = zip(placer.model.features, zip(matrix.columns, weights)).map { feature, own in
      LearnedReason(
        measure: feature.measure, value: own.0.values[0], usual: feature.usual, weight: own.1)
    }
    return (placer.placement(of: matrix).shares.map { Double($0[0]) }, reasons)
  }
}

/// What one measure says of whether somebody belongs to a data-first persona. Shown on a terminal only.
public struct LearnedReason: Sendable, Equatable {
  public var measure: Model.Measure
  /// `nan` for none.
  public var value: Double
  /// What most people are near to.
  public var usual: Double
  /// The change of the logarithm of the odds against somebody who is usual in this.
  public var weight: Double
}
