// Dates as people and spreadsheets write them, against Python's strptime.

import Testing

@testable import EventStream

@Suite("Civil times")
struct CivilTimeTests {
  /// The i-th day (from 1) at i * 7919 % 86400 seconds, written by `text`, read by `form`, folded by `mix`.
  private func fold(
    _ years: ClosedRange<Int>, _ form: SourceMapping.TimeForm,
    text: (_ date: GregorianDate, _ hour: Int, _ minute: Int, _ second: Int) -> String
  ) throws -> UInt64 {
    let zone = try #require(ZoneClock(identifier: "UTC"))
    let first = try #require(GregorianDate(year: years.lowerBound, month: 1, day: 1)).daysSince1970
    let last = try #require(GregorianDate(year: years.upperBound, month: 12, day: 31)).daysSince1970
    var hash: UInt64 = 0
    for day in first...last {
      let date = try #require(GregorianDate(daysSince1970: day))
      let second = (day - first + 1) * 7919 % 86_400
      let bytes = Array(text(date, second / 3600, second / 60 % 60, second % 60).utf8)
      hash = mix(hash, parseTime(bytes.span, form: form, zone: zone) ?? .min)
    }
    return hash
  }

  private func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  // In Python: datetime.strptime(text, format) of the same texts, microseconds since 1970 folded.

  @Test("%d.%m.%Y %H:%M:%S of every day of 201 years")
  func dayFirst() throws {
    let hash = try fold(1900...2100, .dayFirst) { date, hour, minute, second in
      "\(date.day).\(date.month).\(date.year) \(hour):\(padded(minute)):\(padded(second))"
    }
    #expect(hash == 5_839_109_880_784_376_000)
  }

  @Test("%m/%d/%Y, %I:%M %p of every day of 201 years")
  func monthFirst() throws {
    let hash = try fold(1900...2100, .monthFirst) { date, hour, minute, _ in
      "\(date.month)/\(date.day)/\(date.year), \((hour + 11) % 12 + 1):\(padded(minute)) \(hour < 12 ? "AM" : "PM")"
    }
    #expect(hash == 7_201_426_022_460_943_360)
  }

  @Test("%Y/%m/%d %H:%M of every day of 201 years")
  func yearFirst() throws {
    let hash = try fold(1900...2100, .yearFirst) { date, hour, minute, _ in
      "\(date.year)/\(date.month)/\(date.day) \(hour):\(padded(minute))"
    }
    #expect(hash == 7_201_426_022_460_943_360)
  }

  @Test("%d-%m-%y of every day from 1969 to 2068")
  func yearsOfTwoDigits() throws {
    let hash = try fold(1969...2068, .dayFirst) { date, _, _, _ in
      "\(padded(date.day))-\(padded(date.month))-\(padded(date.year % 100))"
    }
    #expect(hash == 16_148_319_953_492_385_792)
  }

  @Test(
    "all ways to write one moment mean it",
    arguments: [
      ("31.3.2026 12:00", .dayFirst), ("31/03/26 12:00:00", .dayFirst), ("31-03-2026T12:00Z", .dayFirst),
      ("31.03.2026, 14:00 +02:00", .dayFirst), (" 31.03.2026  12:00:00.000 ", .dayFirst),
      ("3/31/2026 12:00 PM", .monthFirst), ("3/31/26, 12:00:00\u{202F}PM", .monthFirst),
      ("03-31-2026 12:00pm", .monthFirst), ("03.31.2026 12:00\u{A0}PM UTC", .monthFirst),
      ("2026/3/31 12:00", .yearFirst), ("2026-03-31T12:00:00Z", .yearFirst), ("2026.3.31 12:00", .yearFirst),
    ] as [(String, SourceMapping.TimeForm)])
  func spellings(text: String, form: SourceMapping.TimeForm) throws {
    // datetime.fromisoformat('2026-03-31T12:00:00+00:00').timestamp() -> 1774958400
    #expect(try time(text, form) == 1_774_958_400_000_000)
  }

  @Test("twelve comes before one, in both halves of the day")
  func halvesOfTheDay() throws {
    #expect(try time("3/31/2026 12:30 AM", .monthFirst) == time("2026-03-31T00:30"))
    #expect(try time("3/31/2026 1:30 AM", .monthFirst) == time("2026-03-31T01:30"))
    #expect(try time("3/31/2026 11:30 PM", .monthFirst) == time("2026-03-31T23:30"))
  }

  @Test("a time without an offset is local")
  func localTimes() throws {
    #expect(try time("1.7.2026 12:00", .dayFirst, zone: "Europe/Berlin") == time("2026-07-01T10:00:00Z"))
    #expect(try time("1.7.2026", .dayFirst, zone: "Europe/Berlin") == time("2026-06-30T22:00:00Z"))
  }

  @Test(
    "what the form does not say is no time",
    arguments: [
      "", "31", "31.", "31.3", "31.3.", "31.3.226", "3/31/2026", "31.3/2026", "31 3 2026", "2026.3.31",
      "0.3.2026",
      "32.3.2026", "29.2.2026", "1.13.2026", "031.3.2026", "31.003.2026", "31.3.20261", "31.3.2026x",
      "31.3.2026 ,",
      "31.3.2026 12", "31.3.2026 12:0", "31.3.2026 24:00", "31.3.2026 12:60", "31.3.2026 13:00 PM",
      "31.3.2026 0:00 AM", "31.3.2026 1:00 XM", "31.3.2026 1:00 P", "31.3.202612:00", "31.3.2026 112:00",
      "1774958400", "31. 3. 2026",
    ])
  func noTimes(text: String) throws {
    #expect(try time(text, .dayFirst) == nil)
  }

  @Test("nothing is read day first or month first unless the settings say so")
  func notGuessed() throws {
    for text in ["31.3.2026", "3/31/2026", "2026/3/31", "1.2.2026 12:00"] { #expect(try time(text) == nil) }
  }
}
