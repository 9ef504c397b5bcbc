// Which metrics tell the same story, so that one fact is not told five times, and none that the match demands.

internal import Persona

/// The family of a metric: of one family only the strongest difference is told. Declared metrics are families
/// of their own.
func metricFamily(_ metric: String) -> String {
  switch metric {
  case "events", "active_days", "active_days_per_week", "sessions", "sessions_per_week": "activity"
  case "events_per_session", "session_minutes": "session length"
  case "days_since_last": "recency"
  case "days_known": "tenure"
  case "purchases", "purchases_per_month": "purchases"
  case _ where metric == "revenue" || metric.hasPrefix("revenue_"): "purchases"
  case _ where metric == "average_order" || metric.hasPrefix("average_order_"): "order value"
  default: "metric \(metric)"
  }
}

/// The families of metrics that a score is made from.
private func scoreFamily(_ score: String) -> String {
  switch score {
  case "quantity", "frequency": "activity"
  case "intensity": "session length"
  case "recency": "recency"
  case "maturity": "tenure"
  default: "score \(score)"
  }
}

extension Match {
  /// The families that the match itself tests: that its members differ in them is no finding.
  var families: Set<String> {
    switch self {
    case .all(let parts), .any(let parts), .none(let parts):
      parts.reduce(into: []) { $0.formUnion($1.families) }
    case .condition(let condition):
      switch condition.subject {
      case .trait(let name): ["trait \(name)"]
      case .metric(let name): [metricFamily(name)]
      case .score(let name): [scoreFamily(name)]
      case .event(let filter):
        Set(
          filter.events.map { "event \($0)" } + filter.channels.map { "channel \($0)" }
            + filter.screens.map { "screen \($0)" })
      }
    }
  }
}
