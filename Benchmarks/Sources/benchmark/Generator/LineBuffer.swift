// Bytes of a file in the making.

struct LineBuffer {
  private(set) var bytes: [UInt8] = []

  var count: Int { bytes.count }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func cut(to count: Int) { bytes.removeLast(bytes.count - count) }

  mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func add(number: Int) {
    if number >= 10 { add(number: number / 10) }
    bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  /// 1234 as `12.34`.
  mutating func add(cents: Int) {
    add(number: cents / 100)
    add(".")
    add(cents % 100, digits: 2)
  }

  /// Milliseconds since 1970 as `2024-03-01T05:39:05.829Z`.
  mutating func add(time: UInt64) {
    let (year, month, day) = Self.date(daysSince1970: Int(time / Period.day))
    let inDay = Int(time % Period.day)
    add(year, digits: 4)
    add("-")
    add(month, digits: 2)
    add("-")
    add(day, digits: 2)
    add("T")
    add(inDay / 3_600_000, digits: 2)
    add(":")
    add(inDay / 60_000 % 60, digits: 2)
    add(":")
    add(inDay / 1000 % 60, digits: 2)
    add(".")
    add(inDay % 1000, digits: 3)
    add("Z")
  }

  /// 128 bits as a UUID of version 4.
  mutating func add(uuid: (UInt64, UInt64)) {
    let high = (uuid.0 & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000
    let low = (uuid.1 & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
    for digit in 0..<32 {
      if digit == 8 || digit == 12 || digit == 16 || digit == 20 { add("-") }
      let word = digit < 16 ? high : low
      add(hexDigit: word >> UInt64(60 - 4 * (digit % 16)))
    }
  }

  /// The first digits of a number in hexadecimal.
  mutating func add(hex number: UInt64, digits: Int) {
    for digit in 0..<digits { add(hexDigit: number >> UInt64(60 - 4 * digit)) }
  }

  private mutating func add(hexDigit: UInt64) {
    let value = UInt8(hexDigit & 15)
    bytes.append(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10)
  }

  private mutating func add(_ number: Int, digits: Int) {
    if digits > 1 { add(number / 10, digits: digits - 1) }
    bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  /// Howard Hinnant's `civil_from_days`: eras of 400 years that begin in March.
  private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
