// Drift: silent while nothing changes, and heard in the month in which something does.

import Foundation
import Persona
import Profiles
import Testing

@testable import Attribution

@Suite("Drift")
struct DriftTests {
  private static let personas = 4
  private static let metrics = (0..<8).map { "metric\($0)" }

  /// Months of 4 personas of 40 people who each have habits of their own; two thirds of them stay for the next month,
  /// the others are new people like them.
  private struct Months {
    var dice: Dice
    private var habits: [[Double]] = []

    init(seed: UInt64) {
      dice = Dice(seed: seed)
      habits = (0..<160).map { _ in newcomer() }
    }

    private mutating func newcomer() -> [Double] {
      DriftTests.metrics.map { _ in 4 * dice.lognormal(sigma: 0.8) }
    }

    /// - Parameter change: the persona, the metric, and by how much it is multiplied from this month on.
    mutating func next(change: (persona: Int, metric: Int, factor: Double)? = nil) -> [Person] {
      for index in habits.indices where dice.uniform() < 1.0 / 3 { habits[index] = newcomer() }
      return habits.indices.map { index in
        let persona = index % DriftTests.personas
        var person = Person(traits: ["persona": "\(persona)"])
        for (metric, name) in DriftTests.metrics.enumerated() {
          var value = habits[index][metric] * dice.lognormal(sigma: 0.5)
          if let change, change.persona == persona, change.metric == metric { value *= change.factor }
          person.metrics[name] = value.rounded()
        }
        person.did("visit")
        return person
      }
    }

  }

  private static func changes(from before: [Person], to now: [Person]) throws -> [String] {
    let rules = (0..<personas).map { persona in
      PersonaRules(
        id: "\(persona)", name: "", match: .condition(Condition(.trait("persona"), .is(.text("\(persona)")))),
        claims: [])
    }
    let attribution = try Attribution(
      table: table(of: now), previous: table(of: before), personas: rules, rules: AttributionRules())
    let month = Evidence.Window(from: "", to: "", days: 30)
    let evidence = try attribution.evidence { _ in
      EvidenceContext(asOf: "", window: month, previousWindow: month)
    }
    return evidence.compactMap(\.self).flatMap { evidence in
      (evidence.drift?.changes ?? []).map { "\(evidence.persona).\($0.metric)" }
    }
  }

  /// With a chance of 5%, 200 runs have more than 17 alarms in one case of twenty; the tests err towards none.
  @Test("at most one run in twenty tells of a change where there is none")
  func falseAlarms() throws {
    var months = Months(seed: 3)
    var before = months.next()
    var alarms = 0
    for _ in 0..<200 {
      let now = months.next()
      if try !Self.changes(from: before, to: now).isEmpty { alarms += 1 }
      before = now
    }
    #expect(alarms <= 10, "\(alarms) of 200 runs")
  }

  @Test("a change is found in its month, of its persona, and not once more", arguments: 1...5)
  func planted(seed: UInt64) throws {
    var months = Months(seed: seed)
    var before = months.next()
    for month in 2...8 {
      let now = months.next(change: month >= 5 ? (persona: 2, metric: 6, factor: 3) : nil)
      #expect(try Self.changes(from: before, to: now) == (month == 5 ? ["2.metric6"] : []), "month \(month)")
      before = now
    }
  }

  /// The answer of `statsmodels.stats.multitest.multipletests(method="holm")`.
  @Test("p values adjusted for a whole family agree with another program")
  func holm() {
    let found = adjustedForFamilyWiseError([0.3, 0.001, 0.04, 0.012, 0.0004, 0.9, 0.012, 0.2])
    for (value, other) in zip(found, [0.6, 0.007, 0.16, 0.072, 0.0032, 0.9, 0.072, 0.6]) {
      #expect((value - other).magnitude < 1e-12)
    }
  }
}
