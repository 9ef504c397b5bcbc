// Makes rows of a batch from the accepted records of a run, column by column.

/// Appends records to a batch. One for each thread.
struct BatchBuilder {
  private let plan: RecordPlan
  private var table = TextTable()
  private var identifiers: IdentifierTable
  /// Of each of the mapping's identifiers, the codes of its texts on the records at hand.
  private var identifierCodes: [[UInt32]]
  /// The accepted records of the run at hand, ascending.
  private var kept: [Int] = []

  init(plan: RecordPlan) {
    self.plan = plan
    identifiers = IdentifierTable(kindCount: plan.identifiers.count)
    identifierCodes = Array(repeating: [], count: plan.identifiers.count)
  }

  /// Empties the batch for new records.
  mutating func begin(_ batch: inout EventBatch) {
    batch.removeAll()
    table.removeAll()
    identifiers.removeAll()
    if batch.properties.count != plan.properties.count {
      batch.properties = plan.properties.map { $0.isNumber ? .number([]) : .text([]) }
    }
  }

  /// Appends the accepted records of a run, whose fields lie in `bytes`.
  mutating func append(_ run: borrowing RecordRun, to batch: inout EventBatch, _ bytes: borrowing [UInt8]) {
    kept.removeAll(keepingCapacity: true)
    for record in 0..<run.count where run.isAccepted(record) { kept.append(record) }
    appendIdentifiers(of: run, to: &batch, bytes)
    appendIDs(of: run, to: &batch.ids, bytes)
    append(run.times, to: &batch.times)
    append(run.locations, to: &batch.locations)
    append(run.versions, unless: plan.version == .nothing, to: &batch.versions)
    append(run.amounts, unless: plan.amount == nil, to: &batch.amounts)
    appendCodes(of: plan.event, run, bytes, isAddress: true, to: &batch.events, &batch.strings)
    appendCodes(of: plan.channel, run, bytes, isAddress: true, to: &batch.channels, &batch.strings)
    appendCodes(of: plan.screen, run, bytes, isAddress: true, to: &batch.screens, &batch.strings)
    appendCodes(of: plan.session, run, bytes, to: &batch.sessions, &batch.strings)
    appendCodes(of: plan.order, run, bytes, to: &batch.orders, &batch.strings)
    appendCodes(of: plan.currency, run, bytes, to: &batch.currencies, &batch.strings)
    appendTraits(of: run, to: &batch, bytes)
    appendProperties(of: run, to: &batch, bytes)
    batch.rowCount += kept.count
  }

  /// The sets of identifiers that stand on the records.
  private mutating func appendIdentifiers(
    of run: borrowing RecordRun, to batch: inout EventBatch, _ bytes: borrowing [UInt8]
  ) {
    for (kind, text) in plan.identifiers.enumerated() {
      let slot = plan.slot(of: text)
      identifierCodes[kind].removeAll(keepingCapacity: true)
      table.appendCodes(
        of: slot, kept, of: run, bytes, eventsOnly: false, to: &identifierCodes[kind], &batch.strings)
    }
    identifiers.appendSets(of: identifierCodes, of: run, kept, to: &batch)
  }

  private func appendIDs(of run: borrowing RecordRun, to column: inout [EventID], _ bytes: borrowing [UInt8])
  {
    let first = column.count
    column.append(contentsOf: repeatElement(.none, count: kept.count))
    guard let slot = plan.slot(of: plan.id) else { return }
    var ids = column.mutableSpan
    for place in kept.indices {
      let field = run.field(slot, of: kept[place])
      if !field.isNothing { ids[first + place] = eventID(of: bytes.span.extracting(field.range)) }
    }
  }

  private func append<Value>(_ values: [Value], to column: inout [Value]) {
    if kept.last == kept.count - 1 {
      column.append(contentsOf: values[..<kept.count])
    } else {
      for record in kept { column.append(values[record]) }
    }
  }

  private func append(_ values: [Int64], unless isAbsent: Bool, to column: inout [Int64]) {
    if isAbsent {
      column.append(contentsOf: repeatElement(EventBatch.noAmount, count: kept.count))
    } else {
      append(values, to: &column)
    }
  }

  /// Appends the codes of a text that only events have.
  private mutating func appendCodes(
    of text: RecordPlan.Text, _ run: borrowing RecordRun, _ bytes: borrowing [UInt8],
    isAddress: Bool = false, to column: inout [UInt32], _ pool: inout StringPool
  ) {
    let slot = plan.slot(of: text)
    table.appendCodes(
      of: slot, kept, of: run, bytes, eventsOnly: true, isAddress: isAddress, to: &column, &pool)
  }

  private mutating func appendTraits(
    of run: borrowing RecordRun, to batch: inout EventBatch, _ bytes: borrowing [UInt8]
  ) {
    if plan.traits.isEmpty { return }
    for place in kept.indices {
      for (name, text) in plan.traits.enumerated() {
        guard let slot = plan.slot(of: text) else { continue }
        let field = run.field(slot, of: kept[place])
        if field.isNothing { continue }
        batch.traitRows.append(UInt32(batch.rowCount + place))
        batch.traitNames.append(UInt16(name))
        batch.traitValues.append(table.code(ofAddress: field, bytes, in: &batch.strings))
      }
    }
  }

  private mutating func appendProperties(
    of run: borrowing RecordRun, to batch: inout EventBatch, _ bytes: borrowing [UInt8]
  ) {
    for (index, property) in plan.properties.enumerated() {
      // The column is taken out, so that it is not copied.
      switch batch.properties[index] {
      case .number(var column):
        batch.properties[index] = .number([])
        append(run.numbers[index], to: &column)
        batch.properties[index] = .number(column)
      case .text(var column):
        batch.properties[index] = .text([])
        appendCodes(of: .field(property.field), run, bytes, to: &column, &batch.strings)
        batch.properties[index] = .text(column)
      }
    }
  }
}

extension EventBatch {
  /// Empties the batch; its memory stays for the next one.
  mutating func removeAll() {
    rowCount = 0
    strings.removeAll()
    times.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
    channels.removeAll(keepingCapacity: true)
    screens.removeAll(keepingCapacity: true)
    sessions.removeAll(keepingCapacity: true)
    orders.removeAll(keepingCapacity: true)
    currencies.removeAll(keepingCapacity: true)
    amounts.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
    versions.removeAll(keepingCapacity: true)
    locations.removeAll(keepingCapacity: true)
    sets.removeAll(keepingCapacity: true)
    identifiers.removeAll()
    traitRows.removeAll(keepingCapacity: true)
    traitNames.removeAll(keepingCapacity: true)
    traitValues.removeAll(keepingCapacity: true)
    for index in properties.indices { properties[index].removeAll() }
  }
}

extension IdentifierPool {
  fileprivate mutating func removeAll() {
    kinds.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    setEnds.removeAll(keepingCapacity: true)
    members.removeAll(keepingCapacity: true)
    setTimes.removeAll(keepingCapacity: true)
    setLocations.removeAll(keepingCapacity: true)
    // The empty set.
    setEnds.append(0)
    setTimes.append(.max)
    setLocations.append(.max)
  }
}

extension EventBatch.PropertyColumn {
  fileprivate mutating func removeAll() {
    switch self {
    case .number: self = .number([])
    case .text: self = .text([])
    }
  }
}
