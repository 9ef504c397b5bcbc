// The rows of a segment, as far as they say when somebody did something.

import EventStream
import Persona

/// The columns of a segment that say which rows are events, when they were, and whose.
struct SegmentRows {
  let segment: Segment
  private(set) var times: [Int64] = []
  /// Of each row, which set of identifiers stands on it.
  private(set) var sets: [UInt32] = []
  /// Empty when no row is an event.
  private(set) var events: [UInt32] = []
  /// Empty when no text is asked for.
  let strings: StringPool

  init(_ segment: Segment, withTexts: Bool) throws(Failure) {
    self.segment = segment
    strings = withTexts ? try segment.strings() : StringPool()
    try segment.read(.times, into: &times)
    try segment.read(.sets, into: &sets)
    if !segment.isAbsent(.events) { try segment.read(.events, into: &events) }
  }

  /// The rows that are events of the time until then.
  func events(until end: Int64) -> some Sequence<Int> {
    events.indices.lazy.filter { row in
      events[row] != EventBatch.none && times[row] != EventBatch.noTime && times[row] <= end
    }
  }
}

/// Finds of each of a segment's sets and local days the first event, while rows come about in order of time.
struct DaysOfSets {
  private var clock: LocalClock
  private var last: [(day: Int32, time: Int64)]

  init(setCount: Int, _ calendar: LocalCalendar) {
    clock = LocalClock(calendar)
    last = Array(repeating: (.min, .max), count: setCount)
  }

  /// Whether this is the first event of a set on its day, among those asked for since another day of it.
  mutating func isFirst(_ time: Int64, of set: Int) -> Bool {
    clock.read(time)
    guard clock.day != last[set].day || time < last[set].time else { return false }
    last[set] = (clock.day, time)
    return true
  }
}
