// UTC to local time and back for one zone, as two searches in a table that Foundation fills once.

private import Foundation

/// UTC <-> local time of one IANA zone, from a table of its transitions from 1900 to 2100.
///
/// Before and after these years the nearest offset of the table goes on. Times are microseconds since 1970;
/// a local time is what the clock on the wall shows, counted as if it were UTC.
public struct ZoneClock: Sendable {
  /// UTC times at which the offset changes, ascending.
  private var changes: [Int64] = []
  /// Local times from which the new offset holds, ascending: the later of the two readings of the change.
  private var localChanges: [Int64] = []
  /// Microseconds east of UTC: before the first change, then after each.
  private var offsets: [Int64]

  /// The clock of UTC.
  public static let utc = ZoneClock()

  private init() { offsets = [0] }

  /// The clock of a zone such as `Europe/Berlin`; `nil` when there is no such zone.
  public init?(identifier: String) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    func offset(_ date: Date) -> Int64 { Int64(zone.secondsFromGMT(for: date)) * 1_000_000 }

    var date = Date(timeIntervalSince1970: Self.firstSecond)
    offsets = [offset(date)]
    while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date,
      next.timeIntervalSince1970 < Self.lastSecond
    {
      date = next
      let before = offsets[offsets.count - 1]
      let after = offset(next)
      guard before != after else { continue }
      let time = Int64(next.timeIntervalSince1970.rounded()) * 1_000_000
      changes.append(time)
      localChanges.append(time + max(before, after))
      offsets.append(after)
    }
  }

  /// Microseconds to add to this UTC time for the local time.
  public func offsetMicroseconds(atUTC time: Int64) -> Int64 {
    offsets[Self.count(in: changes, upTo: time)]
  }

  /// The offset at a UTC time, with the times from and up to which it holds.
  public func offset(around time: Int64) -> (from: Int64, to: Int64, offset: Int64) {
    let place = Self.count(in: changes, upTo: time)
    return (
      place == 0 ? .min : changes[place - 1], place == changes.count ? .max : changes[place], offsets[place]
    )
  }

  /// The UTC time of a local time: the first of the two where clocks went back; where they went forward,
  /// a time that no clock showed is taken as later by the gap.
  ///
  /// Both follow from one rule: the old offset counts until the later reading of the change is reached.
  public func utc(fromLocal time: Int64) -> Int64 {
    time - offsets[Self.count(in: localChanges, upTo: time)]
  }

  /// How many of the ascending values are not greater than `time`.
  private static func count(in values: [Int64], upTo time: Int64) -> Int {
    var low = 0
    var high = values.count
    while low < high {
      let middle = (low + high) / 2
      if values[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// 1900-01-01
  private static let firstSecond = -2_208_988_800.0
  /// 2101-01-01
  private static let lastSecond = 4_133_980_800.0
}
