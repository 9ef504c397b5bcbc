// Two histories of the same people made one, event by event in final order.

import EventStream

/// Merges what is new of the profiles of a partition with histories that some of them have.
struct HistoryMerge {
  /// What is new, and then the histories in which something was found.
  private var histories: [EventHistory]
  /// All events so far, in order, and where each profile's start.
  private var pieces: [Piece] = []
  private var offsets = [0]
  private var count = 0
  private var earlier: [EarlierDays?] = []
  private let newTraits: TraitHistory
  private var oldTraits: TraitHistory?
  private var traitOffsets = [0]
  private var records: [TraitRecord] = []
  /// The first profile of the partition.
  private let first: Int
  private let order: EventOrder
  /// Events up to then leave only days.
  private let until: Int64
  private var clock: LocalClock

  /// Events that stand one after the other here and there.
  private struct Piece {
    var history: Int
    var range: Range<Int>
  }

  init(
    _ new: EventHistory, _ traits: TraitHistory, first: Int, names: SortedEventNames, until: Int64,
    _ clock: LocalClock
  ) {
    histories = [new]
    newTraits = traits
    (self.first, self.until, self.clock) = (first, until, clock)
    order = EventOrder(propertyCount: names.propertyNames.count, texts: names.texts)
  }

  /// Lets the profiles that are added next have what they did before in another history.
  ///
  /// - Parameter traits: `nil` where all traits are new.
  mutating func turn(to history: EventHistory, _ traits: TraitHistory?) {
    histories.append(history)
    oldTraits = traits
  }

  /// Adds the next profile of the partition.
  ///
  /// - Parameter before: its place in the history that was turned to.
  mutating func add(_ profile: Int, before: Int?) {
    let new = histories[0].offsets[profile]..<histories[0].offsets[profile + 1]
    var days = histories[0].earlier.isEmpty ? nil : histories[0].earlier[profile]
    if let before {
      let place = histories.count - 1
      let all = histories[place].offsets[before]..<histories[place].offsets[before + 1]
      let kept = histories[place].rows(of: all, laterThan: until)
      days = histories[place].earlier.isEmpty ? nil : histories[place].earlier[before]
      add(all.lowerBound..<kept.lowerBound, to: &days)
      merge(kept, new)
    } else {
      append(0, new)
    }
    offsets.append(count)
    earlier.append(days)
    addTraits(of: profile, before: before)
  }

  /// Adds the days of events that were kept until now.
  private mutating func add(_ events: Range<Int>, to days: inout EarlierDays?) {
    let place = histories.count - 1
    for event in events {
      let time = histories[place].times[event]
      clock.read(time)
      if days == nil { days = EarlierDays(firstTime: time, on: clock.day) }
      days?.add(clock.day)
    }
  }

  /// Adds the events of one profile from the history at hand and the new one.
  private mutating func merge(_ old: Range<Int>, _ new: Range<Int>) {
    let place = histories.count - 1
    var (old, new) = (old, new)
    while let a = old.first, let b = new.first {
      if histories[place].times[old.upperBound - 1] < histories[0].times[b] { break }
      if isFirst(a, of: histories[place], before: b) {
        append(place, a..<a + 1)
        old.removeFirst()
      } else {
        append(0, b..<b + 1)
        new.removeFirst()
      }
    }
    append(place, old)
    append(0, new)
  }

  private func isFirst(_ event: Int, of history: EventHistory, before other: Int) -> Bool {
    let (time, otherTime) = (history.times[event], histories[0].times[other])
    return time != otherTime
      ? time < otherTime : order.compare(event, of: history, other, of: histories[0]) <= 0
  }

  private mutating func append(_ history: Int, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    count += range.count
    if let last = pieces.last, last.history == history, last.range.upperBound == range.lowerBound {
      pieces[pieces.count - 1].range = last.range.lowerBound..<range.upperBound
    } else {
      pieces.append(Piece(history: history, range: range))
    }
  }

  private mutating func addTraits(of profile: Int, before: Int?) {
    if let before, let oldTraits { add(oldTraits, before, as: profile) }
    add(newTraits, profile, as: profile)
    traitOffsets.append(records.count)
  }

  private mutating func add(_ traits: TraitHistory, _ place: Int, as profile: Int) {
    for index in traits.offsets[place]..<traits.offsets[place + 1] {
      var record = traits.records[index]
      record.profile = UInt32(first + profile)
      records.append(record)
    }
  }

  // MARK: The result

  /// All that was added.
  ///
  /// - Parameter layout: tells which columns there are.
  func merged(_ layout: EventLayout) -> (EventHistory, TraitHistory) {
    var merged = histories[0]
    merged.offsets = offsets
    merged.earlier = earlier.contains { $0 != nil } ? earlier : []
    merged.times = column(\.times, nothing: 0)
    for path in [\EventHistory.events, \.channels, \.screens, \.currencies]
    where !merged[keyPath: path].names.isEmpty {
      merged[keyPath: path].codes = column(path.appending(path: \.codes), nothing: EventBatch.none)
    }
    if layout.hasSessions { merged.sessions = column(\.sessions, nothing: 0) }
    if layout.hasOrders { merged.orders = column(\.orders, nothing: 0) }
    if layout.hasAmounts { merged.amounts = column(\.amounts, nothing: EventBatch.noAmount) }
    if layout.hasOrigins { merged.sources = column(\.sources, nothing: 0) }
    for index in merged.properties.indices {
      let path = \EventHistory.properties[index]
      if layout.hasTexts(index) {
        merged.properties[index].texts = column(path.appending(path: \.texts), nothing: EventBatch.none)
      }
      if layout.hasNumbers(index) {
        merged.properties[index].numbers = column(
          path.appending(path: \.numbers), nothing: EventBatch.noAmount)
      }
    }
    return (
      merged, TraitHistory(offsets: traitOffsets, traitNames: newTraits.traitNames, records: records)
    )
  }

  /// A column of all pieces; a history in which no event has a value has none.
  private func column<Value>(_ path: KeyPath<EventHistory, [Value]>, nothing: Value) -> [Value] {
    let columns = histories.map { $0[keyPath: path] }
    var values: [Value] = []
    values.reserveCapacity(count)
    for piece in pieces {
      if columns[piece.history].isEmpty {
        values.append(contentsOf: repeatElement(nothing, count: piece.range.count))
      } else {
        values.append(contentsOf: columns[piece.history][piece.range])
      }
    }
    return values
  }
}
