// Measures every profile over one window.

import EventStream
public import Persona

extension ProfileGraph {
  /// Metrics, scores and traits of all profiles over a window.
  ///
  /// The whole history up to the window's end decides since when a profile is known; the window decides the
  /// rest. The formulas stand in `Documentation/Metrics.md`.
  ///
  /// - Throws: for a time zone that does not exist, and when an amount's sum does not fit 64 bits of millionths.
  public func measured(over span: Span, by rules: MeasureRules) throws(Failure) -> ProfileTable {
    guard let calendar = LocalCalendar(timeZone: rules.timeZone) else {
      throw Failure(
        "cannot measure the profiles", causes: ["there is no time zone called \(rules.timeZone)"],
        hint: "write a name such as Europe/Berlin")
    }
    let window = WindowEvents(
      history: history, span: span, calendar: calendar, sessionGapSeconds: rules.sessionGapSeconds)
    var meter = ActivityMeter(window: window)
    let activities = (0..<count).map { meter.activity(of: $0) }

    var columns = MetricColumns(activities)
    columns.addActivity()
    if hasAmounts || !rules.purchaseEvents.isEmpty {
      let purchases = try PurchaseColumns(window: window, purchaseEvents: rules.purchaseEvents)
      columns.addPurchases(purchases, withAmounts: hasAmounts)
    }
    for definition in rules.metrics {
      columns.add(try DeclaredColumn(definition, window: window), as: definition)
    }
    var table = ProfileTable(
      count: count, span: span, windowDays: meter.windowDays, isActive: activities.map { $0 != nil },
      metrics: columns.metrics, amounts: columns.amounts, scores: scoreColumns(activities),
      traits: try traits.columns(until: span.to, choices: rules.traits, texts: history.texts),
      events: window.columns, eventOffsets: window.offsets)
    table.source = ProfileTable.Source(history: history, rows: window.historyRows)
    return table
  }
}

/// The metric columns of a table in the making.
private struct MetricColumns {
  private(set) var metrics: [String: [Double]] = [:]
  private(set) var amounts: [String: [Int64]] = [:]
  private let activities: [Activity?]

  init(_ activities: [Activity?]) { self.activities = activities }

  private func column(_ value: (Activity) -> Double) -> [Double] { activities.map { $0.map(value) ?? .nan } }

  /// Values divided by the days that a profile was known in the window, times the days of a period.
  private func rate(_ values: [Double], perDays days: Double) -> [Double] {
    zip(values, activities).map { value, activity in
      activity.map { days * value / $0.exposureDays } ?? .nan
    }
  }

  mutating func addActivity() {
    metrics["events"] = column { Double($0.events) }
    metrics["active_days"] = column { Double($0.activeDays) }
    metrics["sessions"] = column { Double($0.sessions) }
    metrics["active_days_per_week"] = rate(column { Double($0.activeDays) }, perDays: 7)
    metrics["sessions_per_week"] = rate(column { Double($0.sessions) }, perDays: 7)
    metrics["events_per_session"] = column { Double($0.events) / Double($0.sessions) }
    metrics["session_minutes"] = column(\.sessionMinutes)
    metrics["days_since_last"] = column(\.daysSinceLast)
    metrics["days_known"] = column(\.daysKnown)
  }

  mutating func addPurchases(_ columns: PurchaseColumns, withAmounts: Bool) {
    let purchases = zip(columns.purchases, activities).map { count, activity in
      activity == nil ? .nan : Double(count)
    }
    metrics["purchases"] = purchases
    metrics["purchases_per_month"] = rate(purchases, perDays: MetricDefinition.Period.month.days)
    guard withAmounts else { return }
    for currency in columns.currencies {
      let exact = zip(currency.revenue, activities).map { $1 == nil ? EventBatch.noAmount : $0 }
      amounts["revenue" + currency.suffix] = exact
      metrics["revenue" + currency.suffix] = exact.map(Self.units)
      metrics["average_order" + currency.suffix] = zip(currency.spent, currency.orders).map { spent, orders in
        orders == 0 ? .nan : Self.units(spent) / Double(orders)
      }
    }
  }

  mutating func add(_ column: DeclaredColumn, as definition: MetricDefinition) {
    metrics[definition.name] = definition.periodDays.map { rate(column.values, perDays: $0) } ?? column.values
    if let exact = column.amounts { amounts[definition.name] = exact }
  }

  private static func units(_ millionths: Int64) -> Double {
    millionths == EventBatch.noAmount ? .nan : Double(millionths) / 1_000_000
  }
}
