// Metrics that the settings declare: counts, sums, distinct values and shares of events that meet a filter.

import EventStream
import Persona

/// One declared metric over all profiles, before it is divided by time.
struct DeclaredColumn: Sendable {
  /// `nan` where a profile has no value.
  private(set) var values: [Double] = []
  /// For sums, in millionths; `EventBatch.noAmount` for a profile that is not active.
  private(set) var amounts: [Int64]?

  /// - Parameter hours: hours of the week of all events; may be empty when the filter does not ask for them.
  /// - Throws: when a sum does not fit 64 bits of millionths.
  init(_ definition: MetricDefinition, window: WindowEvents, hours: [UInt8]) throws(Failure) {
    let history = window.history
    let property = definition.formula.property.flatMap { name in
      history.properties.firstIndex { $0.name == name }
    }.map { history.properties[$0] }
    var test = EventTest(definition.filter, history: history)
    var distinct = DistinctNumbers()
    var sums: [Int64] = []
    for profile in 0..<window.profileCount {
      let range = window.range(of: profile)
      guard !range.isEmpty else {
        values.append(.nan)
        sums.append(EventBatch.noAmount)
        continue
      }
      distinct.start()
      var (passed, distinctCount, total, last) = (0, 0, Int64(0), Double.nan)
      for row in range where test.passes(row, of: history, hours: hours) {
        passed += 1
        guard let property else { continue }
        if !property.numbers.isEmpty, property.numbers[row] != EventBatch.noAmount {
          let value = property.numbers[row]
          last = Double(value) / 1_000_000
          if case .sum = definition.formula { total = try sum(total, value, of: definition.name) }
          if case .distinct = definition.formula {
            distinctCount += distinct.insert(number: value) ? 1 : 0
          }
        }
        if !property.texts.isEmpty, property.texts[row] != EventBatch.none {
          if case .distinct = definition.formula {
            distinctCount += distinct.insert(text: property.texts[row]) ? 1 : 0
          }
        }
      }
      switch definition.formula {
      case .count: values.append(Double(passed))
      case .sum: values.append(Double(total) / 1_000_000)
      case .distinct: values.append(Double(distinctCount))
      case .last: values.append(last)
      case .share: values.append(Double(passed) / Double(range.count))
      }
      sums.append(total)
    }
    if case .sum = definition.formula { amounts = sums }
  }
}

extension DeclaredColumn {
  /// The columns of all partitions as one: the metric, and the exact amounts of a sum.
  ///
  /// - Parameter exposureDays: of each profile, the days of the window on which it was known.
  static func joined(
    _ parts: [DeclaredColumn], as definition: MetricDefinition, exposureDays: [Double]
  ) -> (metric: [Double], amounts: [Int64]?) {
    let values = parts.flatMap(\.values)
    let metric = definition.periodDays.map { rates(values, perDays: $0, exposureDays: exposureDays) }
    let exact = parts.compactMap(\.amounts)
    return (metric ?? values, exact.isEmpty ? nil : exact.flatMap(\.self))
  }
}

/// Values divided by the days that a profile was known in the window, times the days of a period.
func rates(_ values: [Double], perDays days: Double, exposureDays: [Double]) -> [Double] {
  zip(values, exposureDays).map { days * $0 / $1 }
}

/// The distinct numbers and texts that one profile has met.
private struct DistinctNumbers {
  private var numbers: Set<Int64> = []
  private var texts: Set<UInt32> = []

  mutating func start() {
    // What one busy profile made large would be cleared for every profile after it.
    if numbers.capacity > 256 { numbers = [] } else { numbers.removeAll(keepingCapacity: true) }
    if texts.capacity > 256 { texts = [] } else { texts.removeAll(keepingCapacity: true) }
  }

  /// Whether the number is new to this profile.
  mutating func insert(number: Int64) -> Bool { numbers.insert(number).inserted }
  mutating func insert(text: UInt32) -> Bool { texts.insert(text).inserted }
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
