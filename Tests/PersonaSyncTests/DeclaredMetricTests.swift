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

  @Test("what one metric asks of a property changes neither rules nor other metrics")
  func sumsLeaveTexts() throws {
    func values(_ metrics: String) throws -> (distinct: [String?], members: Int) {
      let workspace = try TestWorkspace(
        settings: """
          window: 30 days
          sources:
            app:
              files: data/app.csv
              time: time
              event: event
              identifiers: { user: user }
              properties: [level]
          metrics: { levels: { distinct: level }\(metrics) }

          """,
        files: ["personas/a.md": "---\nmatch: { event: { properties: { level: \"7\" } } }\n---\nA.\n"])
      let rows = (1...3).map { user in
        ["7", "07", "7.0"].prefix(user).map { "\(user),2026-03-01,x,\($0)\n" }.joined()
      }
      try workspace.write(
        "user,time,event,level\n" + rows.joined() + "4,2026-03-01,x,8\n", to: "data/app.csv")
      var selection = ProfileSelection.all
      selection.metrics = ["levels"]
      let people = try workspace.profiles(selection).sorted { $0["user"] ?? "" < $1["user"] ?? "" }
      return (people.map { $0["levels"] }, people.count { $0["personas"] == "a" })
    }
    let (distinct, members) = try values("")
    #expect(distinct == ["1", "2", "3", "1"])
    #expect(members == 3)
    let (same, alike) = try values(", last_level: { last: level }, total: { sum: level }")
    #expect(same == distinct)
    #expect(alike == members)
  }

  @Test(
    "a rule reads the numbers of a property as its source writes them, added up or not",
    arguments: ["", "metrics: { total: { sum: n } }"])
  func decimalMarks(metrics: String) throws {
    let workspace = try TestWorkspace(
      settings: """
        sources:
          german: { files: data/de.csv, decimal: ",", time: time, event: event, identifiers: { user: user }, \
        properties: [n] }
          plain: { files: data/en.csv, time: time, event: event, identifiers: { user: user }, properties: [n] }
        \(metrics)

        """,
      files: [
        "personas/many.md": "---\nmatch: { event: { properties: { n: { at_least: 1000 } } } }\n---\nA.\n",
        "personas/few.md": "---\nmatch: { event: { properties: { n: { between: [1, 3] } } } }\n---\nA.\n",
      ])
    let german = [("a", "1.234,50"), ("b", "2,5"), ("c", "1.234"), ("d", "12")]
    let rows = german.map { "\($0);2026-03-01;x;\($1)\n" }.joined()
    try workspace.write("user;time;event;n\n" + rows, to: "data/de.csv")
    // The same text is one and a quarter here.
    try workspace.write("user,time,event,n\ne,2026-03-01,x,1.234\n", to: "data/en.csv")
    let people = try workspace.profiles(.all)
    func members(_ persona: String) -> [String] {
      people.filter { $0["personas"] == persona }.compactMap { $0["user"] }.sorted()
    }
    #expect(members("many") == ["a", "c"])
    #expect(members("few") == ["b", "e"])
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
