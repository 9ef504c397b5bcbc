// Whether a metric tends to be higher in a group than among everyone else.

internal import Profiles

/// How far the values of two groups differ, whatever their distribution.
struct RankTest: Sendable {
  /// Two-sided, 1 where all values are equal or a group is empty.
  var p: Double
  /// Rank-biserial correlation, -1...1: the chance that one of the group is above one of the others minus
  /// the chance of the reverse. Positive: the group tends to be higher.
  var effect: Double

  /// No difference.
  static let none = RankTest(p: 1, effect: 0)
}

/// The mid-ranks of a column: what all rank tests over it share, made once.
struct Ranks {
  /// Twice the rank of each value, from 1, ties at their mean; in the order of the values given.
  private let doubledRanks: [UInt32]
  /// Of the values given.
  let order: RisingOrder
  /// Sum of t³ - t over the sizes t of the groups of ties.
  let ties: Double

  /// - Parameter values: fewer than 2^31.
  init(_ values: [Double]) {
    let order = RisingOrder(of: values)
    let sorted = order.values
    var doubledRanks = [UInt32](repeating: 0, count: values.count)
    var ties = 0.0
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
      for place in start..<end { doubledRanks[Int(order.places[place])] = UInt32(start + end + 1) }
      let size = Double(end - start)
      ties += size * size * size - size
      start = end
    }
    self.doubledRanks = doubledRanks
    self.order = order
    self.ties = ties
  }

  /// Mann and Whitney's test of the values for which `isMember` holds against the rest.
  ///
  /// Normal approximation with the variance corrected for ties and a continuity correction of 1/2, as
  /// `scipy.stats.mannwhitneyu(method="asymptotic")`; Hollander, Wolfe and Chicken (2014), section 4.1. The
  /// effect is Kerby's (2014) simple difference, 2U/(n₁n₂) - 1.
  func test(isMember: [Bool]) -> RankTest {
    var doubledSum: UInt64 = 0
    var memberCount = 0
    for (rank, isMember) in zip(doubledRanks, isMember) {
      // Without a branch: nobody can foretell who is a member.
      doubledSum &+= isMember ? UInt64(rank) : 0
      memberCount &+= isMember ? 1 : 0
    }
    let rankSum = Double(doubledSum) / 2
    let members = Double(memberCount)
    let others = Double(doubledRanks.count - memberCount)
    guard members > 0, others > 0 else { return .none }
    let u = rankSum - members * (members + 1) / 2
    let n = members + others
    let variance = members * others / 12 * (n + 1 - ties / (n * (n - 1)))
    let centre = members * others / 2
    let effect = u / centre - 1
    guard variance > 0 else { return RankTest(p: 1, effect: effect) }
    let z = max((u - centre).magnitude - 0.5, 0) / variance.squareRoot()
    return RankTest(p: min(1, 2 * normalCDF(-z)), effect: effect)
  }
}
