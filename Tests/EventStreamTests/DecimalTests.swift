// Exact decimals against Python's decimal module.

import Testing

@testable import EventStream

private func decimal(_ text: String) -> ExactDecimal? { parseDecimal(Array(text.utf8).span) }

@Suite("Exact decimals")
struct DecimalTests {
  /// `(Decimal(x) / Decimal(d) * 1000000).quantize(Decimal(1), ROUND_HALF_EVEN)`, precision 200.
  @Test(
    "a decimal in millionths is rounded half to even, whatever its form",
    arguments: [
      ("12.50", 1, 12_500_000),
      ("-0.03", 1, -30_000),
      ("+.5", 1, 500_000),
      ("7.", 1, 7_000_000),
      ("007", 1, 7_000_000),
      ("1.5e-7", 1, 0),
      ("0.0000005", 1, 0),
      ("0.0000015", 1, 2),
      ("-0.0000025", 1, -2),
      ("0.00000050000000000000000000000000001", 1, 1),
      ("1e12", 1, 1_000_000_000_000_000_000),
      ("9223372036854.775807", 1, 9_223_372_036_854_775_807),
      ("2933", 100, 29_330_000),
      ("1", 3, 333_333),
      ("2", 3, 666_667),
      ("5", 2_000_000, 2),
      ("15", 10_000_000, 2),
      ("-15", 10_000_000, -2),
      ("1E-9999", 1, 0),
      ("0e9999", 1, 0),
      ("170141183460469231731687303715884105719e-30", 1, 170_141_183_460_469),
      ("99999999999999999999999999999999999999e-38", 1, 1_000_000),
      (" 0.1\t", 1, 100_000),
      ("1e+3", 1, 1_000_000_000),
    ])
  func millionths(text: String, divisor: Int, expected: Int64) {
    #expect(decimal(text)?.millionths(dividedBy: divisor) == expected)
  }

  @Test(
    "what is no plain decimal is nothing",
    arguments: [
      "", " ", "+", "-", ".", "e5", "1e", "1e+", "1e12345", "1,000", "1.2.3", "--1", "1-", "$5", "5 EUR",
      "0x10",
      "NaN", "inf", "Infinity", "1 2", "1_000", "١", "12a",
    ])
  func noDecimals(text: String) {
    #expect(decimal(text) == nil)
  }

  @Test("what does not fit is nothing, never rounded or wrapped")
  func limits() {
    #expect(decimal("9223372036854.775808")?.millionths() == nil)
    #expect(decimal("-9223372036854.775807")?.millionths() == -9_223_372_036_854_775_807)
    #expect(decimal("-9223372036854.775808")?.millionths() == nil)
    #expect(decimal("1e9999")?.millionths() == nil)
    #expect(decimal(String(repeating: "9", count: 38)) != nil)
    #expect(decimal(String(repeating: "9", count: 40)) == nil)
    #expect(decimal(String(repeating: "0", count: 100) + "1")?.millionths() == 1_000_000)
    #expect(decimal("1")?.millionths(dividedBy: 0) == nil)
  }

  @Test("products are exact")
  func products() throws {
    // Decimal('0.1234567890123456789') * Decimal('9876543.210987654321') = 1219326.311370...
    let long = try #require(decimal("0.1234567890123456789"))
    let other = try #require(decimal("9876543.210987654321"))
    #expect(long.multiplied(by: other)?.millionths() == 1_219_326_311_370)
    // Decimal('48') * Decimal('0.42') * Decimal('1.10') = 22.1760
    let three = try #require(decimal("48")).multiplied(by: try #require(decimal("0.42")))?
      .multiplied(by: try #require(decimal("1.10")))
    #expect(three?.millionths() == 22_176_000)
    // Zeros at the end do not use up the digits.
    let padded = try #require(decimal("1.50000000000000000000000000000000000"))
    #expect(padded.multiplied(by: padded)?.millionths() == 2_250_000)
    let widest = try #require(decimal("99999999999999999999999999999999999999"))
    #expect(widest.multiplied(by: widest) == nil)
  }

  @Test(
    "millionths are written as the shortest exact text",
    arguments: [
      (12_500_000, "12.5"), (-30_000, "-0.03"), (7_000_000, "7"), (0, "0"), (1, "0.000001"),
      (-1, "-0.000001"),
      (100_000_000, "100"), (1_000_010, "1.00001"), (Int64.max, "9223372036854.775807"),
      (Int64.min, "-9223372036854.775808"),
    ] as [(Int64, String)])
  func text(millionths: Int64, expected: String) {
    #expect(decimalText(millionths: millionths) == expected)
  }

  @Test("every amount in cents up to a thousand survives the way through text and back")
  func roundTrip() {
    for cents in stride(from: Int64(-100_000), through: 100_000, by: 7) {
      let text = decimalText(millionths: cents * 10_000)
      #expect(decimal(text)?.millionths() == cents * 10_000, "\(text)")
    }
  }
}

@Suite("Grouped decimals")
struct GroupedDecimalTests {
  @Test(
    "with a decimal comma",
    arguments: [
      ("1.234,50", 1_234_500_000), ("1234,5", 1_234_500_000), ("-1.234.567,891", -1_234_567_891_000),
      ("29", 29_000_000), (",5", 500_000), ("7,", 7_000_000), ("1.199", 1_199_000_000),
      (" +3,25 ", 3_250_000),
      ("1 234,50", 1_234_500_000), ("1\u{A0}234,50", 1_234_500_000), ("1\u{202F}234 ", 1_234_000_000),
      ("1'234,50", 1_234_500_000), ("1’234,50", 1_234_500_000), ("12.000", 12_000_000_000),
    ])
  func comma(text: String, expected: Int64) {
    #expect(parseDecimal(Array(text.utf8).span, mark: .comma)?.millionths() == expected)
  }

  @Test(
    "with a decimal point",
    arguments: [
      ("1,234.50", 1_234_500_000), ("1234.5", 1_234_500_000), ("-1,234,567.891", -1_234_567_891_000),
      ("1,199", 1_199_000_000), (".5", 500_000), ("1'234.50", 1_234_500_000),
    ])
  func point(text: String, expected: Int64) {
    #expect(parseDecimal(Array(text.utf8).span, mark: .point)?.millionths() == expected)
  }

  @Test(
    "what one reader takes for another number is none",
    arguments: [
      "1.5", "12.34", "1.2345", "1.23,4", "1.234.56", "1.234 567", "1234.567", ".234", "1..234", "1.234.",
      "1,2,3", "1,234.5", "1,5e3", "--1", "-", ",", "", "1.234-", "€5", "5 EUR", " . ", "1.234,5-",
    ])
  func noNumbers(text: String) {
    #expect(parseDecimal(Array(text.utf8).span, mark: .comma) == nil)
  }
}
