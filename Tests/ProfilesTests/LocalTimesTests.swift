// Days and hours in time zones against those of Foundation's calendar.

import EventStream
import Foundation
import Persona
import Testing

@testable import Profiles

@Suite("Local times")
struct LocalTimesTests {
  private static let second: Int64 = 1_000_000

  /// Times of two centuries, in UTC of all years that a record may have, around the hours of some days, and just before
  /// the seconds.
  private static func times(zone: String) -> [Int64] {
    var random = SeededGenerator(seed: 7)
    // 1900 to 2100; the first second of the year 1, and the last of 9999.
    let years: ClosedRange<Int64> =
      zone == "UTC" ? -62_135_596_800...253_402_300_799 : -2_208_988_800...4_102_444_800
    var seconds = (0..<4_000).map { _ in Int64.random(in: years, using: &random) }
    // Samoa skipped 30 December 2011; Berlin put its clocks forward and back; New Delhi is half an hour off.
    for start in [1_325_155_000, 1_774_740_000, 1_792_880_000, -1_000, 0] {
      seconds += (0..<96).map { Int64(start) + $0 * 1_800 }
    }
    seconds += [years.lowerBound + 1, years.upperBound]
    return seconds.flatMap { [$0 * second, $0 * second - 1] }
  }

  @Test(
    "days and hours of the week are those of Foundation's calendar",
    arguments: [
      "UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe",
    ])
  func againstFoundation(zone: String) throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: zone))
    let local = try LocalCalendar(timeZone: zone)
    var clock = LocalClock(local)
    for time in Self.times(zone: zone) {
      clock.read(time)
      let date = Date(timeIntervalSince1970: Double(Self.quotient(time, Self.second)))
      let offset = Int64(calendar.timeZone.secondsFromGMT(for: date)) * Self.second
      let day = Self.quotient(time + offset, 86_400 * Self.second)
      #expect(clock.day == Int32(day), "\(zone) \(time)")
      let parts = calendar.dateComponents([.weekday, .hour], from: date)
      let (weekday, hour) = (try #require(parts.weekday), try #require(parts.hour))
      // Foundation's week begins with Sunday, 1.
      #expect(Int(clock.hourOfWeek) == (weekday + 5) % 7 * 24 + hour, "\(zone) \(time)")
    }
  }

  /// Rounded down.
  private static func quotient(_ a: Int64, _ b: Int64) -> Int64 { (a - (a % b + b) % b) / b }
}
