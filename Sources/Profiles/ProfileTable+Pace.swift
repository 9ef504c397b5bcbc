// What of a metric two windows can be compared by: not how many people began in each, nor how late the newest event is.

internal import Persona

/// How a metric depends on the time for which somebody was known in the window.
enum Pace: Sendable {
  /// It grows with it. Nobody is known without an event, so one of `arrivals` is sure of those who began in the window.
  case count(arrivals: Double)
  /// It is divided by it already, and multiplied by so many days.
  case rate(days: Double)
  /// It is a time up to the end of the window.
  case age

  /// Of each metric that depends on it.
  static func all(_ declared: [MetricDefinition]) -> [String: Pace] {
    var paces: [String: Pace] = [
      "events": .count(arrivals: 1), "active_days": .count(arrivals: 1), "sessions": .count(arrivals: 1),
      "active_days_per_week": .rate(days: 7), "sessions_per_week": .rate(days: 7),
      "purchases": .count(arrivals: 0), "revenue": .count(arrivals: 0), "days_since_last": .age,
    ]
    for metric in declared {
      switch metric.formula {
      case .count, .sum, .distinct: paces[metric.name] = metric.per == nil ? .count(arrivals: 0) : nil
      case .last, .share: paces[metric.name] = nil
      }
    }
    return paces
  }
}

extension ProfileTable {
  /// The values of a metric by the day for which somebody was known, without the event by which those who are new were first
  /// seen: a window with more of them is no change. Times up to the end are those of people who were known throughout. The
  /// metric itself where it depends on neither, and in a table made by hand; `nil` where there is none.
  ///
  /// - Parameter missing: so many days before the end of the window nothing was exported yet.
  public func pace(of metric: String, missing: Double = 0) -> [Double]? {
    guard let values = metrics[metric] else { return nil }
    guard let pace = pace(named: metric) else { return values }
    return values.indices.map { profile in
      let (value, days) = (values[profile], exposureDays[profile])
      let isNew = days < windowDays - 1e-6
      let seen = max(days - missing, min(days, 1))
      return switch pace {
      case .count(let arrivals): (isNew ? value - arrivals : value) / seen
      case .rate(let factor): (isNew ? value - factor / days : value) * (days / seen)
      case .age: isNew ? .nan : value - missing
      }
    }
  }

  /// Whether a metric depends on how long people were known, or when the window ends.
  public func hasPace(_ metric: String) -> Bool { pace(named: metric) != nil }

  private func pace(named metric: String) -> Pace? {
    exposureDays.isEmpty ? nil : paces[metric] ?? AmountMetric(metric).flatMap { paces[$0.name] }
  }

  /// The days from the newest event of the window to its end, for which it may be that nothing was exported yet.
  public var daysWithoutEvents: Double {
    guard let newest = newestEvent.max(), newest != .min else { return 0 }
    return Double(span.to - newest) / 86_400_000_000
  }
}
