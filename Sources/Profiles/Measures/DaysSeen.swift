// On which days of a window the sources and the events occur: what an outage and a name that is used no more show in.

import EventStream

/// The local days of a window on which each source has an event, and each name of an event occurs.
public struct DaysSeen: Sendable, Equatable {
  /// Days since 1970 of the window's first local day.
  public let firstDay: Int
  /// How many days are looked at; 0 where the window is longer than anybody's.
  public let dayCount: Int
  private var sources: DayBits
  /// Of names, as `ProfileTable.eventNames`; of none where there are too many to follow.
  private var events: DayBits

  /// The most days of a window.
  private static let mostDays = 3660
  /// The most words of names: every partition has as many.
  private static let mostWords = 1 << 12

  static let nothing = DaysSeen(
    firstDay: 0, dayCount: 0, sources: DayBits(0, of: 0), events: DayBits(0, of: 0))

  private init(firstDay: Int, dayCount: Int, sources: DayBits, events: DayBits) {
    (self.firstDay, self.dayCount) = (firstDay, dayCount)
    (self.sources, self.events) = (sources, events)
  }

  /// - Parameter days: local days, of all events of the window's history.
  init(_ window: WindowEvents, localDays days: [Int32], _ calendar: LocalCalendar) {
    // A span begins behind its `from`. One without a bound is nobody's window.
    let first = LocalCalendar.day(ofLocal: calendar.local(window.span.from &+ 1))
    let last = LocalCalendar.day(ofLocal: calendar.local(window.span.to))
    guard last >= first, last - first < Self.mostDays else {
      self = .nothing
      return
    }
    let history = window.history
    let (count, names) = (last - first + 1, history.events.names.count)
    var (sources, events) = (DayBits(count, of: max(1, history.sourceList.count)), DayBits(count, of: 0))
    for range in window.ranges {
      for row in range { sources.mark(Int(days[row]) - first, of: history.source(of: row)) }
    }
    let codes = history.events.codes
    if !codes.isEmpty, names * sources.wordsEach <= Self.mostWords {
      events = DayBits(count, of: names)
      for range in window.ranges {
        for row in range where codes[row] != EventBatch.none {
          events.mark(Int(days[row]) - first, of: Int(codes[row]))
        }
      }
    }
    self.init(firstDay: first, dayCount: count, sources: sources, events: events)
  }

  /// Adds the days of another part of the same window.
  mutating func formUnion(_ other: DaysSeen) {
    guard dayCount > 0 else {
      self = other
      return
    }
    sources.formUnion(other.sources)
    events.formUnion(other.events)
  }

  /// Of each day, whether a source has an event on it, by its number among the sources.
  public func days(ofSource number: Int) -> [Bool] { sources.days(of: number) }

  /// Of each day, whether an event occurs on it, by its number among the names; empty where names are not followed.
  public func days(ofEvent number: Int) -> [Bool] { events.days(of: number) }
}

/// One bit for each day of a window, for one thing after the other.
private struct DayBits: Sendable, Equatable {
  let dayCount: Int
  let wordsEach: Int
  private var words: [UInt64]

  init(_ dayCount: Int, of count: Int) {
    self.dayCount = dayCount
    wordsEach = (dayCount + 63) / 64
    words = Array(repeating: 0, count: count * wordsEach)
  }

  @inline(__always)
  mutating func mark(_ day: Int, of number: Int) {
    words[number * wordsEach + day / 64] |= 1 << UInt64(day % 64)
  }

  mutating func formUnion(_ other: DayBits) {
    if words.isEmpty { words = other.words }
    for index in other.words.indices { words[index] |= other.words[index] }
  }

  func days(of number: Int) -> [Bool] {
    guard (number + 1) * wordsEach <= words.count else { return [] }
    return (0..<dayCount).map { words[number * wordsEach + $0 / 64] >> UInt64($0 % 64) & 1 == 1 }
  }
}
