// What one profile's times and days say: the figures behind the activity metrics and most scores.

/// Figures of one profile that has at least one event in the window.
struct Activity: Sendable {
  var events = 0
  var activeDays = 0
  var sessions = 0
  /// Events that are part of one.
  var sessionEvents = 0
  /// `nan` without a session, as the next.
  var medianEventsPerSession = 0.0
  /// Median over sessions.
  var sessionMinutes = 0.0
  /// From the last event of the window to its end, on the wall clock.
  var daysSinceLast = 0.0
  /// From the first event ever to the end of the window.
  var daysKnown = 0.0
  /// From the first event ever to the last of the window.
  var daysFromFirstToLast = 0.0
  /// Days that rates are divided by: calendar days from the day first seen, or the window's first, to the
  /// window's last, at most the window's length, at least the active days.
  var exposureDays = 0.0
  var momentum = Double.nan
  var consistency = Double.nan
  var volatility = Double.nan
}

/// Works out activities of one window, one profile after the other.
struct ActivityMeter {
  private let window: WindowEvents
  private let calendar: LocalCalendar
  let windowDays: Double
  private let lastDay: Int
  /// Of each event.
  private let localDays: [Int32]
  private let sessionNumbers: [UInt32]
  private var sessions: Sessions

  /// - Parameter localDays: of all events of the window's history.
  init(window: WindowEvents, localDays: [Int32], calendar: LocalCalendar, sessions rules: SessionRules) {
    self.window = window
    self.calendar = calendar
    windowDays = Self.windowDays(window.span, calendar)
    lastDay = LocalCalendar.day(ofLocal: calendar.local(window.span.to))
    self.localDays = localDays
    sessionNumbers = window.sessionNumbers(by: rules)
    sessions = Sessions(most: WindowEvents.sessionCount(sessionNumbers[...]))
  }

  static func windowDays(_ span: Span, _ calendar: LocalCalendar) -> Double {
    Double(calendar.local(span.to) - calendar.local(span.from)) / Double(LocalCalendar.day)
  }

  /// `nil` for a profile without events in the window.
  mutating func activity(of profile: Int) -> Activity? {
    let range = window.ranges[profile]
    guard !range.isEmpty else { return nil }
    let (times, to) = (window.history.times, window.span.to)
    let firstEver = window.firstTime(of: profile)
    let last = times[range.upperBound - 1]
    var result = Activity()
    result.events = range.count
    result.daysSinceLast = days(from: last, to: to)
    result.daysKnown = days(from: firstEver, to: to)
    result.daysFromFirstToLast = (Double(last) - Double(firstEver)) / Double(LocalCalendar.day)
    measureDays(range, firstEver: firstEver, &result)
    measureSessions(range, &result)
    result.momentum = momentum(range, daysKnown: result.daysKnown)
    result.volatility = volatility(range, daysKnown: result.daysKnown)
    return result
  }

  /// On the wall clock: people come by it, and a window ends by it, so that a day on which clocks change is one as others
  /// are. Within the hour that comes twice, no time has passed.
  private func days(from: Int64, to: Int64) -> Double {
    max(0, Double(calendar.local(to)) - Double(calendar.local(from))) / Double(LocalCalendar.day)
  }

  private func measureDays(_ range: Range<Int>, firstEver: Int64, _ result: inout Activity) {
    var gaps = Moments()
    result.activeDays = 1
    for event in range.dropFirst() where localDays[event] != localDays[event - 1] {
      result.activeDays += 1
      gaps.add(Double(localDays[event] - localDays[event - 1]))
    }
    if gaps.count >= 3 { result.consistency = 100 / (1 + gaps.variation) }

    let start = firstEver > window.span.from ? firstEver : window.span.from &+ 1
    let firstDay = LocalCalendar.day(ofLocal: calendar.local(start))
    let known = min(windowDays, Double(lastDay - firstDay + 1))
    result.exposureDays = max(known, Double(result.activeDays))
  }

  private mutating func measureSessions(_ range: Range<Int>, _ result: inout Activity) {
    sessions.gather(range, sessionNumbers, window.history.times)
    result.sessions = sessions.count
    result.sessionEvents = sessions.eventCount
    result.medianEventsPerSession = sessions.medianEvents
    result.sessionMinutes = sessions.medianMinutes
  }

  /// 100 s / (s + l): events per day in the last 14 days against the last 90, or as long as the window or the
  /// profile's history reaches. Somebody who is as active as ever has 50; who was not known for as long before
  /// the last 14 days has too little to compare them with.
  private func momentum(_ range: Range<Int>, daysKnown: Double) -> Double {
    let shortDays = 14.0
    let longDays = min(90, windowDays, daysKnown)
    guard longDays >= 2 * shortDays else { return .nan }
    let long = Double(eventCount(range, inLastDays: 90)) / longDays
    let short = Double(eventCount(range, inLastDays: 14)) / shortDays
    return short + long > 0 ? 100 * short / (short + long) : .nan
  }

  private func eventCount(_ range: Range<Int>, inLastDays days: Int64) -> Int {
    window.history.rows(of: range, laterThan: window.span.to - days * LocalCalendar.day).count
  }

  /// 100 v / (1 + v), v being the variation of the events per week. Weeks are counted back from the window's
  /// end; only whole ones, known ones count, those without events too.
  private func volatility(_ range: Range<Int>, daysKnown: Double) -> Double {
    let weekCount = Int(min(windowDays, daysKnown) / 7)
    guard weekCount >= 2 else { return .nan }
    let times = window.history.times.span
    var weeks = Moments()
    var event = range.upperBound
    for week in 1...weekCount {
      let start = window.span.to - Int64(week) * 7 * LocalCalendar.day
      let end = event
      while event > range.lowerBound, times[event - 1] > start { event -= 1 }
      weeks.add(Double(end - event))
    }
    guard weeks.mean > 0 else { return .nan }
    return 100 * weeks.variation / (1 + weeks.variation)
  }
}

/// Count, mean and coefficient of variation of numbers that are added one by one (Welford 1962).
struct Moments {
  private(set) var count = 0
  private(set) var mean = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    count += 1
    let delta = value - mean
    mean += delta / Double(count)
    squares += delta * (value - mean)
  }

  /// Standard deviation of the population over the mean.
  var variation: Double { (squares / Double(count)).squareRoot() / mean }
}

/// The sessions of one profile after the other.
private struct Sessions {
  private(set) var count = 0
  /// Of each session, in room for the most that a profile may have.
  private var events: [Int64]
  /// Microseconds.
  private var starts: [Int64]
  private var lengths: [Int64]

  init(most: Int) {
    events = Array(repeating: 0, count: most)
    (starts, lengths) = (events, events)
  }

  /// - Parameters:
  ///   - range: the rows of the profile's events.
  ///   - numbers: of each event, its session's, from 0, as they start.
  mutating func gather(_ range: Range<Int>, _ numbers: [UInt32], _ times: [Int64]) {
    count = Self.gather(range, numbers.span, times.span, &events, &starts, &lengths)
  }

  /// Apart, for one value cannot lend out several of its arrays at a time.
  private static func gather(
    _ range: Range<Int>, _ numbers: Swift.Span<UInt32>, _ times: Swift.Span<Int64>,
    _ events: inout [Int64], _ starts: inout [Int64], _ lengths: inout [Int64]
  ) -> Int {
    var events = events.mutableSpan
    var starts = starts.mutableSpan
    var lengths = lengths.mutableSpan
    var count = 0
    for row in range where numbers[row] != WindowEvents.noSession {
      let session = Int(numbers[row])
      if session == count {
        count += 1
        events[session] = 0
        starts[session] = times[row]
      }
      events[session] &+= 1
      lengths[session] = times[row] - starts[session]
    }
    return count
  }

  var eventCount: Int { Int(events[..<count].reduce(0, &+)) }

  var medianEvents: Double {
    mutating get { median(&events, count) { Double($0) } }
  }

  var medianMinutes: Double {
    mutating get { median(&lengths, count) { Double($0) / Double(60 * LocalCalendar.second) } }
  }
}

/// The middle one of the first values, or the mean of the two, in another unit; `nan` of none. Sorts them.
private func median(_ values: inout [Int64], _ count: Int, in unit: (Int64) -> Double) -> Double {
  guard count > 0 else { return .nan }
  values.sort(0..<count, by: <)
  let middle = count / 2
  return count % 2 == 1
    ? unit(values[middle]) : (unit(values[middle - 1]) + unit(values[middle])) / 2
}
