// Measures every profile over one window or several.

import EventStream
public import Persona

/// A window that profiles are measured over, and who is.
public struct MeasuredWindow: Sendable {
  public var span: Span
  public var population: MeasuredPopulation

  public init(_ span: Span, _ population: MeasuredPopulation = .everybody) {
    self.span = span
    self.population = population
  }
}

extension ProfileGraph {
  /// Metrics, scores and traits of profiles over a window, as `measured(over:by:progress:)` of several.
  public func measured(
    over span: Span, _ population: MeasuredPopulation = .everybody, by rules: MeasureRules,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws(Failure) -> ProfileTable {
    try measured(over: [MeasuredWindow(span, population)], by: rules, progress: progress)[0]
  }

  /// Metrics, scores and traits of profiles over several windows, in one pass over the events.
  ///
  /// The whole history up to a window's end decides since when a profile is known; the window decides the
  /// rest. The formulas stand in `Documentation/Metrics.md`.
  ///
  /// - Throws: for a time zone that does not exist, and when an amount's sum does not fit 64 bits of millionths.
  public func measured(
    over windows: [MeasuredWindow], by rules: MeasureRules,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws(Failure) -> [ProfileTable] {
    let calendar = try LocalCalendar(timeZone: rules.timeZone)
    let hasPurchases = hasAmounts || !rules.purchaseEvents.isEmpty
    var partitions = try inParallel(
      histories.count, threads: histories.threads, progress: progress
    ) { [histories] part throws(Failure) in
      try MeasuredPart.all(
        of: try histories.events(of: part), over: windows, calendar: calendar, rules: rules,
        hasPurchases: hasPurchases)
    }
    // Window by window: each part's columns go when they have become the table's.
    return try windows.map { window throws(Failure) in
      try table(
        partitions.indices.map { partitions[$0].removeFirst() }, over: window.span, calendar, rules,
        hasPurchases: hasPurchases)
    }
  }

  /// What all partitions measured over one window as a table.
  private func table(
    _ parts: consuming [MeasuredPart], over span: Span, _ calendar: LocalCalendar, _ rules: MeasureRules,
    hasPurchases: Bool
  ) throws(Failure) -> ProfileTable {
    let rows = TableRows(parts.map(\.places), of: histories)
    let returns = take(\.returns, of: &parts)
    let activities: WritableKeyPath<MeasuredPart, ActivityColumns> = \.activities
    var columns = MetricColumns(
      ActivityColumns { column in take(activities.appending(path: column), of: &parts) })
    returnFreedMemory()
    columns.addActivity()
    if columns.activities.sessions.contains(where: { $0 > 0 }) || rules.sessions.sourcesOutside.isEmpty {
      columns.addSessions()
    }
    var currencies: [String] = []
    if hasPurchases {
      currencies = columns.addPurchases(
        parts.compactMap(\.purchases), currencyNames: histories.names.currencies.names,
        withAmounts: hasAmounts)
    }
    let ownMetrics = Set(columns.metrics.keys)
    for (index, definition) in rules.metrics.enumerated() {
      columns.add(parts.map { $0.declared[index] }, as: definition)
    }
    let (oldest, newest) = (take(\.oldestEvent, of: &parts), take(\.newestEvent, of: &parts))
    let daysSeen = parts.reduce(into: DaysSeen.nothing) { $0.formUnion($1.daysSeen) }
    parts = []
    returnFreedMemory()
    let isActive = columns.activities.events.map { !$0.isNaN }
    return ProfileTable(
      profiles: rows.profiles, span: span, windowDays: ActivityMeter.windowDays(span, calendar),
      isActive: isActive, metrics: columns.metrics, amounts: columns.amounts, currencies: currencies,
      traits: try traitColumns(rows, until: span.to, choices: rules.traits),
      exposureDays: columns.activities.exposureDays, paces: Pace.all(rules.metrics), ownMetrics: ownMetrics,
      oldestEvent: oldest,
      newestEvent: newest, daysSeen: daysSeen,
      events: TableEvents(
        histories: histories, rows: rows, span: span, firstEvent: oldest.lazy.filter { $0 != .min }.min(),
        calendar: calendar,
        sessions: rules.sessions),
      scored: Deferred { [activities = columns.activities, profiles = rows.profiles] in
        ScoredProfiles(activities, returns, profiles, isActive: isActive)
      })
  }

  private func traitColumns(
    _ rows: TableRows, until end: Int64, choices: [String: TraitChoice]
  ) throws(Failure) -> [String: ProfileTable.TraitColumn] {
    let histories = histories
    let parts = try inParallel(histories.count, threads: histories.threads) { part throws(Failure) in
      try histories.traits(of: part).values(
        of: rows.places[part], until: end, choices: choices, texts: histories.names.traitTexts)
    }
    var columns: [String: ProfileTable.TraitColumn] = [:]
    for (trait, name) in histories.traitNames.enumerated() {
      var all = ChosenValues(profileCount: 0)
      for part in parts { all.append(part[trait]) }
      columns[name] = all.column()
    }
    return columns
  }
}

/// A column of all parts, one after the other. It goes from them: there are as many profiles as memory has room for.
private func take<Value>(
  _ column: WritableKeyPath<MeasuredPart, [Value]>, of parts: inout [MeasuredPart]
) -> [Value] {
  var all: [Value] = []
  all.reserveCapacity(parts.reduce(0) { $0 + $1[keyPath: column].count })
  for index in parts.indices {
    all += parts[index][keyPath: column]
    parts[index][keyPath: column] = []
  }
  return all
}

/// What the profiles of one partition measure.
private struct MeasuredPart: Sendable {
  /// Which of the partition's profiles are measured.
  var places: [Int]
  var activities: ActivityColumns
  var oldestEvent: [Int64]
  var newestEvent: [Int64]
  var daysSeen: DaysSeen
  /// Of all profiles of the partition, whether they are measured or not.
  var returns: [ReturnHistory?]
  var purchases: PurchaseColumns?
  var declared: [DeclaredColumn] = []

  /// Over each window.
  static func all(
    of history: EventHistory, over windows: [MeasuredWindow], calendar: LocalCalendar, rules: MeasureRules,
    hasPurchases: Bool
  ) throws(Failure) -> [MeasuredPart] {
    let times = LocalTimes(of: history, calendar)
    return try windows.map { window throws(Failure) in
      let places = window.population.places(in: history, over: window.span)
      return try MeasuredPart(
        WindowEvents(history: history, places: places, span: window.span), times, calendar: calendar,
        rules: rules, hasPurchases: hasPurchases)
    }
  }

  private init(
    _ window: WindowEvents, _ times: LocalTimes, calendar: LocalCalendar, rules: MeasureRules,
    hasPurchases: Bool
  ) throws(Failure) {
    places = window.places
    var meter = ActivityMeter(
      window: window, localDays: times.days, calendar: calendar, sessions: rules.sessions)
    activities = ActivityColumns((0..<window.profileCount).map { meter.activity(of: $0) })
    oldestEvent = window.ranges.map { $0.first.map { window.history.times[$0] } ?? .min }
    newestEvent = window.ranges.map { $0.last.map { window.history.times[$0] } ?? .min }
    daysSeen = DaysSeen(window, localDays: times.days, calendar)
    returns = ReturnHistory.all(
      in: window.history, localDays: times.days, until: window.span.to, calendar: calendar)
    if hasPurchases {
      purchases = try PurchaseColumns(window: window, purchaseEvents: rules.purchaseEvents)
    }
    for definition in rules.metrics {
      declared.append(try DeclaredColumn(definition, in: window, hours: times.hoursOfWeek))
    }
  }
}

/// The metric columns of a table in the making.
private struct MetricColumns {
  let activities: ActivityColumns
  private(set) var metrics: [String: [Double]] = [:]
  private(set) var amounts: [String: [Int64]] = [:]

  init(_ activities: ActivityColumns) { self.activities = activities }

  private func rate(_ values: [Double], perDays days: Double) -> [Double] {
    rates(values, perDays: days, exposureDays: activities.exposureDays)
  }

  mutating func addActivity() {
    metrics["events"] = activities.events
    metrics["active_days"] = activities.activeDays
    metrics["active_days_per_week"] = rate(activities.activeDays, perDays: 7)
    metrics["days_since_last"] = activities.daysSinceLast
    metrics["days_known"] = activities.daysKnown
  }

  /// Where every source is outside of sessions nobody has a number of them, not even 0.
  mutating func addSessions() {
    metrics["sessions"] = activities.sessions
    metrics["sessions_per_week"] = rate(activities.sessions, perDays: 7)
    metrics["events_per_session"] = zip(activities.sessionEvents, activities.sessions).map {
      $1 == 0 ? .nan : $0 / $1
    }
    metrics["session_minutes"] = activities.sessionMinutes
  }

  /// Returns the currencies of the amounts.
  mutating func addPurchases(
    _ parts: [PurchaseColumns], currencyNames: [String], withAmounts: Bool
  ) -> [String] {
    let purchases = zip(parts.lazy.flatMap(\.purchases), activities.events).map { count, events in
      events.isNaN ? .nan : Double(count)
    }
    metrics["purchases"] = purchases
    metrics["purchases_per_month"] = rate(purchases, perDays: MetricDefinition.Period.month.days)
    guard withAmounts else { return [] }
    // Sorted, and amounts without a currency last, as their code is the greatest.
    let occurring = Set(parts.flatMap(\.currencies.keys)).sorted()
    let currencies = occurring.map { $0 == EventBatch.none ? AmountMetric.unstated : currencyNames[Int($0)] }
    let namesNone = occurring.isEmpty || occurring == [EventBatch.none]
    for (place, code) in (occurring.isEmpty ? [EventBatch.none] : occurring).enumerated() {
      func name(_ amount: String) -> String {
        namesNone ? amount : AmountMetric(amount, in: currencies[place]).text
      }
      let columns = parts.map { part in
        part.currencies[code] ?? PurchaseColumns.Currency(profileCount: part.purchases.count)
      }
      let exact = zip(columns.lazy.flatMap(\.revenue), activities.events).map {
        $1.isNaN ? EventBatch.noAmount : $0
      }
      amounts[name("revenue")] = exact
      metrics[name("revenue")] = exact.map(Self.units)
      metrics[name("average_order")] = zip(
        columns.lazy.flatMap(\.spent), columns.lazy.flatMap(\.orders)
      ).map { spent, orders in orders == 0 ? .nan : Self.units(spent) / Double(orders) }
    }
    return currencies
  }

  mutating func add(_ parts: [DeclaredColumn], as definition: MetricDefinition) {
    (metrics[definition.name], amounts[definition.name]) = DeclaredColumn.joined(
      parts, as: definition, exposureDays: activities.exposureDays)
  }

  private static func units(_ millionths: Int64) -> Double {
    millionths == EventBatch.noAmount ? .nan : Double(millionths) / 1_000_000
  }
}
