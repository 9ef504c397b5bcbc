// The order of events by content alone, for ties that time does not break: never by where they were read.

import EventStream

/// Events that can be compared by what they say. Names are places among sorted names, all ones for none;
/// texts are codes of one dictionary.
protocol ComparableEvents {
  func source(of event: Int) -> Int
  func name(of event: Int) -> UInt32
  func channel(of event: Int) -> UInt32
  func screen(of event: Int) -> UInt32
  func currency(of event: Int) -> UInt32
  func amount(of event: Int) -> Int64
  func session(of event: Int) -> UInt64
  func order(of event: Int) -> UInt64
  func text(_ property: Int, of event: Int) -> UInt32
  func number(_ property: Int, of event: Int) -> Int64
}

/// Compares events of the same time.
struct EventOrder {
  let propertyCount: Int
  /// Of the properties.
  let texts: TextDictionary

  /// Negative when `a` stands first, zero when the events are interchangeable.
  func compare<A: ComparableEvents, B: ComparableEvents>(_ a: Int, of ours: A, _ b: Int, of theirs: B) -> Int
  {
    var order = three(ours.source(of: a), theirs.source(of: b))
    if order == 0 { order = three(ours.name(of: a), theirs.name(of: b)) }
    if order == 0 { order = three(ours.channel(of: a), theirs.channel(of: b)) }
    if order == 0 { order = three(ours.screen(of: a), theirs.screen(of: b)) }
    if order == 0 { order = three(ours.currency(of: a), theirs.currency(of: b)) }
    if order == 0 { order = three(ours.amount(of: a), theirs.amount(of: b)) }
    if order == 0 { order = three(ours.session(of: a), theirs.session(of: b)) }
    if order == 0 { order = three(ours.order(of: a), theirs.order(of: b)) }
    for property in 0..<propertyCount where order == 0 {
      order = compare(ours.text(property, of: a), theirs.text(property, of: b))
      if order == 0 { order = three(ours.number(property, of: a), theirs.number(property, of: b)) }
    }
    return order
  }

  private func compare(_ a: UInt32, _ b: UInt32) -> Int {
    if a == b { return 0 }
    if a == EventBatch.none { return 1 }
    if b == EventBatch.none { return -1 }
    return texts.precedes(a, b) ? -1 : 1
  }

  private func three<Value: Comparable>(_ a: Value, _ b: Value) -> Int { a < b ? -1 : a == b ? 0 : 1 }
}

extension EventHistory: ComparableEvents {
  func name(of event: Int) -> UInt32 { events[event] }
  func channel(of event: Int) -> UInt32 { channels[event] }
  func screen(of event: Int) -> UInt32 { screens[event] }
  func currency(of event: Int) -> UInt32 { currencies[event] }
  func session(of event: Int) -> UInt64 { sessions.isEmpty ? 0 : sessions[event] }
  func text(_ property: Int, of event: Int) -> UInt32 {
    properties[property].text(of: event) ?? EventBatch.none
  }
  func number(_ property: Int, of event: Int) -> Int64 {
    properties[property].number(of: event) ?? EventBatch.noAmount
  }
}
