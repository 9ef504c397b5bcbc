// Questions about the events of a table: which pass a filter, and how fresh they are.

import EventStream
public import Persona

extension ProfileTable {
  /// For each filter, of each profile, how many events of the window pass, in one pass over the events.
  ///
  /// An event without the thing that is asked for does not pass, except where a property is not to exist.
  public func eventCounts(where filters: Set<EventFilter>) throws(Failure) -> [EventFilter: [UInt32]] {
    guard !filters.isEmpty else { return [:] }
    let filters = Array(filters)
    let asksForHours = filters.contains { $0.asksForHours }
    let events = events
    let parts = try inParallel(events.partitionCount, threads: events.threads) { partition throws(Failure) in
      let part = try events.part(partition)
      let hours = asksForHours ? part.localTimes().hoursOfWeek : []
      return filters.map { filter in
        let test = EventTest(filter, history: part.window.history)
        let passing = test.passing(in: part.window, hours: hours)
        return part.window.ranges.map { UInt32(passing.count(in: $0)) }
      }
    }
    var result: [EventFilter: [UInt32]] = [:]
    for (index, filter) in filters.enumerated() { result[filter] = parts.flatMap { $0[index] } }
    return result
  }
}
