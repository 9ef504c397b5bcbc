// On which days a segment's sets of identifiers were seen.

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
