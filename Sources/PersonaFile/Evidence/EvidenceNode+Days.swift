// Days and instants of evidence. They are shown as they are written, also where nothing makes text harmless, so nothing else
// may stand in their place: an escape sequence would reach the terminal of whoever looks at the history.

internal import Persona

extension EvidenceNode {
  /// A day, `2026-03-31`.
  func day() throws(Failure) -> String {
    let text = try text()
    guard isWritten(text, as: "0000-00-00"), isDate(text) else { throw wrong("a day such as 2026-03-31") }
    return text
  }

  /// An instant in UTC, `2026-03-31T21:59:59Z`.
  func instant() throws(Failure) -> String {
    let text = try text()
    guard isWritten(text, as: "0000-00-00T00:00:00Z"), isDate(text.prefix(10)), isTime(text.dropFirst(11))
    else { throw wrong("an instant such as 2026-03-31T21:59:59Z") }
    return text
  }
}

/// Whether a text is the pattern with digits in place of its zeros.
private func isWritten(_ text: String, as pattern: String) -> Bool {
  text.utf8.count == pattern.utf8.count
    && zip(text.utf8, pattern.utf8).allSatisfy { byte, wanted in
      wanted == UInt8(ascii: "0") ? UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte : byte == wanted
    }
}

/// Whether there is such a day in the Gregorian calendar.
private func isDate(_ text: some StringProtocol) -> Bool {
  let (year, month, day) = (number(text, 0..<4), number(text, 5..<7), number(text, 8..<10))
  return year > 0 && 1...12 ~= month && 1...dayCount(ofMonth: month, year: year) ~= day
}

private func isTime(_ text: some StringProtocol) -> Bool {
  number(text, 0..<2) < 24 && number(text, 3..<5) < 60 && number(text, 6..<8) < 60
}

/// The number that some digits of a text are. Evidence has many dates, so that nothing is made on the way.
private func number(_ text: some StringProtocol, _ digits: Range<Int>) -> Int {
  text.utf8.dropFirst(digits.lowerBound).prefix(digits.count).reduce(0) { $0 * 10 + Int($1 & 0x0F) }
}

private func dayCount(ofMonth month: Int, year: Int) -> Int {
  switch month {
  case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}
