import Persona
import Testing

@testable import Report

@Suite("Claims in words")
struct ClaimWordsTests {
  private func claim(
    _ verdict: Verdict, _ value: Double, others: Double?, difference: ClosedRange<Double>? = nil,
    interval: ClosedRange<Double>? = nil, of measure: String = "mean of revenue_eur"
  ) -> Evidence.ClaimResult {
    func ends(_ range: ClosedRange<Double>?) -> Evidence.Interval? {
      range.map { .init(low: $0.lowerBound, high: $0.upperBound) }
    }
    return Evidence.ClaimResult(
      id: "a", says: "", verdict: verdict, value: value, interval: ends(interval), n: 60,
      expected: "more than others" + (others.map { " (\($0))" } ?? ""), expectedLow: others,
      difference: ends(difference), measure: measure, isShare: false)
  }

  private func words(_ claim: Evidence.ClaimResult) -> String { claim.measured { $0 } }

  @Test("the others' value has the digits of the one beside it, and an amount its currency")
  func others() {
    let interval = 409.0...531.5
    #expect(
      words(claim(.confirmed, 473.09, others: 63.078, difference: 1...2, interval: interval))
        == "spends 473.09 EUR in the window (mean, 95% interval 409.00 to 531.50); expected more than others (63.08 EUR)"
    )
    #expect(
      words(claim(.confirmed, 1.9, others: 1.3751, interval: 1.7...2, of: "mean of a")).hasSuffix(
        "; expected more than others (1.4)"))
    #expect(
      words(claim(.contradicted, 5, others: 5, interval: 5...5, of: "median of a")).hasSuffix(
        "; expected more than others (the same)"))
  }

  @Test("where the figures of the line do not give the verdict, the reason does")
  func reasons() {
    let interval = 235.0...384
    #expect(
      words(claim(.inconclusive, 301.99, others: 250, difference: -12...110, interval: interval)).hasSuffix(
        "(250.00 EUR); the difference is between -12.00 and 110.00"))
    #expect(
      words(claim(.inconclusive, 301.99, others: 0, interval: interval)).hasSuffix(
        "(0.00 EUR); the others' value has no interval to compare with, or a wide one"))
    #expect(
      words(claim(.noData, 72.66, others: nil, interval: 60...80)).hasSuffix(
        "expected more than others; too few others have a value to compare with"))
    #expect(words(claim(.inconclusive, 3, others: 2, of: "mean of a")).hasSuffix("; no interval can be made"))
    #expect(
      words(claim(.confirmed, 3, others: 2, interval: 2.5...4, of: "mean of a")).hasSuffix("others (2)"))
  }

  @Test("a figure beside what it was has the digits that it has alone")
  func digits() {
    var then = claim(.confirmed, 0.62, others: nil, interval: 0.6...0.64, of: "share of events")
    var now = claim(.confirmed, 0.678, others: nil, interval: 0.66...0.7, of: "share of events")
    (then.isShare, now.isShare) = (true, true)
    (now.expectedLow, now.expected) = (0.675, "at least 67.5%")
    let alone = words(now).prefix { $0 != " " }
    #expect(now.measured(before: then) { $0 }.hasPrefix("62% -> \(alone) of events"))
  }

  @Test("a claim that is out of date and whose figures are withheld says that they are")
  func withheldAndStale() {
    var withheld = claim(.stale, 1, others: nil, of: "median of a")
    withheld.value = nil
    #expect(words(withheld).hasPrefix("too few people to show the figures; expected"))
    withheld.verdict = .noData
    #expect(words(withheld).hasPrefix("too few people to say; expected"))
  }

  @Test("a working name says what they do before what they do not")
  func names() {
    func distinction(_ name: String, _ here: Double, _ others: Double) -> Evidence.Distinction {
      .init(kind: .event, name: name, here: here, others: others, effect: here - others)
    }
    let never = [distinction("Edit", 0, 0.9), distinction("Create", 0, 0.8)]
    #expect(workingName(never) == "Hardly ever Edit, hardly ever Create")
    #expect(workingName(never + [distinction("Read", 0.9, 0.4)]) == "Does Read")
    #expect(workingName([distinction("a_b=c", 0.9, 0.4)]) == "Does a_b=c")
  }

  @Test("nobody and everybody may be a few people more or fewer")
  func fewOrNone() {
    func words(_ here: Double, _ others: Double) -> String {
      distinctionWords(.init(kind: .event, name: "Report", here: here, others: others, effect: here - others))
      { $0 }
    }
    #expect(words(1, 0) == "Nearly all did “Report”; others few or none")
    #expect(words(0, 0.9) == "Few or none did “Report”; others 90%")
  }

  @Test("a claim made of any difference is a sentence")
  func suggested() {
    let metrics = ["days_known", "days_since_last", "events"].map {
      Evidence.Distinction(kind: .metric, name: $0, here: 1, others: 2, effect: -1)
    }
    #expect(
      suggestedClaims(metrics).map(\.says) == [
        "Is newer than others", "Was here more recently than others", "Does less than others",
      ])
  }

  @Test("what is not in a list that is full is not gone from it, nor new to one that was")
  func fullLists() {
    func evidence(_ names: [String]) -> Evidence {
      var evidence = Evidence.sparse
      evidence.distinctions = names.map { .init(kind: .event, name: $0, here: 1, others: 0, effect: 3) }
      return evidence
    }
    let eight = (1...8).map { "Event \($0)" }
    let full = evidence(eight)
    let other = evidence(["Other"] + eight.dropLast())
    #expect(!differenceText(from: full, to: other) { $0 }.contains("did “"))
    let fewer = evidence(Array(eight.dropLast()))
    #expect(differenceText(from: full, to: fewer) { $0 }.contains("- Nearly all did “Event 8”"))
    #expect(differenceText(from: fewer, to: full) { $0 }.contains("+ Nearly all did “Event 8”"))
  }
}
