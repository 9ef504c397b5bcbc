import Persona
import PersonaFile
import Testing

@testable import PersonaSync

@Suite("The file of a group that is accepted")
struct DiscoveredPersonaTests {
  @Test("is read without a problem, with claims or none", arguments: [0, 1])
  func claims(count: Int) throws {
    let distinction = Evidence.Distinction(kind: .event, name: "Buy", here: 0.9, others: 0.1, effect: 1.8)
    let rule = LearnedRule(
      model: Model(features: [], directions: [], components: [], reach: 1), group: 0, origin: .discovered,
      learned: "2026-03-31T21:59:59Z", agreement: 1)
    let group = Grouping.Group(
      people: .init(matched: 30, of: 600, share: 0.05), stability: 1,
      distinctions: Array(repeating: distinction, count: count), personas: [], descent: .new, rule: rule)
    let text = discoveredPersonaText(name: "Vera", group)
    let document = try PersonaDocument(bytes: Array(text.utf8), path: "personas/vera.md")
    #expect(document.problems.isEmpty, "\(document.problems.map(\.message))")
    #expect(document.rules.claims.count == count)
    #expect(text.contains("claims:") == (count > 0))
  }
}
