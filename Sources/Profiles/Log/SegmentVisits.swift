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
  /// Of each set and local day the first of them.
  let visits: [Visit]
  /// Events that share their id with others: which of them counts depends on the day that looks back.
  let shared: [(row: Int, event: Visit)]

  struct Visit: Sendable {
    /// Of identifiers.
    var set: UInt32
    /// Microseconds since 1970 in UTC.
    var time: Int64
  }

  /// - Parameter sharing: the rows that share their id, ascending.
  init(_ segment: Segment, setCount: Int, sharing: [Int], _ calendar: LocalCalendar) throws(Failure) {
    let rows = try SegmentRows(segment, withTexts: false)
    var eventsOfSets = [UInt32](repeating: 0, count: setCount)
    var (visits, shared) = ([Visit](), [(row: Int, event: Visit)]())
    var counter = EventCounter()
    var days = DaysOfSets(setCount: setCount, calendar)
    var sharing = sharing[...]
    for row in rows.events(until: .max) {
      let event = Visit(set: rows.sets[row], time: rows.times[row])
      while let next = sharing.first, next < row { sharing.removeFirst() }
      guard sharing.first != row else {
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

/// The visits of segments that were asked for, by the days of one time zone. It is a class because linkings as of several
/// days share it.
final class KeptVisits: Sendable {
  private let visits = Mutex<(timeZone: String, segments: [Int: SegmentVisits])>(("", [:]))

  /// The visits of a segment, which may be made twice when two threads ask at once.
  func visits(
    of segment: Int, in timeZone: String, _ make: () throws(Failure) -> SegmentVisits
  ) throws(Failure) -> SegmentVisits {
    let known = visits.withLock { $0.timeZone == timeZone ? $0.segments[segment] : nil }
    if let known { return known }
    let made = try make()
    visits.withLock { kept in
      if kept.timeZone != timeZone { kept = (timeZone, [:]) }
      kept.segments[segment] = made
    }
    return made
  }
}
