// Times and amounts that are not read are known by their looks, and what only looks similar is not taken for them.

import Testing

@testable import EventStream

@Suite("Forms that are not read")
struct UnreadFormTests {
  @Test(
    "times as people write them",
    arguments: [
      ("22.09.2026 17:59", .dotted), ("1.9.2026", .dotted), ("22-09-2026", .dashed),
      ("30/10/2026 16:00", .dayFirst),
      ("10/30/2026 16:00:00", .monthFirst), ("9/3/2026 4:00 PM", .slashed), ("10/30/26, 16:00", .monthFirst),
      ("2026/10/30 16:00", .yearFirst), ("2026-10-01 9:05", .unpadded), ("2026-9-1", .unpadded),
      ("Oct 30, 2026", .named), ("Oct 30, 2026, 3:04 PM", .named), ("30 Oktober 2026", .named),
    ] as [(String, UnreadTime)])
  func times(text: String, form: UnreadTime) {
    #expect(UnreadTime(text) == form)
    #expect(ValueKind(of: text) == .unreadTime(form))
  }

  @Test(
    "what is no time",
    arguments: [
      "192.168.10.12", "1.2.3", "45.13.2026", "13/13/2026", "2026-10-01 25:00", "Version 30 Oct",
      "10/30", "12-34-56", "22.09.2026 17", "Room 12, 2026",
    ])
  func noTimes(text: String) { #expect(UnreadTime(text) == nil) }

  @Test(
    "amounts as people write them",
    arguments: [
      ("1.199,90", .decimalComma), ("54,20", .decimalComma), ("-0,5", .decimalComma),
      ("54,20 €", .decimalComma),
      ("1,199.90", .thousands), ("1,199", .thousands), ("1,199,000", .thousands), ("$1,199.90", .thousands),
      ("$12", .currency), ("12.50 EUR", .currency), ("1 199,90", .decimalComma),
    ] as [(String, UnreadAmount)])
  func amounts(text: String, form: UnreadAmount) { #expect(UnreadAmount(text) == form) }

  @Test(
    "what is no amount",
    arguments: [
      "1,2,3", "52.5,13.4", "1.2.3", "SKU1", "+49 30 123456", "a,1", "18-24", "12 %", "1,", "10,20 30,40",
    ])
  func noAmounts(text: String) { #expect(UnreadAmount(text) == nil) }
}
