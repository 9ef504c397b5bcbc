// Questions about the events of a table: filters, tallies, funnels, freshness.

import EventStream
public import Persona

extension ProfileTable {
  /// Of each profile, how many events of the window pass the filter.
  ///
  /// An event without the thing that is asked for does not pass, except where a property is not to exist.
  public func eventCounts(where filter: EventFilter) -> [UInt32] {
    var test = EventTest(filter, columns: events, history: source?.history)
    return (0..<count).map { profile in
      let range = eventOffsets[profile]..<eventOffsets[profile + 1]
      let firstRow = source?.rows[profile] ?? 0
      var passed: UInt32 = 0
      for event in range {
        let row = firstRow + event - range.lowerBound
        if test.passes(event, in: events, row: row, of: source?.history) { passed += 1 }
      }
      return passed
    }
  }

  /// Of each profile, whether it has an event of the window later than `time` (microseconds since 1970, UTC).
  public func active(after time: Int64) -> [Bool] { newestEvent.map { $0 != .min && $0 > time } }

  /// Of each profile, the time of its last event of the window; `Int64.min` for none.
  public var newestEvent: [Int64] {
    (0..<count).map { profile in
      eventOffsets[profile] == eventOffsets[profile + 1] ? .min : events.times[eventOffsets[profile + 1] - 1]
    }
  }

  /// Of each step, how many members did it after all steps before it, within the window.
  ///
  /// Steps are names of events; other events may lie between them. Events of one time count in whichever
  /// order takes the person further, since nothing says which came first. One event is one step.
  public func funnel(_ steps: [String], members: [Bool]) -> [Int] {
    let codes = steps.map { step in events.eventNames.firstIndex(of: step).map { UInt32($0) } }
    var reached = [Int](repeating: 0, count: steps.count)
    for profile in 0..<count where members[profile] {
      for step in 0..<stepsReached(codes, profile: profile) { reached[step] += 1 }
    }
    return reached
  }

  private func stepsReached(_ codes: [UInt32?], profile: Int) -> Int {
    var step = 0
    var event = eventOffsets[profile]
    let end = eventOffsets[profile + 1]
    while event < end, step < codes.count {
      var tied = [events.events[event]]
      let time = events.times[event]
      event += 1
      while event < end, events.times[event] == time {
        tied.append(events.events[event])
        event += 1
      }
      while step < codes.count, let place = tied.firstIndex(where: { $0 == codes[step] }) {
        tied.remove(at: place)
        step += 1
      }
    }
    return step
  }
}
