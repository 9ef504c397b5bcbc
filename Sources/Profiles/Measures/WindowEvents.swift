// The events of one partition that lie in a window, with what the workspace's clocks and sessions make of them.

import EventStream
import Persona

/// A window over the histories of some profiles, counted from 0. Events are rows of the history.
struct WindowEvents: Sendable {
  let history: EventHistory
  let span: Span
  /// Of each profile, which of the history's it is.
  private let places: [Int]
  private let ranges: [Range<Int>]

  init(history: EventHistory, places: [Int], span: Span) {
    self.history = history
    self.places = places
    self.span = span
    ranges = places.map { history.range(of: $0, in: span) }
  }

  var profileCount: Int { ranges.count }

  /// The time of a profile's first event ever; it has one.
  func firstTime(of profile: Int) -> Int64 { history.firstTime(of: places[profile]) }

  /// The rows of a profile's events in the window.
  func range(of profile: Int) -> Range<Int> { ranges[profile] }

  /// What the workspace's clocks show for each event of the window.
  func localTimes(_ calendar: LocalCalendar) -> LocalTimes {
    var days = [Int32](repeating: 0, count: history.count)
    var hours = [UInt8](repeating: 0, count: history.count)
    var clock = LocalClock(calendar)
    for range in ranges {
      for row in range {
        clock.read(history.times[row])
        days[row] = clock.day
        hours[row] = clock.hourOfWeek
      }
    }
    return LocalTimes(days: days, hoursOfWeek: hours)
  }

  /// Of each event of the window, the number of its session within the profile, from 0, in the order in which
  /// sessions start.
  ///
  /// Events with the source's own session id belong to the (profile, id) pair. Among the others a session ends
  /// where more than the gap passes until the next of them.
  func sessionNumbers(gapSeconds: Int) -> [UInt32] {
    let gap = Int64(gapSeconds) * 1_000_000
    var result = [UInt32](repeating: 0, count: history.count)
    var own = OwnSessions()
    for range in ranges {
      own.start()
      var count: UInt32 = 0
      var lastTime = Int64.min
      var lastNumber: UInt32 = 0
      for row in range {
        let id = history.session(of: row)
        if id != 0 {
          result[row] = own.number(of: id, next: &count)
          continue
        }
        let time = history.times[row]
        if lastTime == .min || time - lastTime > gap {
          lastNumber = count
          count += 1
        }
        lastTime = time
        result[row] = lastNumber
      }
    }
    return result
  }
}

/// Of each event, local days since 1970, and 24 x weekday (Monday 0) + hour.
struct LocalTimes: Sendable {
  var days: [Int32] = []
  var hoursOfWeek: [UInt8] = []
}

/// The numbers of a source's own sessions within one profile.
private struct OwnSessions {
  private var last: UInt64 = 0
  private var lastNumber: UInt32 = 0
  private var numbers: [UInt64: UInt32] = [:]

  mutating func start() {
    last = 0
    // A table that one busy profile made large would be cleared for every profile after it.
    if numbers.capacity > 256 { numbers = [:] } else { numbers.removeAll(keepingCapacity: true) }
  }

  mutating func number(of id: UInt64, next: inout UInt32) -> UInt32 {
    if id == last { return lastNumber }
    last = id
    if let known = numbers[id] {
      lastNumber = known
    } else {
      lastNumber = next
      numbers[id] = next
      next += 1
    }
    return lastNumber
  }
}

/// Reads local days and hours off times that are mostly near one another.
struct LocalClock {
  private let calendar: LocalCalendar
  /// UTC times with the offset of the one that was read last.
  private var from: Int64 = 0
  private var to: Int64 = 0
  private var offset: Int64 = 0
  /// The local day that was read last.
  private var dayStart: Int64 = .max
  private(set) var day: Int32 = 0
  private(set) var hourOfWeek: UInt8 = 0
  private var weekdayHours: Int64 = 0

  init(_ calendar: LocalCalendar) { self.calendar = calendar }

  @inline(__always)
  mutating func read(_ time: Int64) {
    if time < from || time >= to { findOffset(time) }
    let local = time &+ offset
    let sinceStart = local &- dayStart
    if sinceStart < 0 || sinceStart >= LocalCalendar.day { findDay(local) }
    hourOfWeek = UInt8(truncatingIfNeeded: weekdayHours &+ (local &- dayStart) / LocalCalendar.hour)
  }

  private mutating func findOffset(_ time: Int64) {
    (from, to, offset) = calendar.offset(around: time)
    dayStart = .max
  }

  private mutating func findDay(_ local: Int64) {
    let day = LocalCalendar.day(ofLocal: local)
    self.day = Int32(truncatingIfNeeded: day)
    dayStart = Int64(day) * LocalCalendar.day
    weekdayHours = Int64(LocalCalendar.hourOfWeek(ofLocal: dayStart))
  }
}
