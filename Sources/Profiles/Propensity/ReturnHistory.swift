// How often somebody came back: all that the model of returning people needs to know of them.

/// A person's returns, in days. A day counts once, however much was done on it.
public struct ReturnHistory: Sendable, Hashable {
  // There is one for each person: stored in half the room of the numbers that are given.
  private var storedReturns: Int32
  private var storedRecency: Int32
  private var storedAge: Int32

  /// Days with an event after the first such day.
  public var returns: Int { Int(storedReturns) }
  /// Days from the first day with an event to the last.
  public var recency: Int { Int(storedRecency) }
  /// Days from the first day with an event to the day that is looked back from.
  public var age: Int { Int(storedAge) }

  public init(returns: Int, recency: Int, age: Int) {
    (storedReturns, storedRecency, storedAge) = (Int32(returns), Int32(recency), Int32(age))
  }
}

extension ReturnHistory {
  /// The three numbers as one, which sorts faster than they do.
  var key: UInt128 { UInt128(returns) << 64 | UInt128(recency) << 32 | UInt128(age) }

  init(key: UInt128) {
    let digits: UInt128 = 1 << 32 - 1
    self.init(returns: Int(key >> 64), recency: Int(key >> 32 & digits), age: Int(key & digits))
  }
}

extension ReturnHistory {
  /// The returns of the profiles of one partition up to a time; `nil` for one that was not seen by then.
  ///
  /// - Parameter localDays: of all events of the history.
  static func all(
    in history: EventHistory, localDays: [Int32], until end: Int64, calendar: LocalCalendar
  ) -> [ReturnHistory?] {
    let lastDay = LocalCalendar.day(ofLocal: calendar.local(end))
    return (0..<history.offsets.count - 1).map { profile in
      let range = history.range(of: profile, in: Span(from: .min, to: end))
      let earlier = history.earlier.isEmpty ? nil : history.earlier[profile]
      guard
        var days = earlier
          ?? range.first.map({ EarlierDays(firstTime: history.times[$0], on: localDays[$0]) })
      else { return nil }
      for row in range { days.add(localDays[row]) }
      return ReturnHistory(
        returns: Int(days.count) - 1, recency: Int(days.lastDay - days.firstDay),
        age: max(lastDay, Int(days.lastDay)) - Int(days.firstDay))
    }
  }
}
