// Metrics of the settings: what they name must be there.

import Persona
import PersonaSync
import Testing

@Suite("Declared metrics")
struct DeclaredMetricTests {
  @Test("a metric over a property or a source that is not there is a mistake, with its place")
  func unknownNames() throws {
    let workspace = try TestWorkspace(
      settings: """
        sources:
          shop:
            files: data/shop.csv
            time: time
            event: { constant: Visit }
            identifiers: { user: user }
            properties: [level]
        metrics:
          top: { last: level }
          levels: { sum: levl }
          visits: { count: events, where: { source: shpo, properties: { tier: 3 } } }

        """)
    try workspace.write("user,time,level\n1,2026-05-01,3\n", to: "data/shop.csv")
    let problems = try check(workspace.folder).problems
    #expect(
      problems.map { "\($0.location) \($0.message)" } == [
        "persona-sync.yml:10:18 no property is named `levl`",
        "persona-sync.yml:11:35 no property is named `tier`",
        "persona-sync.yml:11:35 no source is named `shpo`",
      ])
    #expect(
      problems.map(\.hint) == [
        "did you mean `level`?", "name it under a source's `properties`", "did you mean `shop`?",
      ])
  }
}
