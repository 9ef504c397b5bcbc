// Metrics of the settings: what they name must be there.

import Persona
import PersonaSync
import Testing

@Suite("Declared metrics")
struct DeclaredMetricTests {
  @Test("a sum by time is listed divided, one without as the exact decimal; no event need be a purchase")
  func listed() throws {
    let workspace = try TestWorkspace(
      settings: """
        window: 30 days
        purchases: []
        sources:
          shop:
            files: data/shop.csv
            time: time
            event: { constant: Visit }
            identifiers: { user: user }
            properties: [x]
        metrics:
          total: { sum: x }
          weekly: { sum: x, per: week }

        """)
    // Known for 27 days of the window: from 5 to 31 March.
    let rows = stride(from: 5, through: 23, by: 2).map { "1,2026-03-\($0 < 10 ? "0" : "")\($0),10.25\n" }
    try workspace.write("user,time,x\n" + rows.joined(), to: "data/shop.csv")
    var selection = ProfileSelection.all
    selection.asOf = "2026-03-31"
    let row = try #require(try workspace.profiles(selection).first)
    #expect(row["total"] == "102.5")
    #expect(Double(row["weekly"] ?? "") == 7 * 102.5 / 27)
  }

  @Test("what has the name of something else has a column of its own")
  func oneNameForMore() throws {
    let workspace = try TestWorkspace(
      settings: """
        window: 30 days
        sources:
          shop:
            files: data/shop.csv
            time: time
            event: { constant: Visit }
            identifiers: { user: user, events: ticket }
            traits: { user: user, last: family, events: many, recency: how, personas: mood, plan: plan }
            properties: [x]
        metrics:
          first: { last: x }

        """)
    try workspace.write(
      "user,ticket,time,family,many,how,mood,plan,x\n1,t9,2026-03-05,Muster,lots,so,glad,pro,4\n",
      to: "data/shop.csv")
    var json = ""
    var selection = ProfileSelection.all
    selection.metrics = ["events", "first"]
    selection.format = .json
    try listProfiles(selection, in: workspace.folder) { json += $0 }
    #expect(
      json == """
        {"user":["1"],"email":[],"device":[],"anonymous":[],"identifier:events":["t9"],"trait:events":"lots",\
        "trait:last":"Muster","trait:personas":"glad","plan":"pro","trait:recency":"so","trait:user":"1",\
        "first":"2026-03-05T00:00:00Z","last":"2026-03-05T00:00:00Z","events":1,"metric:first":4,"personas":[]}

        """)
    selection.format = .csv
    let names = Set(try #require(try workspace.profiles(selection).first).keys)
    #expect(names.count == 16)
  }

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
