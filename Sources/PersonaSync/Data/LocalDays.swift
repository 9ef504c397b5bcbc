// Days of the workspace's time zone: the ends of windows, the dates in evidence, `--as-of`.

internal import EventStream
internal import Persona
internal import Profiles

/// Turns instants into local dates and back, in one time zone.
struct LocalDays: Sendable {
  static let dayMicroseconds: Int64 = 86_400_000_000
  let clock: ZoneClock

  init(timeZone: String) throws(Failure) {
    guard let clock = ZoneClock(identifier: timeZone) else {
      throw Failure(
        "the time zone \(timeZone) is not known",
        hint: "use an IANA name such as Europe/Berlin or UTC")
    }
    self.clock = clock
  }

  /// The last microsecond of the local day that holds the instant.
  func endOfDay(of time: Int64) -> Int64 { start(ofDay: day(of: time) + 1) - 1 }

  /// Days since 1970 of the local date of an instant.
  func day(of time: Int64) -> Int {
    Self.wholes(of: Self.dayMicroseconds, in: time + clock.offsetMicroseconds(atUTC: time))
  }

  /// The first instant of a local day.
  func start(ofDay day: Int) -> Int64 { clock.utc(fromLocal: Int64(day) * Self.dayMicroseconds) }

  /// The window of `days` local days that ends with the day of `end`.
  func span(endingAt end: Int64, days: Int) -> Span {
    Span(from: start(ofDay: day(of: end) - days + 1) - 1, to: end)
  }

  /// The window of the same length before `span` that has the same days of the week: whole weeks earlier, so that it ends where
  /// `span` begins, or up to six days before.
  func span(before span: Span, days: Int) -> Span {
    let apart = (7 - days % 7) % 7
    let last = day(of: span.from) - apart
    return Span(from: start(ofDay: last - days + 1) - 1, to: start(ofDay: last + 1) - 1)
  }

  /// `2026-03-31`
  func date(of time: Int64) -> String { Self.text(ofDay: day(of: time)) }

  static func text(ofDay day: Int) -> String {
    // Times are read from years 1 to 9999 only, so every day has a date.
    GregorianDate(daysSince1970: day)?.iso8601 ?? "-"
  }

  /// `2026-03-31T21:59:59Z`
  static func instant(_ time: Int64) -> String {
    let day = wholes(of: dayMicroseconds, in: time)
    let rest = Int(time - Int64(day) * dayMicroseconds) / 1_000_000
    return text(ofDay: day) + "T\(pad(rest / 3600, 2)):\(pad(rest / 60 % 60, 2)):\(pad(rest % 60, 2))Z"
  }

  /// The instant that `instant(_:)` wrote.
  static func instant(_ text: String) -> Int64? {
    guard let utc = ZoneClock(identifier: "UTC") else { return nil }
    return parseTime(Array(text.utf8).span, form: .iso8601, zone: utc)
  }

  /// How many whole units a span has, rounded down, also before 1970.
  private static func wholes(of unit: Int64, in span: Int64) -> Int {
    Int(span >= 0 ? span / unit : -((unit - 1 - span) / unit))
  }

  private static func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The end of the window that a person asked for: a date means the end of that local day.
  func asOf(_ written: String) throws(Failure) -> Int64 {
    let bytes = Array(written.utf8)
    guard let time = parseTime(bytes.span, form: .iso8601, zone: clock) else {
      throw Failure(
        "\(written) is not a date",
        hint: "write --as-of 2026-03-31, or an instant such as 2026-03-31T12:00:00Z")
    }
    return written.count <= 10 ? endOfDay(of: time) : time
  }
}

extension LocalDays {
  /// What `--as-of` was, or might have been, when evidence was made: the day where that says it, because an instant is
  /// written without its fraction.
  func asOfWords(of evidence: Evidence?) -> String {
    guard let evidence else { return "" }
    let day = evidence.window.to
    let endOfDay = try? asOf(day)
    return endOfDay.map(Self.instant) == evidence.asOf ? day : evidence.asOf
  }
}
