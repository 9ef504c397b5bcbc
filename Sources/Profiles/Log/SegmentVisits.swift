// What is asked of a segment that is earlier than every window, put together once for all days that look back at it.

import EventStream
import Persona
private import Synchronization

/// The events of one segment without their rows.
struct SegmentVisits: Sendable {
  /// Of each set of identifiers, how many events have it that share their id with no other.
  let eventsOfSets: [UInt32]
  /// Counts these events, as if all were somebody's.
  let counter: EventCounter
  /// Of each set and local day the first of them, and perhaps later ones; in no order.
  let visits: [Visit]
  /// Events that share their id with others: which of them counts depends on the day that looks back.
  let shared: [(row: Int, event: Visit)]

  /// What it takes in memory.
  var byteCount: Int {
    eventsOfSets.count * MemoryLayout<UInt32>.stride + visits.count * MemoryLayout<Visit>.stride
      + shared.count * MemoryLayout<(Int, Visit)>.stride
  }

  struct Visit: Sendable {
    /// Of identifiers.
    var set: UInt32
    /// Microseconds since 1970 in UTC.
    var time: Int64
  }

  /// - Parameter sharing: the rows that share their id, ascending.
  init(_ rows: SegmentRows, setCount: Int, sharing: [UInt32], _ calendar: LocalCalendar) {
    var eventsOfSets = [UInt32](repeating: 0, count: setCount)
    var (visits, shared) = ([Visit](), [(row: Int, event: Visit)]())
    var counter = EventCounter()
    var days = DaysOfSets(setCount: setCount, calendar)
    var sharing = sharing[...]
    for row in rows.events(until: .max) {
      let event = Visit(set: rows.sets[row], time: rows.times[row])
      while let next = sharing.first, Int(next) < row { sharing.removeFirst() }
      guard sharing.first.map({ Int($0) }) != row else {
        shared.append((row, event))
        continue
      }
      counter.add(event.time, isUnidentified: false)
      eventsOfSets[Int(event.set)] += 1
      if days.isFirst(event.time, of: Int(event.set)) { visits.append(event) }
    }
    self.eventsOfSets = eventsOfSets
    self.counter = counter
    self.visits = visits
    self.shared = shared
  }
}

/// The visits of segments that were asked for, by the days of one time zone, while they fit. It is a class because linkings as
/// of several days share it.
final class KeptVisits: Sendable {
  private struct Kept {
    var timeZone = ""
    var segments: [Int: SegmentVisits] = [:]
    /// Bytes that may still be kept.
    var room: Int
  }

  private let limitBytes: Int
  private let kept: Mutex<Kept>

  init(limitBytes: Int) {
    self.limitBytes = limitBytes
    kept = Mutex(Kept(room: limitBytes))
  }

  /// The visits of a segment, which may be made twice when two threads ask at once.
  func visits(
    of segment: Int, in timeZone: String, _ make: () throws(Failure) -> SegmentVisits
  ) throws(Failure) -> SegmentVisits {
    let known = kept.withLock { $0.timeZone == timeZone ? $0.segments[segment] : nil }
    if let known { return known }
    let made = try make()
    kept.withLock { kept in
      if kept.timeZone != timeZone { kept = Kept(timeZone: timeZone, room: limitBytes) }
      guard kept.room >= made.byteCount, kept.segments[segment] == nil else { return }
      kept.room -= made.byteCount
      kept.segments[segment] = made
    }
    return made
  }
}
