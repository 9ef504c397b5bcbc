// The calendar weeks that lie whole in a window: what a trend is drawn over.

import EventStream

/// Weeks from Monday to Sunday in the workspace's time zone, oldest first. Weeks that the window cuts are left out:
/// fewer days would look like fewer people.
struct WindowWeeks: Sendable, Equatable {
  /// Days since 1970 of the first week's Monday.
  let firstMonday: Int
  let count: Int

  /// No more weeks than these; of a longer window the newest are taken.
  static let limit = 53

  /// The weeks of a window, by what `local` makes of a time in UTC.
  ///
  /// - Parameter firstEvent: the first of the window; before it the sources may not reach back, and that nobody came is
  ///   not known.
  init(_ span: Span, firstEvent: Int64?, local: (Int64) -> Int64) {
    // A span begins behind its `from` and ends with its `to`. Days that it cuts do not count.
    let first = max(
      LocalCalendar.day(ofLocal: local(span.from)) + 1,
      firstEvent.map { LocalCalendar.day(ofLocal: local($0)) } ?? .min)
    let end = LocalCalendar.day(ofLocal: local(span.to &+ 1))
    let lastMonday = Self.monday(upTo: end) - 7
    firstMonday = max(Self.monday(upTo: first + 6), lastMonday - 7 * (Self.limit - 1))
    count = max(0, (lastMonday - firstMonday) / 7 + 1)
  }

  /// The Mondays as dates: `2026-03-02`.
  var names: [String] {
    (0..<count).map { week in
      GregorianDate(daysSince1970: firstMonday + 7 * week).map(\.iso8601) ?? ""
    }
  }

  /// The week that a local day lies in; `nil` outside all of them.
  @inline(__always)
  func week(ofDay day: Int32) -> UInt32? {
    let since = Int(day) - firstMonday
    return since >= 0 && since < 7 * count ? UInt32(truncatingIfNeeded: since / 7) : nil
  }

  /// The newest Monday that is not after the day. Day 0, 1 January 1970, was a Thursday.
  private static func monday(upTo day: Int) -> Int { day - ((day + 3) % 7 + 7) % 7 }
}
