// The events of one partition in final order: by profile, then time, then content.

import EventStream
import Persona

/// Names of all events, sorted, which every history shares.
struct SortedEventNames: Sendable {
  let events: SortedNames
  let channels: SortedNames
  let screens: SortedNames
  let currencies: SortedNames
  /// Values of properties.
  let texts: TextDictionary
  let traitTexts: TextDictionary
  let sources: [EventHistory.Source]
  let propertyNames: [String]

  /// Names that are sorted already, and whose codes are places.
  init(
    events: [String], channels: [String], screens: [String], currencies: [String], texts: TextDictionary,
    traitTexts: TextDictionary, sources: [EventHistory.Source], propertyNames: [String]
  ) {
    self.events = SortedNames(sorted: events)
    self.channels = SortedNames(sorted: channels)
    self.screens = SortedNames(sorted: screens)
    self.currencies = SortedNames(sorted: currencies)
    self.texts = texts
    self.traitTexts = traitTexts
    self.sources = sources
    self.propertyNames = propertyNames
  }

  init(_ names: EventNames, sources: [EventHistory.Source], propertyNames: [String]) {
    events = SortedNames(names.events)
    channels = SortedNames(names.channels)
    screens = SortedNames(names.screens)
    currencies = SortedNames(names.currencies)
    texts = names.texts.all
    traitTexts = names.traitTexts.all
    self.sources = sources
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
    Self.sortTies(
      &events, offsets, EventWords(words: words, layout: layout, names: names),
      EventOrder(propertyCount: names.propertyNames.count, texts: names.texts))
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
  private static func sortTies(
    _ events: inout [TimedEvent], _ offsets: [Int], _ words: EventWords, _ order: EventOrder
  ) {
    for (start, end) in zip(offsets, offsets.dropFirst()) {
      var first = start
      while first < end {
        var next = first + 1
        while next < end, events[next].time == events[first].time { next += 1 }
        if next > first + 1 {
          events.sort(first..<next) {
            order.compare(Int($0.start), of: words, Int($1.start), of: words) < 0
          }
        }
        first = next
      }
    }
  }
}

/// Events as words, by where each starts.
private struct EventWords: ComparableEvents {
  let words: [UInt64]
  let layout: EventLayout
  let names: SortedEventNames

  func source(of event: Int) -> Int { Int(layout.source(words, at: event)) }
  func name(of event: Int) -> UInt32 { names.events.place(EventLayout.event(words, at: event)) }
  func channel(of event: Int) -> UInt32 { names.channels.place(EventLayout.channel(words, at: event)) }
  func screen(of event: Int) -> UInt32 { names.screens.place(EventLayout.screen(words, at: event)) }
  func currency(of event: Int) -> UInt32 { names.currencies.place(layout.currency(words, at: event)) }
  func amount(of event: Int) -> Int64 { layout.amount(words, at: event) }
  func session(of event: Int) -> UInt64 { layout.session(words, at: event) }
  func order(of event: Int) -> UInt64 { layout.order(words, at: event) }
  func text(_ property: Int, of event: Int) -> UInt32 { layout.text(property, words, at: event) }
  func number(_ property: Int, of event: Int) -> Int64 { layout.number(property, words, at: event) }
}
