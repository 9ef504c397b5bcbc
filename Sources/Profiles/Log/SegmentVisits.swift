// What is asked of a segment that is earlier than every window, put together once for all days that look back at it.

import EventStream
import Persona

/// The events of one segment without their rows.
struct SegmentVisits: Sendable {
  /// Of each set of identifiers, how many events have it that share their id with no other.
  let eventsOfSets: [UInt32]
  /// Counts these events, as if all were somebody's.
  let counter: EventCounter
  /// Of each set and local day the first of them, and perhaps later ones; in no order.
  let visits: [Moment]
  /// Events that share their id with others: which of them counts depends on the day that looks back.
  let shared: [(row: Int, event: Moment)]

  /// What it takes in memory.
  var byteCount: Int {
    eventsOfSets.count * MemoryLayout<UInt32>.stride + visits.count * MemoryLayout<Moment>.stride
      + shared.count * MemoryLayout<(Int, Moment)>.stride
  }

  /// When an event was, and which set of identifiers it has.
  struct Moment: Sendable {
    /// Of identifiers.
    var set: UInt32
    /// Microseconds since 1970 in UTC.
    var time: Int64
  }

  /// - Parameter sharing: the rows that share their id, ascending.
  init(_ rows: SegmentRows, setCount: Int, sharing: [UInt32], _ calendar: LocalCalendar) {
    var eventsOfSets = [UInt32](repeating: 0, count: setCount)
    var (visits, shared) = ([Moment](), [(row: Int, event: Moment)]())
    var counter = EventCounter()
    var days = DaysOfSets(setCount: setCount, calendar)
    var sharing = sharing[...]
    for row in rows.events(until: .max) {
      let event = Moment(set: rows.sets[row], time: rows.times[row])
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
