// What the clocks of the workspace's time zone show for events.

/// Of each event, local days since 1970, and 24 x weekday (Monday 0) + hour.
struct LocalTimes: Sendable {
  var days: [Int32] = []
  var hoursOfWeek: [UInt8] = []
}

extension LocalTimes {
  /// Of all events of a history.
  init(of history: EventHistory, _ calendar: LocalCalendar) {
    var days = [Int32](repeating: 0, count: history.count)
    var hours = [UInt8](repeating: 0, count: history.count)
    do {
      let times = history.times.span
      var daySpan = days.mutableSpan
      var hourSpan = hours.mutableSpan
      var clock = LocalClock(calendar)
      for row in times.indices {
        clock.read(times[row])
        daySpan[row] = clock.day
        hourSpan[row] = clock.hourOfWeek
      }
    }
    self.init(days: days, hoursOfWeek: hours)
  }
}

/// Reads local days and hours off times that are mostly near one another.
struct LocalClock {
  private let calendar: LocalCalendar
  /// UTC times with the offset of the one that was read last.
  private var from: Int64 = 0
  private var to: Int64 = 0
  private var offset: Int64 = 0
  /// Whole hours of local time from the start of a week, further back than any event.
  private var hours: UInt32 = 0

  /// Hours from there to 1970: whole weeks, and the three days to a Thursday.
  private static let weeksBefore1970 = 1_700_000
  private static let hoursBefore1970 = weeksBefore1970 * 168 + 72

  init(_ calendar: LocalCalendar) { self.calendar = calendar }

  /// The local day that was read last.
  var day: Int32 { Int32(bitPattern: hours / 24) &- Int32(Self.hoursBefore1970 / 24) }
  var hourOfWeek: UInt8 { UInt8(truncatingIfNeeded: hours % 168) }

  @inline(__always)
  mutating func read(_ time: Int64) {
    if time < from || time >= to { (from, to, offset) = calendar.offset(around: time) }
    // Not negative, so that a division cuts all times the same way, and costs no branch.
    let local = UInt64(bitPattern: time &+ offset &+ Int64(Self.hoursBefore1970) * LocalCalendar.hour)
    hours = UInt32(truncatingIfNeeded: local / UInt64(LocalCalendar.hour))
  }
}
