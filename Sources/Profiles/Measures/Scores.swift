// Scores: metrics scaled to 0...100, by the formulas of Documentation/Metrics.md.

private import Foundation
import Parallel

/// The scores of a table's profiles.
struct ScoredProfiles: Sendable {
  /// By name; `nan` where a profile has none.
  var columns: [String: [Double]]
  var propensity: Propensity
}

extension ScoredProfiles {
  /// - Parameters:
  ///   - returns: of all profiles of the graph.
  ///   - profiles: of the table, which of the graph's they are.
  init(_ activities: ActivityColumns, _ returns: [ReturnHistory?], _ profiles: [Int], isActive: [Bool]) {
    let ranked: [(name: String, values: [Double])] = [
      ("quantity", activities.events),
      ("frequency", zip(activities.activeDays, activities.exposureDays).map { $0 / $1 }),
      ("intensity", activities.medianEventsPerSession),
      ("maturity", activities.daysFromFirstToLast),
    ]
    // The model first: it takes as long as all ranks.
    let model = Deferred { Propensity(returns) }
    let ranks = concurrentMap(-1..<ranked.count) { index -> [Double] in
      guard index >= 0 else {
        _ = model.value
        return []
      }
      return percentileRanks(ranked[index].values)
    }.dropFirst()
    propensity = model.value
    columns = [
      "recency": activities.daysSinceLast.map { 100 * exp2($0 / -30) },
      "momentum": activities.momentum, "consistency": activities.consistency,
      "volatility": activities.volatility,
    ]
    for (score, column) in zip(ranked, ranks) { columns[score.name] = column }
    columns.merge(propensity.column(profiles, isActive: isActive)) { own, _ in own }
  }
}

/// 100 (L + 0.5 E) / N for each value: L values of the N are less, E are equal, itself among them. `nan` is
/// none of the N and stays.
func percentileRanks(_ values: [Double]) -> [Double] {
  let places = values.indices.filter { !values[$0].isNaN }
  let order = RisingOrder(of: places.count == values.count ? values : places.map { values[$0] })
  var result = [Double](repeating: .nan, count: values.count)
  var start = 0
  while start < order.values.count {
    var end = start
    while end < order.values.count, order.values[end] == order.values[start] { end += 1 }
    let rank = 100 * (Double(start) + 0.5 * Double(end - start)) / Double(order.values.count)
    for place in start..<end { result[places[Int(order.places[place])]] = rank }
    start = end
  }
  return result
}
