import Persona
import Report
import Testing

@Suite("Changes in words")
struct ChangesTests {
  @Test("the same evidence has no changes")
  func unchanged() {
    #expect(changesInWords(from: .rich, to: .rich) == [])
  }

  @Test("turned verdicts, moved figures, people and leaders are told, in this order")
  func everything() {
    let words = changesInWords(from: .earlier, to: .rich)
    #expect(
      words == [
        "Now contradicted (was inconclusive): Often makes micro-transactions - "
          + "buys 1.3 times a month (median, 95% interval 1.1 to 1.4); expected at least 2",
        "Now inconclusive (was contradicted): Runs into an interface problem in one of twenty steps - "
          + "4.97% of events (95% interval 4.61% to 5.33%); expected at least 5%",
        "Active 4.2 -> 5.1 days a week on average", "Buys 1.8 -> 1.4 times a month on average",
        "People: 1,080 -> 1,230",
        "Most common last screen: Shop -> Level Failed",
      ])
  }

  @Test("a stage that goes back is told first")
  func stage() {
    var after = Evidence.rich
    after.stage = .researchDriven
    #expect(changesInWords(from: .rich, to: after) == ["Stage: data-augmented -> research-driven"])
  }

  @Test("a claim that came, and one that went, are told")
  func claims() {
    var after = Evidence.rich
    let claim = after.claims.removeLast()
    #expect(changesInWords(from: .rich, to: after) == ["No longer claimed: Is in her early thirties"])
    #expect(
      changesInWords(from: after, to: .rich) == [
        "Now no data (new): \(claim.says) - too few people to say; expected between 30 and 34"
      ])
  }

  @Test("a figure whose intervals meet is told only for a main metric that moved by more than a tenth")
  func smallMoves() throws {
    func words(_ metric: String, from before: Double, to now: Double, reach: Double) throws -> [String] {
      func evidence(_ mean: Double) throws -> Evidence {
        var evidence = Evidence.rich
        var figures = try #require(evidence.metrics["session_minutes"])
        figures.mean = mean
        figures.meanInterval = Evidence.Interval(low: mean - reach, high: mean + reach)
        evidence.metrics[metric] = figures
        return evidence
      }
      return try changesInWords(from: evidence(before), to: evidence(now))
    }
    #expect(
      try words("session_minutes", from: 10, to: 11.5, reach: 2) == [
        "Stays 10 -> 11.5 minutes a session on average"
      ])
    #expect(try words("session_minutes", from: 10, to: 10.9, reach: 2) == [])
    #expect(
      try words("session_minutes", from: 10, to: 10.9, reach: 0.1) == [
        "Stays 10 -> 10.9 minutes a session on average"
      ])
    #expect(try words("ui_errors_per_month", from: 10, to: 20, reach: 6) == [])
    #expect(
      try words("ui_errors_per_month", from: 10, to: 20, reach: 4) == [
        "Ui errors a month: 10 -> 20 on average"
      ])
    // Intervals from 1 to 2 and from 2 to 3 have the 2 in common.
    #expect(try words("ui_errors_per_month", from: 1.5, to: 2.5, reach: 0.5) == [])
    #expect(try words("days_known", from: 10, to: 40, reach: 1) == [])
  }

  /// Jen's evidence, in whose window people were active on so many days, of weeks in which they were known.
  private func evidence(activeDays: Double, aWeek: Double, events: Double, from: String? = nil) -> Evidence {
    var evidence = Evidence.rich
    let means = [
      "active_days": activeDays, "active_days_per_week": aWeek, "events": events, "revenue_eur": events / 10,
    ]
    for (metric, mean) in means {
      evidence.metrics[metric] = .example(
        mean: mean, mean * 0.99...mean * 1.01, median: mean, everyone: mean)
    }
    if let from {
      evidence.sources = [
        .init(name: "app", events: 9, rejected: 0, duplicates: 0, from: from, to: nil, digest: "")
      ]
    }
    return evidence
  }

  @Test("a total that grew because people were known for longer has not moved")
  func totals() {
    let before = evidence(activeDays: 10, aWeek: 2, events: 100)
    #expect(changesInWords(from: before, to: evidence(activeDays: 12, aWeek: 2, events: 120)) == [])
    let more = evidence(activeDays: 12, aWeek: 2, events: 180)
    #expect(
      changesInWords(from: before, to: more) == [
        "Spends 10.00 -> 18.00 EUR on average",
        "Has 100 -> 180 events on average",
      ])
  }

  @Test("no figure is compared while the data of a source fill a window")
  func fillingWindow() {
    let full = evidence(activeDays: 12, aWeek: 2, events: 100, from: "2026-08-23")
    let filling = evidence(activeDays: 12, aWeek: 4, events: 200, from: "2026-08-24")
    let words = ["Figures are not compared: the data do not fill both windows yet"]
    #expect(changesInWords(from: filling, to: full) == words)
    #expect(changesInWords(from: full, to: filling) == words)
    #expect(
      changesInWords(from: nil, to: filling)[0]
        == "1,230 of 9,980 people (12%), 90 days to 20 Nov 2026, with data from 24 Aug 2026 on")
    #expect(!changesInWords(from: nil, to: full)[0].contains("with data from"))
    var (before, after) = (filling, full)
    (before.claims, after.claims) = ([], [])
    #expect(
      commitMessage(persona: "jen", before: before, after: after, tool: "")
        .hasPrefix("jen: window not full yet, 1,230 people\n"))
  }

  @Test("changed rules and another length of window explain what moved")
  func rules() {
    var after = Evidence.rich
    after.rules = "0"
    after.window.days = 30
    #expect(
      changesInWords(from: .rich, to: after) == [
        "The settings or the persona's rules changed", "Window: 90 -> 30 days",
      ])
  }

  @Test("the first evidence is told by its people and its verdicts")
  func first() {
    let words = changesInWords(from: nil, to: .rich)
    #expect(words.count == 6)
    #expect(words.first == "1,230 of 9,980 people (12%), 90 days to 20 Nov 2026")
    #expect(
      words.last == "No data: Is in her early thirties - too few people to say; expected between 30 and 34")
  }

  @Test("what moves on beyond chance is told once, and again when it turns")
  func drift() {
    var before = Evidence.rich
    before.drift?.changes = [
      .init(metric: "active_days_per_week", before: 4.2, now: 5.1),
      .init(metric: "purchases_per_month", before: 1.42, now: 1.76),
    ]
    #expect(
      changesInWords(from: before, to: .rich) == [
        "Beyond chance against 25 May 2026 to 22 Aug 2026: buys 1.8 -> 1.4 times a month on average"
      ])
  }

  @Test("rules that change under a model leave it to the model who belongs")
  func rulesUnderAModel() {
    var before = Evidence.rich
    before.stage = .dataFirst
    before.model = LearnedRule(
      model: Model(features: [], directions: [], components: [], reach: 1), group: 0, origin: .promoted,
      learned: "2024-07-30T21:59:59Z", agreement: 0.9)
    var after = before
    after.rules = String(repeating: "1", count: 64)
    #expect(
      changesInWords(from: before, to: after) == [
        "The settings or the persona's rules changed; the model of 30 Jul 2024 decides who belongs, whatever a match "
          + "says"
      ])
  }
}
