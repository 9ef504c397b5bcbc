// What was put together of segments for one day serves the days after it.

import Persona
private import Synchronization

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
