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
