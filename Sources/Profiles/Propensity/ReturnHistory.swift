// How often somebody came back: all that the model of returning people needs to know of them.

/// A person's returns, in days. A day counts once, however much was done on it.
public struct ReturnHistory: Sendable, Hashable, Comparable {
  /// Days with an event after the first such day.
  public var returns: Int
  /// Days from the first day with an event to the last.
  public var recency: Int
  /// Days from the first day with an event to the day that is looked back from.
  public var age: Int

  public init(returns: Int, recency: Int, age: Int) {
    self.returns = returns
    self.recency = recency
    self.age = age
  }

  public static func < (a: Self, b: Self) -> Bool {
    (a.returns, a.recency, a.age) < (b.returns, b.recency, b.age)
  }
}

extension ReturnHistory {
  /// The returns of the profiles of one partition up to the end of a window; `nil` for one that was not seen by then.
  static func all(in window: WindowEvents, calendar: LocalCalendar) -> [ReturnHistory?] {
    let lastDay = LocalCalendar.day(ofLocal: calendar.local(window.span.to))
    var clock = LocalClock(calendar)
    return (0..<window.profileCount).map { profile in
      let range = window.history.range(of: profile, in: Span(from: .min, to: window.span.to))
      guard let first = range.first else { return nil }
      clock.read(window.history.times[first])
      let firstDay = Int(clock.day)
      var day = firstDay
      var returns = 0
      for row in range.dropFirst() {
        clock.read(window.history.times[row])
        // A clock that is put back may show the day before once more.
        guard Int(clock.day) > day else { continue }
        day = Int(clock.day)
        returns += 1
      }
      return ReturnHistory(returns: returns, recency: day - firstDay, age: max(lastDay, day) - firstDay)
    }
  }
}
