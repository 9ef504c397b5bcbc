// Means that rest on few people: an attacker who reads the evidence must not find one of them.

import Persona
import Profiles
import Testing

@testable import Attribution

@Suite("A mean")
struct MeansTests {
  /// A population of `here` and others of `others`: one value of the metric `secret` for each person.
  private func evidence(
    here: [Double], others: [Double], before: [Double]? = nil, claims: [Claim.Expectation] = [],
    score: Bool = false
  ) throws -> Evidence {
    func world(_ values: [Double]) -> ProfileTable {
      let people = values.enumerated().map { index, value in
        var person = Person(
          metrics: ["secret": value], scores: score ? ["momentum": value] : [:],
          traits: ["jen": index < here.count ? "yes" : "no"])
        person.did("play", 3)
        return person
      }
      return table(of: people)
    }
    let claims = claims.enumerated().map {
      Claim(id: "\($0)", says: "", measure: .mean("secret"), expectation: $1)
    }
    let match = Match.condition(Condition(.trait("jen"), .is(.text("yes"))))
    let attribution = try Attribution(
      table: world(here + others), previous: world(before ?? here + others),
      personas: [PersonaRules(id: "jen", name: "Jen", match: match, claims: claims)],
      rules: AttributionRules())
    let window = Evidence.Window(from: "2023-08-17", to: "2023-11-14", days: 90)
    return try #require(
      try attribution.evidence(
        of: 0,
        context: EvidenceContext(asOf: "2023-11-14T22:13:20Z", window: window, previousWindow: window)))
  }

  private func values(_ counts: [(Double, Int)]) -> [Double] {
    counts.flatMap { [Double](repeating: $0.0, count: $0.1) }
  }

  /// What an attacker who knows the size of the population makes of a published mean: the others' total.
  private func total(_ metric: Evidence.Metric, people: Int) -> Double? {
    metric.mean.map { $0 * Double(people) }
  }

  @Test("over one buyer does not tell what he spent", arguments: [1, 3, 19])
  func fewBuyers(_ buyers: Int) throws {
    let evidence = try evidence(
      here: values([(7, buyers), (0, 40 - buyers)]), others: values([(1, 30), (0, 30)]),
      claims: [.atLeast(.number(0.1)), .atMost(.number(0.1)), .lessThan(.everyone)])
    let metric = try #require(evidence.metrics["secret"])
    #expect(total(metric, people: 40) == nil)
    #expect(metric.meanInterval == nil && metric.lift == nil && metric.everyoneMean == nil)
    #expect(metric.median == 0)
    #expect(evidence.distinctions == [])
    #expect(evidence.claims.map(\.verdict) == [.noData, .noData, .noData])
    #expect(evidence.claims.allSatisfy { $0.value == nil && $0.interval == nil })
    #expect(
      evidence.suppressed.contains {
        $0.part == "metrics.secret" && $0.reason == "fewer than 20 people"
      })
  }

  @Test("is shown when enough people are behind it, and when nobody is")
  func enoughOrNobody() throws {
    let buyers = try evidence(here: values([(7, 20), (0, 20)]), others: values([(1, 30), (0, 30)]))
    #expect(buyers.metrics["secret"]?.mean == 3.5)
    // (20 * 7 + 30) / 100 = 1.7; 3.5 / 1.7 = 2.0588
    #expect(buyers.metrics["secret"]?.everyoneMean == 1.7)
    #expect(buyers.metrics["secret"]?.lift == 2.0588)
    let nobody = try evidence(here: values([(0, 40)]), others: values([(1, 30), (0, 30)]))
    #expect(nobody.metrics["secret"]?.mean == 0)
    #expect(nobody.metrics["secret"]?.everyoneMean == 0.3)
    #expect(nobody.metrics["secret"]?.lift == 0)
  }

  @Test("of everyone does not tell of one buyer outside the population")
  func buyerOutside() throws {
    let evidence = try evidence(
      here: values([(7, 20), (0, 20)]), others: values([(90, 1), (0, 59)]), claims: [.moreThan(.everyone)])
    let metric = try #require(evidence.metrics["secret"])
    #expect(metric.mean == 3.5)
    #expect(metric.everyoneMean == nil && metric.lift == nil)
    #expect(evidence.distinctions == [])
    #expect(evidence.claims[0].verdict == .noData)
    #expect(evidence.claims[0].expected == "more than others")
    #expect(
      evidence.suppressed.contains { $0.part == "metrics.secret" && $0.reason == "would reveal another" })
  }

  @Test("does not tell of the few who differ from a value that the rest share")
  func oneWithout() throws {
    let evidence = try evidence(
      here: values([(0, 1), (1, 39)]), others: values([(0, 30), (1, 30)]), score: true)
    #expect(evidence.metrics["secret"]?.mean == nil)
    #expect(evidence.scores["momentum"] == nil)
    #expect(peopleBehindMean(ofSorted: values([(3, 20), (4, 20)])) == [40, 20, 20])
    #expect(peopleBehindMean(ofSorted: values([(0, 2), (1, 3), (9, 5)])).contains(5))
    #expect(peopleBehindMean(ofSorted: [1, 2, 3, 4, 5]) == [5])
    #expect(peopleBehindMean(ofSorted: []) == [])
  }

  @Test("of those who are left asks what it asks of them alone")
  func rest() {
    var dice = Dice(seed: 3)
    for _ in 0..<500 {
      let all = (0..<Int.random(in: 0...30, using: &dice)).map { _ in
        Double(Int.random(in: -2...3, using: &dice))
      }.sorted()
      let share = dice.uniform()
      let isOut = all.map { _ in dice.uniform() < share }
      let (out, left) = (zip(all, isOut).filter(\.1).map(\.0), zip(all, isOut).filter { !$1 }.map(\.0))
      let rest = SortedRest(all, without: out)
      #expect(rest.count == left.count)
      #expect(left.indices.map { rest[$0] } == left)
      for value in -3...4 {
        #expect(rest.others(than: Double(value)) == left.count { $0 != Double(value) })
      }
      #expect(peopleBehindMean(of: rest).sorted() == peopleBehindMean(ofSorted: left).sorted())
    }
  }

  @Test("that few people moved since the window before is not told", arguments: [(19, false), (20, true)])
  func drift(_ movers: Int, _ isTold: Bool) throws {
    let others = values([(1, 30), (0, 30)])
    let evidence = try evidence(
      here: values([(9, movers), (0, 40 - movers)]), others: others, before: values([(0, 40)]) + others)
    #expect(evidence.drift?.changes.map(\.metric) == (isTold ? ["secret"] : []))
  }

  @Test("of values that are all equal has no interval, so no claim on it is confirmed or contradicted")
  func noVariation() throws {
    let claims: [Claim.Expectation] = [.atLeast(.number(0.1)), .atMost(.number(0.1)), .lessThan(.everyone)]
    for value in [0.0, 0.1] {
      let evidence = try evidence(
        here: values([(value, 40)]), others: values([(1, 30), (0, 30)]), claims: claims)
      #expect(evidence.claims.map(\.verdict) == [.inconclusive, .inconclusive, .inconclusive])
      #expect(evidence.claims.map(\.value) == [value, value, value])
      #expect(evidence.claims.allSatisfy { $0.interval == nil })
      #expect(evidence.metrics["secret"]?.meanInterval == nil)
    }
  }
}
