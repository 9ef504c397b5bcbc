// Days in the workspace's time zone.

import EventStream
import Persona

/// Turns UTC times into local ones and days. Times and durations are microseconds.
struct LocalCalendar: Sendable {
  static let second: Int64 = 1_000_000
  static let hour = 3600 * second
  static let day = 24 * hour

  /// IANA name.
  let timeZone: String
  private let clock: ZoneClock

  /// Throws when there is no such zone.
  init(timeZone: String) throws(Failure) {
    guard let clock = ZoneClock(identifier: timeZone) else {
      throw Failure(
        "cannot tell the days", causes: ["there is no time zone called \(timeZone)"],
        hint: "write a name such as Europe/Berlin")
    }
    self.timeZone = timeZone
    self.clock = clock
  }

  /// What the clock on the wall shows. Times beyond the years that anybody means are held at their edge, so
  /// that a window without a bound is possible.
  func local(_ time: Int64) -> Int64 {
    let time = max(-Self.edge, min(Self.edge, time))
    return time + clock.offsetMicroseconds(atUTC: time)
  }

  /// The offset of local times at a UTC time, and the times from and up to which it holds.
  func offset(around time: Int64) -> (from: Int64, to: Int64, offset: Int64) {
    clock.offset(around: max(-Self.edge, min(Self.edge, time)))
  }

  /// About 30,000 years.
  private static let edge: Int64 = 1_000_000_000_000_000_000

  /// Days since 1970 of a local time.
  static func day(ofLocal local: Int64) -> Int {
    Int(local >= 0 ? local / day : -((day - 1 - local) / day))
  }
}
