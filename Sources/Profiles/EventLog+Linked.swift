// From rows to profiles: ids are made unique, identifiers are linked, rows are put in order.

import EventStream
public import Persona

extension EventLog {
  /// Links the identifiers into profiles and sorts every profile's events. Frees the log's columns one by
  /// one.
  ///
  /// - Throws: when there are more identifiers than 32-bit numbers can count.
  public consuming func linked() throws(Failure) -> ProfileGraph {
    guard sets.count < Int32.max, identifiers.count < Int32.max else {
      throw Failure(
        "cannot link the identifiers", causes: ["there are more than \(Int32.max) of them"],
        hint: "map fewer identifiers; ids of events are none")
    }
    let identifierOrder = identifiers.sortedCodes()
    let ranks = places(of: identifierOrder)
    let nameOrder = names.sortedCodes()
    let contentOrder = ContentOrder(nameRanks: places(of: nameOrder))
    // The ids are the largest column: gone before linking takes its own memory.
    let repeated = repeatedRows(order: contentOrder, ranks: ranks)
    rows.ids.removeAll()
    sets.close()
    let people = LinkedIdentifiers(log: self, order: identifierOrder, ranks: ranks)
    var counts = SourceCounts(sourceCount: sources.count)
    counts.add(rows, repeated: repeated, profiles: people.profilesOfSets)

    let traits = traitHistory(people, repeated: repeated)
    let (order, offsets) = eventOrder(people, repeated: repeated, order: contentOrder)
    let history = takeHistory(order: order, offsets: offsets, nameOrder: nameOrder)
    return ProfileGraph(
      people: people, history: history, traits: traits, counts: counts,
      hasAmounts: sources.contains { $0.revenue != nil })
  }

  /// The rows that are events of a profile, grouped by profile, each group by time, then content.
  private func eventOrder(
    _ people: LinkedIdentifiers, repeated: [Bool], order: ContentOrder
  ) -> (rows: [UInt32], offsets: [Int]) {
    var offsets = [Int](repeating: 0, count: people.count + 1)
    for row in 0..<rows.count where rows.events[row] != EventBatch.none && !repeated[row] {
      let profile = people.profilesOfSets[Int(rows.sets[row])]
      if profile >= 0 { offsets[Int(profile) + 1] += 1 }
    }
    for profile in 0..<people.count { offsets[profile + 1] += offsets[profile] }
    var next = offsets
    var result = [UInt32](repeating: 0, count: offsets[people.count])
    for row in 0..<rows.count where rows.events[row] != EventBatch.none && !repeated[row] {
      let profile = Int(people.profilesOfSets[Int(rows.sets[row])])
      guard profile >= 0 else { continue }
      result[next[profile]] = UInt32(row)
      next[profile] += 1
    }
    var entries: [TimedRow] = []
    for profile in 0..<people.count {
      sort(&result, offsets[profile]..<offsets[profile + 1], order, &entries)
    }
    return (result, offsets)
  }

  private struct TimedRow {
    var time: Int64
    var row: UInt32
  }

  /// Sorts one profile's rows; exports are mostly in order of time already, then nothing moves.
  private func sort(
    _ result: inout [UInt32], _ range: Range<Int>, _ order: ContentOrder, _ entries: inout [TimedRow]
  ) {
    entries.removeAll(keepingCapacity: true)
    var ascends = true
    for place in range {
      let entry = TimedRow(time: rows.times[Int(result[place])], row: result[place])
      if let last = entries.last, last.time >= entry.time { ascends = false }
      entries.append(entry)
    }
    guard !ascends else { return }
    entries.sort { a, b in
      a.time != b.time ? a.time < b.time : order.compare(Int(a.row), Int(b.row), in: self) < 0
    }
    for (place, entry) in zip(range, entries) { result[place] = entry.row }
  }

  /// Moves the columns into final order, one by one, so that never more than one exists twice.
  private mutating func takeHistory(order: [UInt32], offsets: [Int], nameOrder: [UInt32]) -> EventHistory {
    let times = rows.times.values(of: order)
    rows.times.removeAll()
    let events = takeNames(\.events, order: order, nameOrder: nameOrder) { $0 }
    let channels = takeNames(\.channels, order: order, nameOrder: nameOrder) { $0 }
    let screens = takeNames(\.screens, order: order, nameOrder: nameOrder) { $0 }
    let currencies = takeNames(\.currencies, order: order, nameOrder: nameOrder) { $0.lowercased() }
    let sessions = rows.sessions.values(of: order)
    rows.sessions.removeAll()
    let orders = rows.orders.values(of: order)
    rows.orders.removeAll()
    let amounts = rows.amounts.values(of: order)
    rows.amounts.removeAll()
    let sourceIndices = rows.sources.values(of: order)
    rows.sources.removeAll()
    let properties = propertyNames.indices.map { index in
      EventHistory.Property(
        name: propertyNames[index], texts: rows.propertyTexts[index].values(of: order),
        numbers: rows.propertyNumbers[index].values(of: order))
    }
    return EventHistory(
      offsets: offsets, times: times, events: events, channels: channels, screens: screens,
      currencies: currencies, sessions: sessions, orders: orders, amounts: amounts,
      sources: sourceIndices, sourceNames: sources.map(\.name), properties: properties, texts: texts)
  }

  /// One column of names with the sorted list of those that occur in it.
  private mutating func takeNames(
    _ column: WritableKeyPath<RowColumns, Column<UInt32>>, order: [UInt32], nameOrder: [UInt32],
    form: (String) -> String
  ) -> EventHistory.NamedColumn {
    var codes = rows[keyPath: column].values(of: order)
    rows[keyPath: column].removeAll()
    var occurs = [Bool](repeating: false, count: names.count)
    for code in codes where code != EventBatch.none { occurs[Int(code)] = true }
    // Bytes decide what is the same name, not Swift's canonical equivalence.
    var forms = nameOrder.filter { occurs[Int($0)] }.map { (text: form(names.text(of: $0)), code: $0) }
    forms.sort { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    var sorted: [String] = []
    var codeOfName = [UInt32](repeating: EventBatch.none, count: names.count)
    for (text, code) in forms {
      if !(sorted.last?.utf8.elementsEqual(text.utf8) ?? false) { sorted.append(text) }
      codeOfName[Int(code)] = UInt32(sorted.count - 1)
    }
    for place in codes.indices where codes[place] != EventBatch.none {
      codes[place] = codeOfName[Int(codes[place])]
    }
    return EventHistory.NamedColumn(codes: codes, names: sorted)
  }

  private mutating func traitHistory(_ people: LinkedIdentifiers, repeated: [Bool]) -> TraitHistory {
    func profile(of record: Int) -> Int {
      Int(people.profilesOfSets[Int(rows.sets[Int(traits.rows[record])])])
    }
    var offsets = [Int](repeating: 0, count: people.count + 1)
    for record in 0..<traits.rows.count where profile(of: record) >= 0 {
      offsets[profile(of: record) + 1] += 1
    }
    for profile in 0..<people.count { offsets[profile + 1] += offsets[profile] }
    var next = offsets
    var order = [UInt32](repeating: 0, count: offsets[people.count])
    for record in 0..<traits.rows.count {
      let profile = profile(of: record)
      guard profile >= 0 else { continue }
      order[next[profile]] = UInt32(record)
      next[profile] += 1
    }
    let recordRows = order.map { Int(traits.rows[Int($0)]) }
    return TraitHistory(
      offsets: offsets, traitNames: traitNames, names: traits.names.values(of: order),
      values: traits.values.values(of: order), times: recordRows.map { rows.times[$0] },
      versions: recordRows.map { rows.versions[$0] }, counts: recordRows.map { !repeated[$0] })
  }
}

/// Of each code, its place in an order of all codes.
private func places(of order: [UInt32]) -> [UInt32] {
  var result = [UInt32](repeating: 0, count: order.count)
  for (place, code) in order.enumerated() { result[Int(code)] = UInt32(place) }
  return result
}
