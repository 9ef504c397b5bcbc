// A table by other rules: what both have is shared, the rest is measured.

public import Persona

extension ProfileTable {
  /// The same people and events with the declared metrics of other rules.
  ///
  /// - Parameter own: the rules that the table was measured by.
  /// - Returns: `nil` where the rules differ in something else, which changes every figure, and where a metric goes in whose
  ///   place one comes that is measured without being declared.
  /// - Throws: when a sum does not fit 64 bits of millionths, and when the events cannot be read any more.
  public func measured(
    by rules: MeasureRules, insteadOf own: MeasureRules
  ) throws(Failure) -> ProfileTable? {
    var alike = rules
    alike.metrics = own.metrics
    guard alike == own else { return nil }
    let names = Set(rules.metrics.map(\.name))
    guard own.metrics.allSatisfy({ names.contains($0.name) || !ownMetrics.contains($0.name) }) else {
      return nil
    }
    let (kept, wanted) = (Set(own.metrics), Set(rules.metrics))
    var (metrics, amounts) = (metrics, amounts)
    for definition in own.metrics where !wanted.contains(definition) {
      metrics[definition.name] = nil
      amounts[definition.name] = nil
    }
    let new = rules.metrics.filter { !kept.contains($0) }
    for (definition, parts) in zip(new, try declaredColumns(new)) {
      (metrics[definition.name], amounts[definition.name]) = DeclaredColumn.joined(
        parts, as: definition, exposureDays: exposureDays)
    }
    return ProfileTable(
      profiles: profiles, span: span, windowDays: windowDays, isActive: isActive, metrics: metrics,
      amounts: amounts, currencies: currencies, traits: traits, exposureDays: exposureDays,
      paces: Pace.all(rules.metrics), ownMetrics: ownMetrics, oldestEvent: oldestEvent,
      newestEvent: newestEvent, daysSeen: daysSeen, events: events, scored: scored)
  }

  /// Of each metric the columns of all partitions.
  private func declaredColumns(_ definitions: [MetricDefinition]) throws(Failure) -> [[DeclaredColumn]] {
    guard !definitions.isEmpty else { return [] }
    let events = events
    let asksForHours = definitions.contains { $0.filter.asksForHours }
    let parts = try inParallel(events.partitionCount, threads: events.threads) { partition throws(Failure) in
      let part = try events.part(partition)
      let hours = asksForHours ? part.localTimes().hoursOfWeek : []
      return try definitions.map { definition throws(Failure) in
        try DeclaredColumn(definition, in: part.window, hours: hours)
      }
    }
    return definitions.indices.map { index in parts.map { $0[index] } }
  }
}
