// Zones against Python's zoneinfo, which reads the system's tzdata; ours come from Foundation's own copy.

import Testing

@testable import EventStream

@Suite("Zones")
struct ZoneClockTests {
  /// For t from -2208988800 below 4133980800 - 90061 in steps of 90061 seconds, folded by `mix`:
  /// `int(utc(t).astimezone(Z).utcoffset().total_seconds())` and the UTC seconds of the local time t with fold 0
  /// (Python 3.11, tzdata 2026).
  @Test(
    "offsets and local times over 200 years are zoneinfo's",
    arguments: [
      ("Europe/Berlin", 16_787_132_269_585_980_336, 17_945_004_682_297_857_100),
      ("America/New_York", 15_908_493_727_532_352, 12_523_875_456_845_322_300),
      ("Asia/Kolkata", 7_414_606_067_974_251_724, 5_918_163_070_084_878_140),
      ("Australia/Lord_Howe", 2_514_544_103_036_620_680, 15_631_292_172_974_923_908),
      ("UTC", 0, 9_263_179_056_597_753_068),
    ] as [(String, UInt64, UInt64)])
  func twoCenturies(zone: String, offsets: UInt64, utc: UInt64) throws {
    let clock = try #require(ZoneClock(identifier: zone))
    var offsetHash: UInt64 = 0
    var utcHash: UInt64 = 0
    for second in stride(from: Int64(-2_208_988_800), to: 4_133_980_800 - 90_061, by: 90_061) {
      offsetHash = mix(offsetHash, clock.offsetMicroseconds(atUTC: second * 1_000_000) / 1_000_000)
      utcHash = mix(utcHash, clock.utc(fromLocal: second * 1_000_000) / 1_000_000)
    }
    #expect(offsetHash == offsets)
    #expect(utcHash == utc)
  }

  /// `datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)`
  @Test(
    "the first of two hours counts, and a time in a gap is later by the gap",
    arguments: [
      ("Europe/Berlin", "2026-03-29T01:59:59", "2026-03-29T00:59:59Z"),
      ("Europe/Berlin", "2026-03-29T02:00:00", "2026-03-29T01:00:00Z"),
      ("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:30:00Z"),
      ("Europe/Berlin", "2026-03-29T03:00:00", "2026-03-29T01:00:00Z"),
      ("Europe/Berlin", "2026-10-25T01:59:59", "2026-10-24T23:59:59Z"),
      ("Europe/Berlin", "2026-10-25T02:00:00", "2026-10-25T00:00:00Z"),
      ("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
      ("Europe/Berlin", "2026-10-25T03:00:00", "2026-10-25T02:00:00Z"),
      ("America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00Z"),
      ("America/New_York", "2026-03-08T02:30:00", "2026-03-08T07:30:00Z"),
      ("Asia/Kolkata", "2026-01-01T05:30:00", "2026-01-01T00:00:00Z"),
      ("Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:45:00Z"),
      ("Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00Z"),
    ])
  func foldsAndGaps(zone: String, local: String, utc: String) throws {
    #expect(try time(local, zone: zone) == time(utc))
  }

  @Test("the offset changes with the second of the change")
  func change() throws {
    let clock = try #require(ZoneClock(identifier: "Europe/Berlin"))
    let change = try #require(try time("2026-03-29T01:00:00Z"))
    #expect(clock.offsetMicroseconds(atUTC: change - 1) == 3_600_000_000)
    #expect(clock.offsetMicroseconds(atUTC: change) == 7_200_000_000)
  }

  @Test("a zone that nobody knows has no clock", arguments: ["", "Mars/Phobos", "Europe/Berln"])
  func unknown(zone: String) {
    #expect(ZoneClock(identifier: zone) == nil)
  }
}
