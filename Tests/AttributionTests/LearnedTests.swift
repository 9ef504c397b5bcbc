// Data-first personas: who belongs by a model, shared people, people who fit nothing, and reasons.

import Foundation
import Persona
import Profiles
import Testing

@testable import Attribution

@Suite("Membership by a model")
struct LearnedTests {
  /// Two groups on one line: around -3 and around 3, each with a spread of 1.
  private let model = Model(
    features: [.init(.init(.metric, "a", .level), centre: 0, spread: 1)], directions: [[1]],
    components: [
      .init(weight: 0.5, mean: [-3], covariance: [1], group: 0),
      .init(weight: 0.5, mean: [3], covariance: [1], group: 1),
    ], reach: 10.8276)

  private func attribution(of values: [Double?]) throws -> Attribution {
    let people = values.map { value in
      var person = Person()
      person.did("Seen")
      if let value { person.metrics["a"] = value }
      return person
    }
    let personas = (0..<2).map { group in
      PersonaRules(
        id: "group\(group)", name: "Group", match: nil,
        learned: LearnedRule(
          model: model, group: group, origin: .discovered, learned: "2026-03-31T21:59:59Z", agreement: 1),
        claims: [])
    }
    return try Attribution(
      table: table(of: people), previous: nil, personas: personas,
      rules: AttributionRules(minimumGroup: 5, roundPeopleTo: 5))
  }

  @Test("near one group, in the middle of both, and far from all")
  func places() throws {
    // The middle has a density of its own people that nobody reaches: 3 spreads from both are within 99.9%.
    let attribution = try attribution(of: [-3, -1, 3, 0, 0.05, 7, -20, nil])
    #expect(
      attribution.members(of: 0) == [true, true, false, true, true, false, false, true])
    #expect(
      attribution.members(of: 1) == [false, false, true, true, true, false, false, true])
  }

  /// The logarithm of the odds of two normal distributions of one spread at -3 and 3 is 6x.
  @Test("the probability and the reasons are those of the two densities")
  func reasons() throws {
    let attribution = try attribution(of: [-3, 0.05, 3])
    let (shares, reasons) = try #require(try attribution.reasons(of: 1, persona: 1))
    #expect(abs(shares[1] - 1 / (1 + exp(-0.3))) < 1e-6)
    #expect(abs(shares[0] + shares[1] - 1) < 1e-6)
    #expect(reasons.map(\.measure.name) == ["a"])
    #expect(abs(reasons[0].weight - 0.3) < 1e-9)
    #expect(reasons[0].usual == 0)
    let certain = try #require(try attribution.reasons(of: 2, persona: 1))
    #expect(abs(certain.reasons[0].weight - 18) < 1e-9)
  }

  /// Decision 211: they are left out of every figure, and what is said of themselves is still theirs.
  @Test("people who are left out for being few are explained by what they did")
  func fewInNoPersona() throws {
    let near = (0..<40).map { Double($0 % 2 == 0 ? -3 : 3) }
    let attribution = try attribution(of: near + [-20])
    #expect(attribution.leftOut == 1)
    let (shares, reasons) = try #require(try attribution.reasons(of: 40, persona: 0))
    #expect(shares == [0, 0])
    #expect(reasons.map(\.value) == [-20])
  }

  @Test("its evidence carries the model and the stage")
  func evidence() throws {
    let attribution = try attribution(of: (0..<40).map { Double($0 % 2 == 0 ? -3 : 3) })
    let context = EvidenceContext(asOf: "2026-03-31T21:59:59Z", window: .init(from: "a", to: "b", days: 90))
    let evidence = try #require(try attribution.evidence(of: 0, context: context))
    #expect(evidence.stage == .dataFirst)
    #expect(evidence.people.matched == 20)
    #expect(evidence.model?.model == model)
  }

  @Test("a persona that everybody belongs to is not gone where the people are one crowd")
  func oneCrowd() throws {
    let attribution = try attribution(of: (0..<60).map { 3 + (Double($0 % 10) - 4.5) / 5 })
    let grouping = try attribution.grouping(
      GroupingQuestion(
        window: .init(from: "a", to: "b", days: 90), asOf: "2026-03-31T21:59:59Z", uncovered: false,
        count: nil, declared: ["a"]))
    #expect(grouping.groups.isEmpty)
    #expect(grouping.gone.map(\.persona) == ["group0"])
  }

  @Test("whoever was known for less than a week is not compared by rates")
  func rates() throws {
    let people = [6.9, 7].map { days in
      var person = Person()
      person.did("Seen")
      person.metrics = ["days_known": days, "active_days_per_week": 3.5]
      return person
    }
    let rate = Model.Measure(.metric, "active_days_per_week", .count)
    let values = try BehaviourFeatures(table(of: people), measures: [rate]).values(of: rate, [0, 1])
    #expect(values[0].isNaN && values[1] == 3.5)
  }

  /// 0.75 is where two groups begin to be one pattern.
  @Test(
    "a match and its model agree only when the whole interval says so",
    arguments: [(0.7, false), (0.75, true)])
  func agreement(low: Double, agrees: Bool) {
    let learned = LearnedRule(
      model: model, group: 0, origin: .promoted, learned: "2026-03-31T21:59:59Z", agreement: 0.8,
      agreementInterval: Evidence.Interval(low: low, high: 0.9))
    #expect(Promotion(learned: learned).agrees == agrees)
  }

  @Test("a metric that the model needs and nothing measures any more is an error")
  func lostMetric() throws {
    let rules = PersonaRules(
      id: "jen", name: "Jen", match: nil,
      learned: LearnedRule(
        model: model, group: 0, origin: .discovered, learned: "2026-03-31T21:59:59Z", agreement: 1),
      claims: [])
    let found = problems(
      in: rules, modelAt: SourceLocation(file: "evidence/jen.json"),
      vocabulary: Vocabulary(metrics: ["b"], scores: [], traits: []))
    #expect(found.map(\.severity) == [.error])
    #expect(found[0].message == "the model of jen needs the metric `a`, and nothing is named so any more")
    #expect(found[0].location.file == "evidence/jen.json")
  }
}
