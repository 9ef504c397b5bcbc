// Dates and times against Python's datetime.

import Testing

@testable import EventStream

/// The fold of the checksums below; in Python: `h = (h * 1099511628211 & M) ^ (v & M)`, `M = 2**64 - 1`.
func mix(_ hash: UInt64, _ value: Int64) -> UInt64 {
  (hash &* 1_099_511_628_211) ^ UInt64(bitPattern: value)
}

func time(
  _ text: String, _ form: SourceMapping.TimeForm? = nil, zone: String = "UTC"
) throws -> Int64? {
  parseTime(Array(text.utf8).span, form: form, zone: try #require(ZoneClock(identifier: zone)))
}

@Suite("Times")
struct TimeTests {
  /// Every day from 1900 to 2100, counted by hand: month lengths and the rule of 4, 100 and 400.
  private static let days: [(number: Int, year: Int, month: Int, day: Int)] = {
    var days: [(Int, Int, Int, Int)] = []
    var number = -25_567
    for year in 1900...2100 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      for (index, length) in lengths.enumerated() {
        for day in 1...length {
          days.append((number, year, index + 1, day))
          number += 1
        }
      }
    }
    return days
  }()

  private static func padded(_ value: Int, _ width: Int) -> String {
    String(repeating: "0", count: width - String(value).count) + String(value)
  }

  @Test("every day of 201 years has Python's number, and the way back leads to it")
  func days() throws {
    // d from date(1900, 1, 1) to date(2100, 12, 31); n = days since 1970;
    // v = n * 10**8 + d.year * 10**4 + d.month * 100 + d.day, folded by `mix`.
    var hash: UInt64 = 0
    for expected in Self.days {
      let date = try #require(
        GregorianDate(year: expected.year, month: expected.month, day: expected.day))
      let back = GregorianDate(daysSince1970: date.daysSince1970)
      if date.daysSince1970 != expected.number || back != date {
        Issue.record("\(expected) became \(date.daysSince1970) and \(String(describing: back))")
        return
      }
      let digits = date.year * 10_000 + date.month * 100 + date.day
      hash = mix(hash, Int64(date.daysSince1970 * 100_000_000 + digits))
    }
    #expect(Self.days.count == 73_414)
    #expect(hash == 12_734_101_790_178_302_329)
  }

  @Test("a time on every day of 201 years is read as Python reads it")
  func timesOfEveryDay() throws {
    // The i-th day (from 1) at i * 7919317043 % 86400000000 microseconds, `isoformat()`, folded by `mix`.
    let zone = try #require(ZoneClock(identifier: "UTC"))
    var hash: UInt64 = 0
    for (index, day) in Self.days.enumerated() {
      let ofDay = (index + 1) * 7_919_317_043 % 86_400_000_000
      let (seconds, fraction) = (ofDay / 1_000_000, ofDay % 1_000_000)
      let date = "\(day.year)-\(Self.padded(day.month, 2))-\(Self.padded(day.day, 2))"
      let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { Self.padded($0, 2) }
      let text = "\(date)T\(clock.joined(separator: ":")).\(Self.padded(fraction, 6))Z"
      let bytes = Array(text.utf8)
      hash = mix(hash, parseTime(bytes.span, form: nil, zone: zone) ?? .min)
    }
    #expect(hash == 15_917_521_610_069_519_199)
  }

  @Test("the calendar has no other days")
  func impossibleDays() {
    for (year, month, day) in [
      (2026, 2, 29), (2026, 2, 30), (2024, 2, 30), (1900, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 13, 1),
      (2026, 0, 1), (2026, 1, 0), (2026, 1, 32), (0, 1, 1), (10_000, 1, 1), (2026, -1, 1),
    ] {
      #expect(GregorianDate(year: year, month: month, day: day) == nil, "\(year)-\(month)-\(day)")
    }
    #expect(GregorianDate(year: 2000, month: 2, day: 29) != nil)
    #expect(GregorianDate(daysSince1970: -719_163) == nil)
    #expect(GregorianDate(daysSince1970: -719_162) == GregorianDate(year: 1, month: 1, day: 1))
    #expect(GregorianDate(daysSince1970: 2_932_896) == GregorianDate(year: 9999, month: 12, day: 31))
    #expect(GregorianDate(daysSince1970: 2_932_897) == nil)
  }

  @Test(
    "all ways to write one moment mean it",
    arguments: [
      "2026-03-31T12:00:00Z", "2026-03-31t12:00:00z", "2026-03-31 12:00:00", "2026-03-31 12:00",
      "2026-03-31T12:00", "2026-03-31T12:00Z", "2026-03-31 12:00:00 UTC", "2026-03-31T12:00:00UTC",
      "2026-03-31T14:00:00+02:00", "2026-03-31T14:00:00+0200", "2026-03-31T14:00:00+02",
      "2026-03-31 14:00:00 +0200", "2026-03-31T06:30:00-05:30", "2026-03-31T12:00:00.000",
      "  2026-03-31T12:00 ",
      "2026-03-31T12:00:00,000Z", "2026-03-31T12:00:00.0000009Z", "2026-03-31T11:59:60Z",
      "\t2026-03-31 12:00:00\r\n", "1774958400", "1774958400.0", "1774958400000", "1774958400000000",
      "1.7749584e9",
    ])
  func spellings(text: String) throws {
    // datetime.fromisoformat('2026-03-31T12:00:00+00:00').timestamp() -> 1774958400
    #expect(try time(text) == 1_774_958_400_000_000)
  }

  @Test(
    "times far off and between the seconds agree with Python",
    arguments: [
      ("2026-03-31T12:00:00.123456+02:00", 1_774_951_200_123_456),
      ("1969-12-31T23:59:59.999999+00:00", -1),
      ("1969-12-31T23:59:59.999999999Z", -1),
      ("0001-01-01T00:00:00+00:00", -62_135_596_800_000_000),
      ("9999-12-31T23:59:59.999999+00:00", 253_402_300_799_999_999),
      ("2020-02-29T00:00:00-05:30", 1_582_954_200_000_000),
      ("2000-02-29T23:59:59+14:00", 951_818_399_000_000),
    ])
  func samples(text: String, expected: Int64) throws {
    #expect(try time(text) == expected)
  }

  @Test(
    "what an offset, a zone or a second 60 puts outside the years 1 to 9999 is no time",
    arguments: [
      "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:60Z",
      "9999-12-31T23:59:60.000Z",
      "9999-12-31T23:59:60", "0001-01-01T00:00:00 +00:01", "9999-12-31 23:59:59 -0001",
    ])
  func outsideYears(text: String) throws {
    let zone = try #require(ZoneClock(identifier: "UTC"))
    var reader = TimeReader(form: nil, zone: zone)
    #expect(try time(text) == nil)
    #expect(reader.time(Array(text.utf8).span) == nil)
  }

  @Test(
    "the zone decides whether the last evening of the years is one", arguments: ["T23:00:00", "", " 23:00"])
  func zoneOutsideYears(clock: String) throws {
    for (zone, isLate) in [("America/New_York", true), ("Asia/Tokyo", false)] {
      let clockZone = try #require(ZoneClock(identifier: zone))
      var reader = TimeReader(form: nil, zone: clockZone)
      let (last, first) = (Array("9999-12-31\(clock)".utf8), Array("0001-01-01".utf8))
      // A date alone is the start of its day.
      #expect((reader.time(last.span) == nil) == (isLate && !clock.isEmpty))
      #expect((reader.time(first.span) == nil) == !isLate)
      let written = Array("31.12.9999 23:00".utf8)
      #expect((parseTime(written.span, form: .dayFirst, zone: clockZone) == nil) == isLate)
    }
  }

  @Test("a prefix of a time is a time only where a part ends")
  func prefixes() throws {
    let text = "2026-03-31T12:00:00.123456789+02:00"
    // Day, minutes, seconds, one to nine digits, hours of the offset, its minutes.
    let complete: Set<Int> = [10, 16, 19, 21, 22, 23, 24, 25, 26, 27, 28, 29, 32, 35]
    for length in 0...text.count {
      let prefix = String(text.prefix(length))
      #expect(try (time(prefix, .iso8601) != nil) == complete.contains(length), "\(prefix)")
      let blank = prefix + "x"
      #expect(try time(blank, .iso8601) == nil, "\(blank)")
    }
  }

  @Test("a letter in any place spoils a time")
  func letters() throws {
    for form in ["2026-03-31T12:00:00.5+02:00", "2026-03-31 12:00:00 UTC", "20260331", "1774958400.25"] {
      for index in form.indices {
        let spoiled = form.replacing(
          form[index...index], with: "x", subrange: index..<form.endIndex, maxReplacements: 1)
        #expect(try time(spoiled) == nil, "\(spoiled)")
      }
    }
  }

  @Test(
    "what no calendar or clock shows is no time",
    arguments: [
      "", " ", "2026-02-30", "2026-02-29T10:00:00Z", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01",
      "2026-01-01T24:00:00", "2026-01-01T23:60:00", "2026-01-01T23:59:61", "2026-01-01T10", "2026-01-01T10:0",
      "2026-01-01T10:00:00.", "2026-01-01T10:00:00.1234567890", "2026-01-01T10:00:00+24:00",
      "2026-01-01T10:00:00+02:60", "2026-01-01T10:00:00+2", "2026-01-01T10:00:00+020",
      "2026-01-01T10:00:00++02",
      "2026-01-01T10:00:00 CET", "2026-01-01T10:00:00  Z", "2026-01-01Z", "2026-1-1", "2026/01/01",
      "01.02.2026",
      "20260230", "20261301", "2026033", "1e400", "NaN", "-1774958400", "42", "99999999",
      "5000000000", "99999999999999999999", "12:00:00", "yesterday",
    ])
  func noTimes(text: String) throws {
    #expect(try time(text) == nil)
  }

  @Test("a form that is named decides, whatever the value looks like")
  func namedForms() throws {
    #expect(try time("20260331", .compactDate) == 1_774_915_200_000_000)
    #expect(try time("20260331", .seconds) == 20_260_331_000_000)
    #expect(try time("0", .seconds) == 0)
    #expect(try time("-1.5", .seconds) == -1_500_000)
    #expect(try time("-0.0000001", .seconds) == -1, "rounded down")
    #expect(try time("1774958400", .milliseconds) == 1_774_958_400_000)
    #expect(try time("1774958400.9999", .milliseconds) == 1_774_958_400_999)
    #expect(try time("1774958400", .microseconds) == 1_774_958_400)
    #expect(try time("253402300800", .seconds) == nil, "the year 10000")
    #expect(try time("2026-03-31", .seconds) == nil)
    #expect(try time("2026-03-31", .compactDate) == nil)
    #expect(try time("20260331", .iso8601) == nil)
  }

  @Test("eight digits are a date where they can be one")
  func eightDigits() throws {
    #expect(try time("19970101") == 852_076_800_000_000)  // date(1997, 1, 1)
    #expect(try time("19971301") == nil)
  }

  @Test("a time without an offset is local, a date is its midnight")
  func localTimes() throws {
    let noon = try time("2026-07-01T12:00:00", zone: "Europe/Berlin")
    #expect(try noon == time("2026-07-01T10:00:00Z"))
    #expect(try time("20260701", zone: "Europe/Berlin") == time("2026-06-30T22:00:00Z"))
    #expect(try time("2026-07-01", zone: "Europe/Berlin") == time("2026-06-30T22:00:00Z"))
    #expect(try time("2026-07-01T12:00:00Z", zone: "Europe/Berlin") == time("2026-07-01T12:00:00Z"))
    #expect(try time("1774958400", zone: "Europe/Berlin") == time("1774958400"))
  }
}
