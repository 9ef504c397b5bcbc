// Data-first personas through their lives: promoted by a sync, back when their people are gone, known again, split.

import Foundation
import Persona
import PersonaSync
import Testing

@Suite("Data-first personas")
struct DataFirstTests {
  /// How a group of people behaves.
  private struct Kind {
    var people: ClosedRange<Int>
    var visits: Int
    var hour: Int
    var events: Int
    var name: String
  }

  private static let evening = Kind(people: 1...100, visits: 14, hour: 19, events: 2, name: "Video Watched")
  private static let noon = Kind(people: 101...180, visits: 5, hour: 11, events: 6, name: "Search")
  private static let night = Kind(people: 51...100, visits: 14, hour: 1, events: 9, name: "Comment Posted")

  /// Events of May 2026 as CSV: each person differs a little from the others of their kind.
  private static func events(_ kinds: [Kind], days: ClosedRange<Int> = 1...28) -> [String] {
    var chance = SplitMix64(state: 9)
    func below(_ count: Int) -> Int { Int(chance.next() % UInt64(count)) }
    var lines: [String] = []
    for kind in kinds {
      for person in kind.people {
        for _ in 0..<kind.visits + below(5) {
          let day = days.lowerBound + below(days.count)
          let hour = kind.hour + below(4)
          for event in 0..<max(1, kind.events + below(3) - 1) {
            let name = below(5) == 0 ? "Page Viewed" : kind.name
            let minute = event * 5 + below(5)
            lines.append(
              "u\(person),2026-05-\(pad(day)) \(pad(hour)):\(pad(minute)):00,\(name),"
                + (below(6) == 0 ? "web" : "app"))
          }
        }
      }
    }
    return lines
  }

  private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func csv(_ lines: [String]) -> String {
    "user,time,event,channel\n" + lines.map { $0 + "\n" }.joined()
  }

  private static func settings(_ more: String = "") -> String {
    """
    timezone: UTC
    window: 30 days
    sources:
      app:
        files: data/*.csv
        time: time
        event: event
        identifiers: { user: user }
        channel: channel
    \(more)

    """
  }

  private static let persona = """
    ---
    name: Vera
    stage: research-driven
    match: { metric: sessions, at_least: 10 }
    ---
    # Vera

    """

  private func stage(_ workspace: TestWorkspace, _ id: String) throws -> String? {
    try status(of: workspace.folder, tool: "persona-sync test").personas.first { $0.id == id }?.stage.rawValue
  }

  private func accept(_ group: Int, _ name: String, in workspace: TestWorkspace) throws {
    _ = try acceptGroups(
      [group], named: name, in: workspace.folder,
      options: DiscoverOptions(asOf: nil, groups: nil, uncovered: false), tool: "persona-sync test")
  }

  private func groups(_ workspace: TestWorkspace) throws -> String {
    try discoverGroups(
      in: workspace.folder, options: DiscoverOptions(asOf: nil, groups: nil, uncovered: false), safe: { $0 })
  }

  @Test("a sync promotes by itself when it is told to, and the match decides again when nobody fits")
  func promotedAndBack() throws {
    let workspace = try TestWorkspace(
      settings: Self.settings("stages: { promote: auto, stale_after: 14 days }"),
      files: ["personas/vera.md": Self.persona])
    let (early, late) = (1...12, 13...28)
    try workspace.write(Self.csv(Self.events([Self.evening, Self.noon], days: early)), to: "data/early.csv")
    #expect(try workspace.sync().personas.map(\.stage) == ["data-first"])
    #expect(try workspace.git("log", "-1", "--format=%b").contains("a model of its people agree on"))
    let head = try workspace.git("rev-parse", "HEAD")
    #expect(try workspace.sync().personas.map(\.result) == [.unchanged])
    #expect(try workspace.git("rev-parse", "HEAD") == head)

    // The people of the match are gone; only others come.
    let others = Kind(people: 201...280, visits: 5, hour: 11, events: 6, name: "Search")
    try workspace.write(Self.csv(Self.events([others], days: late)), to: "data/late.csv")
    let outcome = try workspace.sync()
    #expect(outcome.personas.map(\.stage) == ["research-driven"])
    #expect(
      outcome.personas[0].details.contains { $0.contains("the written match decides again") },
      "\(outcome.personas[0])")
    #expect(try workspace.sync().personas.map(\.result) == [.unchanged])
  }

  @Test("a model whose people stay away but for a few is out of date, and nothing is told of the few")
  func stragglers() throws {
    let workspace = try TestWorkspace(
      settings: Self.settings("stages: { promote: auto, stale_after: 14 days }"),
      files: ["personas/vera.md": Self.persona])
    try workspace.write(
      Self.csv(Self.events([Self.evening, Self.noon], days: 1...12)), to: "data/early.csv")
    #expect(try workspace.sync().personas.map(\.stage) == ["data-first"])
    let people = try status(of: workspace.folder, tool: "persona-sync test").personas[0].people

    var few = Self.evening
    few.people = 1...5
    try workspace.write(Self.csv(Self.events([few], days: 13...28)), to: "data/late.csv")
    #expect(try workspace.sync().personas.map(\.stage) == ["research-driven"])
    #expect(try status(of: workspace.folder, tool: "persona-sync test").personas[0].people == people)
    let window = try workspace.git("log", "-1", "--format=%(trailers:key=Window,valueonly)")
    #expect(window.contains("2026-05-12"))
    #expect(try workspace.sync().personas.map(\.result) == [.unchanged])
  }

  @Test("a group that is accepted twice at once is one persona")
  func twice() throws {
    let workspace = try TestWorkspace(settings: Self.settings())
    try workspace.write(Self.csv(Self.events([Self.evening, Self.noon])), to: "data/may.csv")
    let outcome = try acceptGroups(
      [2, 1, 2], named: nil, in: workspace.folder,
      options: DiscoverOptions(asOf: nil, groups: nil, uncovered: false), tool: "persona-sync test")
    #expect(outcome.personas.count { $0.result == .evolved } == 2)
  }

  @Test("an accepted group is known again; when it splits, that is said, and so is a group that is gone")
  func identity() throws {
    let workspace = try TestWorkspace(settings: Self.settings())
    try workspace.write(Self.csv(Self.events([Self.evening, Self.noon])), to: "data/may.csv")
    try accept(1, "Evening", in: workspace)
    try accept(2, "Noon", in: workspace)
    #expect(try stage(workspace, "evening") == "data-first")
    #expect(try workspace.git("log", "--format=%s", "-2").split(separator: "\n").count == 2)
    let again = try groups(workspace)
    #expect(again.contains("It is evening: 100% of both are the same people"))
    #expect(again.contains("It is noon: 100% of both are the same people"))

    // Half of the evening people begin to write comments at night, and nobody comes at noon any more.
    var half = Self.evening
    half.people = 1...50
    var settled = Self.evening
    settled.people = 51...100
    try workspace.write(
      Self.csv(Self.events([half, settled], days: 1...28) + Self.events([Self.night])), to: "data/may.csv")
    let later = try groups(workspace)
    #expect(later.contains("Gone: noon, fewer people than may be shown are like it now\n"), "\(later)")
    #expect(later.contains("It is evening") || later.contains("A part of evening"), "\(later)")
  }

  @Test(
    "an accepted group whose people stay away waits for them with its model, and is known when they are back")
  func away() throws {
    let workspace = try TestWorkspace(settings: Self.settings())
    let march = Self.csv(Self.events([Self.evening, Self.noon], days: 1...12)).replacing(
      "2026-05", with: "2026-03")
    try workspace.write(march, to: "data/march.csv")
    try accept(1, "Evening", in: workspace)
    let file = try workspace.read("personas/evening.md")

    // An export is missing: only others come, a month and a half later.
    let others = Kind(people: 201...280, visits: 5, hour: 11, events: 6, name: "Search")
    try workspace.write(
      Self.csv(Self.events([others], days: 1...12)), to: "data/may.csv")
    #expect(try workspace.sync().personas.map(\.subject) == ["evening: back to research-driven"])
    #expect(try stage(workspace, "evening") == "research-driven")
    let missing =
      "a sync that finds at least 20 people who match, and not nearly the same ones as another persona has"
    #expect(try status(of: workspace.folder, tool: "persona-sync test").personas[0].missing == missing)
    #expect(try workspace.sync().personas.map(\.result) == [.tooFew])
    _ = try report(on: workspace.folder)
    let page = String(decoding: try workspace.read("report/personas/evening.html"), as: UTF8.self)
    #expect(page.contains(missing))

    try workspace.write(
      Self.csv(Self.events([Self.evening, Self.noon], days: 1...12)), to: "data/may.csv")
    #expect(try workspace.sync().personas.map(\.stage) == ["data-first"])
    #expect(try workspace.git("log", "-1", "--format=%s").hasPrefix("evening: evidence again, 100 people"))
    #expect(try words(workspace.read("personas/evening.md")) == words(file))
  }

  /// What stands outside the block.
  private func words(_ bytes: Data) throws -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    return try #require(text.components(separatedBy: "<!-- persona-sync").first)
  }

  @Test("an accepted group keeps its people when its file is renamed", arguments: [false, true])
  func renamed(isCommitted: Bool) throws {
    let workspace = try TestWorkspace(settings: Self.settings())
    try workspace.write(Self.csv(Self.events([Self.evening, Self.noon])), to: "data/may.csv")
    try accept(1, "Evening", in: workspace)
    try workspace.git("mv", "personas/evening.md", "personas/night owls.md")
    if isCommitted { try workspace.git("commit", "-qm", "renamed") }
    let outcome = try workspace.sync()
    #expect(outcome.personas.map(\.stage) == ["data-first"])
    #expect(outcome.personas.map(\.people) == [100])
    #expect(
      try workspace.git("ls-files", "evidence") == "evidence/night owls.json\nevidence/night owls.svg\n")
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(try workspace.sync().personas.map(\.result) == [.unchanged])
  }

  @Test("where a new group's people come from is said, too, when their persona has lost them already")
  func origin() throws {
    let workspace = try TestWorkspace(settings: Self.settings())
    let april = Self.csv(Self.events([Self.evening, Self.noon])).replacing("2026-05", with: "2026-04")
    try workspace.write(april, to: "data/april.csv")
    try accept(1, "Evening", in: workspace)
    var half = Self.evening
    half.people = 1...50
    try workspace.write(Self.csv(Self.events([half, Self.noon, Self.night])), to: "data/may.csv")
    try workspace.sync()
    let text = try groups(workspace)
    #expect(text.contains("It is evening"), "\(text)")
    #expect(text.contains("Most of its people were evening's in the window before"), "\(text)")
  }

  @Test("the order of the records changes nothing")
  func order() throws {
    var heads: Set<String> = []
    let lines = Self.events([Self.evening, Self.noon])
    for seed in [1, 2] as [UInt64] {
      var chance = SplitMix64(state: seed)
      let workspace = try TestWorkspace(settings: Self.settings(), files: ["personas/vera.md": Self.persona])
      try workspace.write(Self.csv(lines.shuffled(using: &chance)), to: "data/may.csv")
      try workspace.sync()
      try accept(2, "Noon", in: workspace)
      _ = try promotePersona("vera", in: workspace.folder, asOf: nil, tool: "persona-sync test")
      heads.insert(try workspace.git("rev-parse", "HEAD^{tree}:evidence"))
    }
    #expect(heads.count == 1)
  }
}
