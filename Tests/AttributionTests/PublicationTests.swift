// Random small worlds, and everything that their evidences name counted again from the people themselves.

import Persona
import Profiles
import Testing

@testable import Attribution

@Suite("Of random worlds, nothing is published")
struct PublicationTests {
  private static let names = ["a", "b", "c", "d", "e", "f"]

  private func world(seed: UInt64) -> [Person] {
    var dice = Dice(seed: seed)
    let count = 60 + Int(dice.next() % 120)
    // Each name has a rarity of its own in each world, some of them next to none or next to all.
    let rarity = Self.names.map { _ in [0.02, 0.1, 0.3, 0.9, 0.99][Int(dice.next() % 5)] }
    let buyers = [0, 0.1, 0.2, 0.3, 0.9][Int(dice.next() % 5)]
    return (0..<count).map { _ in
      var person = Person(
        metrics: [
          "x": dice.uniform(), "rare": dice.uniform() < 0.3 ? 1 : .nan,
          "bought": dice.uniform() < buyers ? (9 * dice.uniform()).rounded() : 0,
        ],
        traits: ["jen": dice.uniform() < 0.6 ? "yes" : "no"])
      for (name, share) in zip(Self.names, rarity) where dice.uniform() < share {
        person.did(
          name, channel: dice.uniform() < 0.9 ? name : nil, screen: name, hour: UInt8(dice.next() % 4))
      }
      person.daysAgo = [5, 12, 12, 19][Int(dice.next() % 4)]
      if dice.uniform() < 0.8 { person.traits["plan"] = Self.names[Int(6 * dice.uniform() * dice.uniform())] }
      return person
    }
  }

  @Test("over 1 to 19 people, nor a rest that is theirs", arguments: 1...40)
  func random(_ seed: UInt64) throws {
    let people = world(seed: seed)
    let members = people.filter { $0.traits["jen"] == "yes" && !$0.events.isEmpty }
    let rules = PersonaRules(
      id: "jen", name: "Jen", match: .condition(Condition(.trait("jen"), .is(.text("yes")))), claims: [])
    let attribution = try Attribution(
      table: table(of: people), previous: nil, personas: [rules], rules: AttributionRules())
    let window = Evidence.Window(from: "2023-08-17", to: "2023-11-14", days: 90)
    guard
      let evidence = try attribution.evidence(
        of: 0, context: EvidenceContext(asOf: "2023-11-14T22:13:20Z", window: window))
    else {
      #expect(members.count < 20)
      return
    }

    func check(_ shown: [Evidence.Share], within tolerance: Double = 0.001, _ names: (Person) -> Set<String>)
    {
      for share in shown { #expect(members.count { names($0).contains(share.name) } >= 20) }
      // What is left of the whole is over enough people, or nothing is left.
      let rest = members.count { !names($0).subtracting(shown.map(\.name)).isEmpty }
      #expect(rest >= 20 || shown.isEmpty || (shown.reduce(0) { $0 + $1.share } - 1).magnitude <= tolerance)
    }
    check(evidence.distributions.events) { Set($0.events.map(\.name)) }
    // The end of the window is a Tuesday, 14 November 2023.
    for week in evidence.distributions.weeks {
      let daysAgo = ["2023-11-06": 5, "2023-10-30": 12, "2023-10-23": 19][week.monday]
      let came = members.count { $0.daysAgo == daysAgo }
      #expect(came >= 20 || week.share == 0)
      #expect(members.count - came >= 20 || week.share == 1 || came < 20)
    }
    check(evidence.distributions.channels) { Set($0.events.compactMap(\.channel)) }
    check(evidence.distributions.lastBeforeLeaving) { Set([$0.events.last?.screen].compactMap { $0 }) }
    check(evidence.distributions.traits["plan"] ?? [], within: 0.5) {
      Set([$0.traits["plan"]].compactMap { $0 })
    }
    for (hour, share) in evidence.distributions.hourOfWeek.enumerated() where (share ?? 0) > 0 {
      #expect(members.count { person in person.events.contains { Int($0.hour) == hour } } >= 20)
    }
    for (name, metric) in evidence.metrics {
      #expect(members.count { $0.metrics[name].map { !$0.isNaN } ?? false } >= 20)
      #expect(metric.n % 10 == 0)
      // A mean that is shown is nobody's or that of enough people; so is what it leaves of everyone's.
      let others = people.filter { $0.traits["jen"] != "yes" || $0.events.isEmpty }
      func isSafe(_ people: Int) -> Bool { people == 0 || people >= 20 }
      if metric.mean != nil { #expect(isSafe(members.count { ($0.metrics[name] ?? 0).magnitude > 0 })) }
      if metric.everyoneMean != nil || metric.lift != nil {
        #expect(isSafe(others.count { ($0.metrics[name] ?? 0).magnitude > 0 }))
      }
    }
  }
}
