// The events of one partition in final order: by profile, then time, then content.

import EventStream
import Persona

/// Names of all events, sorted, which every history shares.
struct SortedEventNames: Sendable {
  let events: SortedNames
  let channels: SortedNames
  let screens: SortedNames
  let currencies: SortedNames
  /// Values of properties and traits.
  let texts: TextDictionary
  let sourceNames: [String]
  let propertyNames: [String]

  /// Names that are sorted already, and whose codes are places.
  init(
    events: [String], channels: [String], screens: [String], currencies: [String], texts: TextDictionary,
    sourceNames: [String], propertyNames: [String]
  ) {
    self.events = SortedNames(sorted: events)
    self.channels = SortedNames(sorted: channels)
    self.screens = SortedNames(sorted: screens)
    self.currencies = SortedNames(sorted: currencies)
    self.texts = texts
    self.sourceNames = sourceNames
    self.propertyNames = propertyNames
  }

  init(_ names: EventNames, sourceNames: [String], propertyNames: [String]) {
    events = SortedNames(names.events)
    channels = SortedNames(names.channels)
    screens = SortedNames(names.screens)
    currencies = SortedNames(names.currencies)
    texts = names.texts.all
    self.sourceNames = sourceNames
    self.propertyNames = propertyNames
  }
}

/// Words of events in final order, and where each profile's start.
struct SortedEvents: Sendable {
  /// Events of the partition's profile `i` are `offsets[i]..<offsets[i + 1]`.
  private(set) var offsets: [Int]
  private(set) var words: [UInt64]

  init(offsets: [Int], words: [UInt64]) {
    self.offsets = offsets
    self.words = words
  }

  private struct TimedEvent {
    var time: Int64
    /// Where its words start.
    var start: UInt32
  }

  init(_ words: [UInt64], profiles: Range<Int>, layout: EventLayout, names: SortedEventNames) {
    offsets = Array(repeating: 0, count: profiles.count + 1)
    let first = UInt32(profiles.lowerBound)
    let starts = stride(from: 0, to: words.count, by: layout.width)
    for start in starts { offsets[Int(EventLayout.profile(words, at: start) - first) + 1] += 1 }
    for profile in 0..<profiles.count { offsets[profile + 1] += offsets[profile] }
    var next = offsets
    var events = [TimedEvent](repeating: TimedEvent(time: 0, start: 0), count: offsets[profiles.count])
    for start in starts {
      let profile = Int(EventLayout.profile(words, at: start) - first)
      events[next[profile]] = TimedEvent(time: EventLayout.time(words, at: start), start: UInt32(start))
      next[profile] += 1
    }
    // Exports are mostly in order of time.
    for profile in 0..<profiles.count {
      events.sort(offsets[profile]..<offsets[profile + 1]) { $0.time < $1.time }
    }
    Self.sortTies(&events, offsets, ContentOrder(words: words, layout: layout, names: names))
    self.words = Self.gathered(words, events, width: layout.width)
  }

  /// The words of the events, in their order. Word by word, since an event is too short for a copy of its own.
  private static func gathered(_ words: [UInt64], _ events: [TimedEvent], width: Int) -> [UInt64] {
    var gathered = [UInt64](repeating: 0, count: words.count)
    var target = gathered.mutableSpan
    let source = words.span
    var place = 0
    for event in events {
      for word in Int(event.start)..<Int(event.start) + width {
        target[place] = source[word]
        place += 1
      }
    }
    return gathered
  }

  /// Sorts by content what one profile did at one time.
  private static func sortTies(_ events: inout [TimedEvent], _ offsets: [Int], _ order: ContentOrder) {
    for (start, end) in zip(offsets, offsets.dropFirst()) {
      var first = start
      while first < end {
        var next = first + 1
        while next < end, events[next].time == events[first].time { next += 1 }
        if next > first + 1 {
          events.sort(first..<next) { order.compare(Int($0.start), Int($1.start)) < 0 }
        }
        first = next
      }
    }
  }
}

/// Compares events by content alone, for ties that time does not break: never by where they were read.
private struct ContentOrder {
  let words: [UInt64]
  let layout: EventLayout
  let names: SortedEventNames

  /// Negative when `a` stands first, zero when the events are interchangeable.
  func compare(_ a: Int, _ b: Int) -> Int {
    var order = three(layout.source(words, at: a), layout.source(words, at: b))
    if order == 0 { order = place(EventLayout.event, names.events, a, b) }
    if order == 0 { order = place(EventLayout.channel, names.channels, a, b) }
    if order == 0 { order = place(EventLayout.screen, names.screens, a, b) }
    if order == 0 { order = place(layout.currency, names.currencies, a, b) }
    if order == 0 { order = three(layout.amount(words, at: a), layout.amount(words, at: b)) }
    if order == 0 { order = three(layout.session(words, at: a), layout.session(words, at: b)) }
    if order == 0 { order = three(layout.order(words, at: a), layout.order(words, at: b)) }
    for property in names.propertyNames.indices where order == 0 {
      order = texts(layout.text(property, words, at: a), layout.text(property, words, at: b))
      if order == 0 {
        order = three(layout.number(property, words, at: a), layout.number(property, words, at: b))
      }
    }
    return order
  }

  private func place(_ code: ([UInt64], Int) -> UInt32, _ names: SortedNames, _ a: Int, _ b: Int) -> Int {
    three(names.place(code(words, a)), names.place(code(words, b)))
  }

  private func texts(_ a: UInt32, _ b: UInt32) -> Int {
    if a == b { return 0 }
    if a == EventBatch.none { return 1 }
    if b == EventBatch.none { return -1 }
    return names.texts.precedes(a, b) ? -1 : 1
  }

  private func three<Value: Comparable>(_ a: Value, _ b: Value) -> Int { a < b ? -1 : a == b ? 0 : 1 }
}
