// Times and numbers as people write them are known by their looks, and what only looks similar is not taken for them.

import Testing

@testable import EventStream

@Suite("Times and numbers as people write them")
struct WrittenFormTests {
  @Test(
    "times",
    arguments: [
      ("22.09.2026 17:59", .digits(.dayFirst)), ("1.9.2026", .digits(.dayFirst)),
      ("22-09-2026", .digits(.dayFirst)), ("1-2-2026", .unread(.ambiguous)),
      ("30/10/2026 16:00", .digits(.dayFirst)), ("10.30.2026", .digits(.monthFirst)),
      ("10/30/2026 16:00:00", .digits(.monthFirst)), ("9/3/2026 4:00 PM", .unread(.ambiguous)),
      ("10/30/26, 16:00", .digits(.monthFirst)), ("2026/10/30 16:00", .digits(.yearFirst)),
      ("2026-10-01 9:05", .digits(.yearFirst)), ("2026-9-1", .digits(.yearFirst)),
      ("Oct 30, 2026", .unread(.named)), ("Oct 30, 2026, 3:04 PM", .unread(.named)),
      ("30 Oktober 2026", .unread(.named)),
    ] as [(String, WrittenTime)])
  func times(text: String, form: WrittenTime) throws {
    #expect(WrittenTime(text) == form)
    guard case .digits(let digits) = form else { return }
    #expect(ValueKind(of: text) == .time(digits))
    #expect(try time(text, digits) != nil, "what is proposed can be read")
  }

  @Test(
    "what is no time",
    arguments: [
      "192.168.10.12", "1.2.3", "45.13.2026", "13/13/2026", "2026-10-01 25:00", "Version 30 Oct",
      "10/30", "12-34-56", "22.09.2026 17", "Room 12, 2026", "2026.10.30", "30.10.26",
    ])
  func noTimes(text: String) { #expect(WrittenTime(text) == nil) }

  @Test(
    "numbers",
    arguments: [
      ("1.199,90", .grouped(.comma)), ("54,20", .grouped(.comma)), ("-0,5", .grouped(.comma)),
      ("1 199,90", .grouped(.comma)), ("1199,900", .grouped(.comma)), ("54,20 €", .unread(.currency)),
      ("1,199.90", .grouped(.point)), ("1,199", .unread(.ambiguous)), ("1,199,000", .grouped(.point)),
      ("$1,199.90", .unread(.currency)), ("$12", .unread(.currency)), ("12.50 EUR", .unread(.currency)),
    ] as [(String, WrittenNumber)])
  func numbers(text: String, form: WrittenNumber) {
    #expect(WrittenNumber(text) == form)
    guard case .grouped(let mark) = form else { return }
    #expect(parseDecimal(Array(text.utf8).span, mark: mark) != nil, "what is proposed can be read")
  }

  @Test(
    "what is no number",
    arguments: [
      "1,2,3", "52.5,13.4", "1.2.3", "SKU1", "+49 30 123456", "a,1", "18-24", "12 %", "1,", "10,20 30,40",
    ])
  func noNumbers(text: String) { #expect(WrittenNumber(text) == nil) }
}
