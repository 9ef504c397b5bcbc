// Reads a column of times: the usual form at once, all others by `parseTime`.

/// Reads times one after the other. What it gives is what `parseTime` gives, sooner where rows follow in time.
///
/// The usual form is `2026-03-31T12:00:00`, alone, with `Z`, or with three digits of a fraction and `Z`: eight
/// bytes are read at once, and a date is looked at only when it is another than that of the time before.
struct TimeReader: Sendable {
  private let form: SourceMapping.TimeForm?
  private let zone: ZoneClock
  /// The first ten bytes of the last time in the usual form, and the midnight that they name; at first 1970-01-01.
  private var date: (head: UInt64, tail: UInt16) = (0x2d31_302d_3037_3931, 0x3130)
  private var midnight: Int64 = 0

  init(form: SourceMapping.TimeForm?, zone: ZoneClock) {
    self.form = form
    self.zone = zone
  }

  /// The time that a text writes, in microseconds since 1970 in UTC; `nil` when it is none.
  mutating func time(_ text: Span<UInt8>) -> Int64? {
    if form == nil || form == .iso8601, let time = usualTime(text) { return time }
    return parseTime(text, form: form, zone: zone)
  }

  /// The time, if it has the usual form.
  @inline(__always)
  private mutating func usualTime(_ text: Span<UInt8>) -> Int64? {
    guard text.count >= 19, text[10] | 0x20 == UInt8(ascii: "t") || text[10] == UInt8(ascii: " "),
      let midnight = midnight(text), let seconds = Self.seconds(Self.word(text, at: 11))
    else { return nil }
    var time = midnight + seconds * microsecondsPerSecond
    switch text.count {
    case 19: return zone.utc(fromLocal: time)
    case 20: return text[19] | 0x20 == UInt8(ascii: "z") ? time : nil
    case 24:
      guard let milliseconds = Self.milliseconds(Self.word(text, at: 16)),
        text[23] | 0x20 == UInt8(ascii: "z")
      else { return nil }
      time += milliseconds * 1000
      return time
    default: return nil
    }
  }

  /// The start of the day, if the text starts with a date of which every time lies within the years of UTC.
  @inline(__always)
  private mutating func midnight(_ text: Span<UInt8>) -> Int64? {
    let head = Self.word(text, at: 0)
    let tail = UInt16(text[8]) | UInt16(text[9]) << 8
    if head == date.head, tail == date.tail { return midnight }
    guard let day = gregorianDate(in: text, at: 0, separated: true), 1 < day.year, day.year < 9999 else {
      return nil
    }
    date = (head, tail)
    midnight = Int64(day.daysSince1970) * microsecondsPerDay
    return midnight
  }

  /// Eight bytes as a number, the first byte lowest.
  @inline(__always)
  private static func word(_ text: Span<UInt8>, at place: Int) -> UInt64 {
    // The load checks its bounds, and any eight bytes are a number.
    unsafe UInt64(littleEndian: text.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
  }

  /// The seconds since midnight that `12:00:59` writes.
  @inline(__always)
  private static func seconds(_ word: UInt64) -> Int64? {
    // Digits become their values, colons zero.
    let digits = word ^ 0x3030_3a30_303a_3030
    guard areDigits(digits), digits & 0x0000_ff00_00ff_0000 == 0 else { return nil }
    let hour = Int64(digits & 0xff) * 10 + Int64(digits >> 8 & 0xff)
    let minute = Int64(digits >> 24 & 0xff) * 10 + Int64(digits >> 32 & 0xff)
    let second = Int64(digits >> 48 & 0xff) * 10 + Int64(digits >> 56)
    guard hour < 24, minute < 60, second <= 60 else { return nil }
    return (hour * 60 + minute) * 60 + second
  }

  /// The fraction in a word of which the last five bytes are like `.123Z`, the three before them anything.
  @inline(__always)
  private static func milliseconds(_ word: UInt64) -> Int64? {
    let mark = UInt8(truncatingIfNeeded: word >> 24)
    let digits = (word >> 32 & 0xff_ffff) ^ 0x30_3030
    guard mark == UInt8(ascii: ".") || mark == UInt8(ascii: ","), areDigits(digits) else { return nil }
    return Int64(digits & 0xff) * 100 + Int64(digits >> 8 & 0xff) * 10 + Int64(digits >> 16)
  }

  /// Whether no byte of the word is above 9.
  @inline(__always)
  private static func areDigits(_ word: UInt64) -> Bool {
    (word | (word &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 == 0
  }
}
