// Metrics that the settings declare: counts, sums, distinct values and shares of events that meet a filter.

import EventStream
import Persona

/// One declared metric over all profiles, before it is divided by time.
struct DeclaredColumn: Sendable {
  /// `nan` where a profile has no value.
  let values: [Double]
  /// For sums, in millionths; `EventBatch.noAmount` for a profile that is not active.
  private(set) var amounts: [Int64]?

  /// - Parameter hours: hours of the week of all events; may be empty when the filter does not ask for them.
  /// - Throws: when a sum does not fit 64 bits of millionths.
  init(_ definition: MetricDefinition, in window: WindowEvents, hours: [UInt8]) throws(Failure) {
    let passing = EventTest(definition.filter, history: window.history).passing(in: window, hours: hours)
    let property = definition.formula.property.flatMap { name in
      window.history.properties.first { $0.name == name }
    }
    func column(_ value: (Range<Int>) -> Double) -> [Double] {
      window.ranges.map { $0.isEmpty ? .nan : value($0) }
    }
    switch definition.formula {
    case .count: values = column { Double(passing.count(in: $0)) }
    case .share: values = column { Double(passing.count(in: $0)) / Double($0.count) }
    case .sum:
      let sums = try window.ranges.map { range throws(Failure) in
        try range.isEmpty ? EventBatch.noAmount : passing.sum(of: property, in: range, for: definition.name)
      }
      amounts = sums
      values = sums.map { $0 == EventBatch.noAmount ? .nan : Double($0) / 1_000_000 }
    case .distinct:
      var distinct = DistinctTexts()
      values = column { range in
        distinct.start()
        for row in range where passing[row] { distinct.insert(property, row) }
        return Double(distinct.count)
      }
    case .last:
      values = column { range in
        let last = range.last { passing[$0] && property?.number(of: $0) != nil }
        return last.flatMap { property?.number(of: $0) }.map { Double($0) / 1_000_000 } ?? .nan
      }
    }
  }
}

extension DeclaredColumn {
  /// The columns of all partitions as one: the metric, and the exact amounts of a sum that is not divided by time.
  ///
  /// - Parameter exposureDays: of each profile, the days of the window on which it was known.
  static func joined(
    _ parts: [DeclaredColumn], as definition: MetricDefinition, exposureDays: [Double]
  ) -> (metric: [Double], amounts: [Int64]?) {
    let values = parts.flatMap(\.values)
    if let days = definition.periodDays {
      return (rates(values, perDays: days, exposureDays: exposureDays), nil)
    }
    let exact = parts.compactMap(\.amounts)
    return (values, exact.isEmpty ? nil : exact.flatMap(\.self))
  }
}

extension PassingEvents {
  /// The sum of a property over the events of one profile that pass, in millionths.
  fileprivate func sum(
    of property: EventHistory.Property?, in range: Range<Int>, for metric: String
  ) throws(Failure) -> Int64 {
    var total: Int64 = 0
    for row in range where self[row] {
      guard let value = property?.number(of: row) else { continue }
      total = try Profiles.sum(total, value, of: metric)
    }
    return total
  }
}

/// Values divided by the days that a profile was known in the window, times the days of a period.
func rates(_ values: [Double], perDays days: Double, exposureDays: [Double]) -> [Double] {
  zip(values, exposureDays).map { days * $0 / $1 }
}

/// The distinct texts that one profile has met, as codes.
private struct DistinctTexts {
  private var codes: Set<UInt32> = []

  var count: Int { codes.count }

  mutating func start() {
    // What one busy profile made large would be cleared for every profile after it.
    if codes.capacity > 256 { codes = [] } else { codes.removeAll(keepingCapacity: true) }
  }

  /// What a property has in a row.
  mutating func insert(_ property: EventHistory.Property?, _ row: Int) {
    if let code = property?.text(of: row) { codes.insert(code) }
  }
}

extension MetricDefinition {
  /// Days that a rate is for; `nil` when the metric is none. A share and a last value are no rates.
  var periodDays: Double? {
    switch formula {
    case .last, .share: nil
    case .count, .sum, .distinct: per.map(\.days)
    }
  }
}

extension MetricDefinition.Period {
  /// A month is a twelfth of 365.25 days.
  var days: Double {
    switch self {
    case .day: 1
    case .week: 7
    case .month: 30.4375
    }
  }
}

extension MetricDefinition.Formula {
  fileprivate var property: String? {
    switch self {
    case .sum(let name), .distinct(let name), .last(let name): name
    case .count, .share: nil
    }
  }
}
