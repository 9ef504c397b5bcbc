// What is kept of events that are too old for every window: since when people are known, and how often they came.

import EventStream

/// From when on back events are too old for every window that is to be measured.
public struct EarlierEvents: Sendable, Hashable {
  /// The last such time, microseconds since 1970 in UTC.
  public var end: Int64
  /// IANA name of the zone whose days count.
  public var timeZone: String

  public init(end: Int64, timeZone: String) {
    self.end = end
    self.timeZone = timeZone
  }
}

/// The days on which a profile was seen before all windows.
struct EarlierDays: Sendable {
  /// The time of the first event, microseconds since 1970 in UTC.
  var firstTime: Int64
  /// Local days since 1970.
  var firstDay: Int32
  var lastDay: Int32
  /// How many days, the first included.
  var count: Int32
}

extension EarlierDays {
  /// Of each profile of a partition, from its visits in any order; empty when there is none at all.
  static func all(_ words: [UInt64], profiles: Range<Int>, calendar: LocalCalendar) -> [EarlierDays?] {
    guard !words.isEmpty else { return [] }
    let first = UInt32(profiles.lowerBound)
    var offsets = [Int](repeating: 0, count: profiles.count + 1)
    let starts = stride(from: 0, to: words.count, by: Visit.width)
    for start in starts { offsets[Int(Visit.profile(words, at: start) - first) + 1] += 1 }
    for profile in 0..<profiles.count { offsets[profile + 1] += offsets[profile] }
    var next = offsets
    var times = [Int64](repeating: 0, count: words.count / Visit.width)
    for start in starts {
      let profile = Int(Visit.profile(words, at: start) - first)
      times[next[profile]] = Visit.time(words, at: start)
      next[profile] += 1
    }
    var clock = LocalClock(calendar)
    return (0..<profiles.count).map { profile in
      let range = offsets[profile]..<offsets[profile + 1]
      guard !range.isEmpty else { return nil }
      times[range].sort()
      clock.read(times[range.lowerBound])
      var days = EarlierDays(firstTime: times[range.lowerBound], on: clock.day)
      for time in times[range].dropFirst() {
        clock.read(time)
        days.add(clock.day)
      }
      return days
    }
  }

  /// One day.
  init(firstTime: Int64, on day: Int32) {
    self.init(firstTime: firstTime, firstDay: day, lastDay: day, count: 1)
  }

  /// Adds a day that is not before the last. A clock that is put back may show the day before once more.
  mutating func add(_ day: Int32) {
    guard day > lastDay else { return }
    lastDay = day
    count += 1
  }
}

/// A time at which somebody was seen, as words on their way to the profile's partition.
enum Visit {
  static let width = 2

  static func profile(_ words: [UInt64], at start: Int) -> UInt32 { UInt32(truncatingIfNeeded: words[start]) }

  /// Microseconds since 1970 in UTC.
  static func time(_ words: [UInt64], at start: Int) -> Int64 { Int64(bitPattern: words[start + 1]) }

  static func write(profile: UInt32, time: Int64, to partition: Int, _ writer: inout PartitionWriter) {
    writer.append(UInt64(profile), to: partition)
    writer.append(UInt64(bitPattern: time), to: partition)
  }
}
