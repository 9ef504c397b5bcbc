import Persona
import Testing

@testable import Report

@Suite("Figures")
struct FiguresTests {
  // Python: f"{Decimal(repr(x)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,}", zeros cut off.
  @Test(
    "a number is shown with as many digits as matter",
    arguments: [
      (1_234_567.5, "1,234,568"), (999.96, "1,000"), (99.96, "100"), (56.74, "56.7"), (2.449, "2.4"),
      (0.6249, "0.62"), (0.0123, "0.012"), (0.0063, "0.0063"), (3, "3"), (0, "0"), (-1234.5, "-1,235"),
      (-0.00001, "-0.00001"),
    ])
  func numbers(value: Double, text: String) {
    #expect(figure(value) == text)
  }

  @Test(
    "a share is shown in percents, and almost everyone is not everyone",
    arguments: [
      (0.12, "12%"), (0.0449, "4.5%"), (0.0004, "0.04%"), (1, "100%"), (0.998, "99.8%"), (0, "0%"),
    ])
  func shares(value: Double, text: String) {
    #expect(percent(value) == text)
  }

  @Test("values of one sentence get the digits that tell them apart")
  func comparableValues() {
    #expect(figures([2.38, 2.4], as: .number) == ["2.38", "2.4"])
    #expect(figures([0.0497, 0.0461, 0.0533, 0.05], as: .share) == ["4.97%", "4.61%", "5.33%", "5%"])
    #expect(figures([0.58, 0.57], as: .share) == ["58%", "57%"])
    #expect(figures([12.4, 5], as: .money) == ["12.40", "5.00"])
    #expect(figures([2, 2], as: .number) == ["2", "2"])
  }

  @Test(
    "a value beside another has its digits, and more only to be told apart from it and from nothing",
    arguments: [
      (1.3751, 1.9, "1.4"), (63.078, 95.4, "63.1"), (0.0094, 0.2, "0.01"), (0.03, 5.2, "0.03"),
      (2.43, 2.4, "2.43"),
      (5, 5, "5"), (0, 3.2, "0"),
    ])
  func beside(value: Double, other: Double, text: String) {
    #expect(figure(value, beside: other, as: .number) == text)
  }

  @Test("what is no number is still text")
  func oddNumbers() {
    #expect(figure(.infinity) == "inf")
    #expect(figure(1e300) == "1e+300")
    #expect(grouped(.min) == "-9,223,372,036,854,775,808")
  }

  @Test("dates are written out, and what is no date is never repeated")
  func dates() {
    #expect(dateWords("2026-11-20") == "20 Nov 2026")
    #expect(dateWords("2026-02-03T04:05:06Z") == "3 Feb 2026")
    for text in ["", "2026-13-01", "<b>", "2026-11"] { #expect(dateWords(text) == "an unknown day") }
  }

  @Test("lists and counts read as a person writes them")
  func lists() {
    #expect(listed([]) == "")
    #expect(listed(["a"]) == "a")
    #expect(listed(["a", "b", "c"]) == "a, b and c")
    #expect(counted(1, "day", "days") == "1 day")
    #expect(counted(1230, "person", "people") == "1,230 people")
  }
}

@Suite("Words for metrics")
struct MetricWordsTests {
  @Test(
    "a metric is said in a sentence",
    arguments: [
      ("purchases_per_month", "buys 2 times a month"), ("revenue", "spends 2 in the window"),
      ("revenue_gbp", "spends 2 GBP in the window"),
      ("average_order_gbp", "spends 2 GBP an order"), ("frequency", "frequency score 2"),
      ("support_contacts_per_month", "support contacts a month: 2"), ("weekend_share", "weekend share: 2"),
      ("per_day", "per day: 2"),
    ])
  func sentences(metric: String, words: String) {
    #expect(MetricWords(metric) { $0 }("2") == words)
  }

  @Test(
    "one of something is said in the singular",
    arguments: [
      ("days_since_last", "last seen 1 day before the end"), ("session_minutes", "stays 1 minute a session"),
      ("purchases_per_month", "buys 1 time a month"), ("purchases", "buys 1 time in the window"),
      ("events", "has 1 event in the window"), ("sessions_per_week", "has 1 session a week"),
      ("revenue", "spends 1 in the window"),
      ("support_contacts_per_month", "support contacts a month: 1"),
    ])
  func one(metric: String, words: String) {
    #expect(MetricWords(metric) { $0 }("1") == words)
    #expect(MetricWords(metric) { $0 }("1.1") == MetricWords(metric) { $0 }("2").replacing("2", with: "1.1"))
  }

  @Test(
    "what is expected has commas between thousands, as the value beside it",
    arguments: [
      ("less than 1000000", "less than 1,000,000"), ("at least 50%", "at least 50%"),
      ("between 10000 and 20000.1234", "between 10,000 and 20,000.1234"),
      ("at most 0.12345", "at most 0.12345"),
      ("more than others (1234)", "more than others (1,234)"), ("at least -10000", "at least -10,000"),
      ("at least 1e+20", "at least 1e+20"), ("", ""),
    ])
  func expected(written: String, words: String) {
    var claim = Evidence.rich.claims[0]
    claim.expected = written
    claim.value = nil
    #expect(claim.expectedWords == words)
  }

  @Test("amounts are shown to the cent")
  func amounts() {
    #expect(MetricWords("revenue_eur") { $0 }.style == .money)
    #expect(MetricWords("sessions") { $0 }.style == .number)
  }
}
