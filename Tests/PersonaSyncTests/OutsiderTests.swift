// A persona that nearly everybody belongs to: what is told of it, and of everyone beside it, must not tell of the few others.

import Foundation
import PersonaSync
import Testing

@Suite("A few people outside a persona")
struct OutsiderTests {
  private static let settings = """
    timezone: UTC
    window: 10 days
    sources:
      shop:
        files: data/*.csv
        time: time
        event: event
        channel: channel
        identifiers: { user: user }
        traits: { group: group }
        properties: [size]
    metrics:
      buys: { count: events, where: { event: Buy } }
    leanings: [size]

    """

  private static func persona(_ group: String) -> String {
    """
    ---
    match: { trait: group, in: [\(group)] }
    claims:
      - { says: Buys more, mean: buys, more_than: everyone }
      - { says: Buys more often, median: buys, more_than: everyone }
      - { says: Mostly buys, share: events, where: { event: Buy }, more_than: everyone }
      - { says: Is much about, median: frequency, at_least: 50 }
    ---
    Ina.

    """
  }

  /// Sixty people in the persona, and some outside who do what is given: events of two windows of ten days.
  ///
  /// - Parameters:
  ///   - rare: how often the first of the persona did a thing that nobody else does, in the window before.
  ///   - groups: of each persona, which of the two halves of the sixty are in it.
  /// - Returns: the evidence of all personas without the digests, which are of the files, and the message of the commit.
  private func evidence(
    _ outsiders: [[(day: Int, event: String, channel: String, times: Int)]], rare: Int = 0,
    groups: [String] = ["even, odd"]
  ) throws -> String {
    var rows = "user,group,time,event,channel,size\n"
    func add(_ user: String, _ group: String, _ day: Int, _ event: String, _ channel: String, _ times: Int) {
      for minute in 0..<times {
        let time =
          "2026-05-\(day < 10 ? "0" : "")\(day) \(10 + minute / 60):\(10 + minute % 50):0\(minute % 10)"
        rows += "\(user),\(group),\(time),\(event),\(channel),\(minute % 2 == 0 ? "S" : "L")\n"
      }
    }
    for user in 100..<160 {
      for day in [7, 14 + user % 3, 18, 22, 24 + user % 4, 29] {
        let half = user % 2 == 0 ? "even" : "odd"
        add("m\(user)", half, day, "View", user % 2 == 0 ? "web" : "app", 3 + user % 5)
        add("m\(user)", half, day, "Buy", "web", 1 + user % 3)
      }
    }
    add("m100", "even", 13, "Rare", "web", rare)
    for (place, did) in outsiders.enumerated() {
      // On the first and last days too, so that neither window begins or ends with them.
      for what in did { add("o\(place)", "out", what.day, what.event, what.channel, what.times) }
    }
    let personas = groups.enumerated().map { ("personas/p\($0).md", Self.persona($1)) }
    let workspace = try TestWorkspace(
      settings: Self.settings, files: Dictionary(uniqueKeysWithValues: personas))
    try workspace.write(rows, to: "data/shop.csv")
    try workspace.sync(asOf: "2026-05-30")
    let texts = try groups.indices.map { place in
      String(decoding: try workspace.read("evidence/p\(place).json"), as: UTF8.self)
    }
    let told = (texts + [try workspace.git("log", "--format=%B")]).joined(separator: "\n")
    return told.replacing(/(xxh3-128:|sha256:)?[0-9a-f]{32,}/, with: "")
  }

  @Test(
    "make no difference to its evidence, whatever they do, nor to that of two who are everybody else",
    arguments: [["even, odd"], ["even", "odd"]])
  func alike(groups: [String]) throws {
    let usual = try evidence([[(22, "View", "web", 2), (29, "Buy", "web", 1)]], groups: groups)
    let others: [[(day: Int, event: String, channel: String, times: Int)]] = [
      (22...25).map { ($0, "View", "kiosk", 800) }, [(29, "Buy", "web", 12)],
      [(11, "Buy", "app", 9), (25, "Buy", "app", 3)],
      [(23, "Rare", "app", 40), (24, "View", "web", 1)],
    ]
    for did in others {
      let lines = zip(
        try evidence([did], groups: groups).split(separator: "\n"), usual.split(separator: "\n"))
      #expect(lines.filter { $0 != $1 }.map { "\($0) \($1)" } == [], "\(did)")
    }
  }

  @Test("and an event that one of its own did is no part of how far it has moved")
  func rareEvent() throws {
    func distance(_ rare: Int) throws -> String? {
      let evidence = try evidence([], rare: rare)
      return evidence.split(separator: "\n").first { $0.contains("events_distance") }.map(String.init)
    }
    #expect(try distance(0) == distance(30))
    #expect(try distance(0) != nil)
  }
}
