// Three sources of people who are anonymous first and known later: however the records are ordered, split and
// compressed, with any number of threads, in one sync or many, the evidence and the commit's tree are the same.

import Foundation
import PersonaSync
import Testing

@Suite("What a sync's result does not depend on")
struct IndependenceTests {
  static let settings = """
    timezone: Europe/Berlin
    window: 60 days
    purchases: [Order Completed]
    metrics:
      levels: { sum: level, where: { event: Level Completed } }
      devices: { distinct: device }
    funnels:
      buying: [Shop Opened, Order Completed]
    sources:
      app:
        files: data/app*
        format: ndjson
        time: at
        event: event
        id: message
        identifiers: { user: user, anonymous: anonymous, device: device }
        channel: channel
        screen: screen
        revenue: amount
        currency: { constant: EUR }
        properties: [level, device]
      crm:
        files: data/crm*
        format: csv
        time: since
        identifiers: { user: user, email: email }
        traits: { plan: plan, age: { field: age, take: max } }
      tickets:
        files: data/tickets*
        format: csv
        id: ticket
        version: updated
        time: created
        event: { constant: Support Ticket }
        identifiers: { email: email }

    """

  static let personas = [
    "personas/player.md": """
    ---
    match: { all: [{ metric: active_days, at_least: 4 }, { trait: plan, is: pro }] }
    claims:
      - { says: Plays in the evening, share: events, where: { hours: [18-22] }, at_least: 50% }
      - { says: Asks for help more than others, mean: events_per_session, more_than: everyone }
    ---
    # Player
    """,
    "personas/visitor.md": """
    ---
    match: { none: [{ trait: plan, exists: true }] }
    claims: [{ says: Never buys, median: purchases, at_most: 0 }]
    ---
    # Visitor
    """,
  ]

  /// The records of three sources; the time of a record is the second of the pair, to grow by.
  struct World {
    var app: [(line: String, day: Int)] = []
    var tickets: [(line: String, day: Int)] = []
    var crm: [(line: String, day: Int)] = []

    init(seed: UInt64) {
      var random = SplitMix64(state: seed)
      func pick<T>(_ choices: [T]) -> T { choices[Int(random.next() % UInt64(choices.count))] }
      let names = ["Level Completed", "Shop Opened", "Order Completed", "Page Viewed"]
      for person in 1...150 {
        let isKnown = person % 3 != 0
        let login = Int(random.next() % 20) + 1
        for _ in 0..<Int(8 + random.next() % 12) {
          let day = Int(random.next() % 56) + 1
          let date = "2026-0\(day <= 28 ? 2 : 3)-\(Self.pad((day - 1) % 28 + 1))"
          let event = pick(names)
          var members = [
            "\"at\":\"\(date)T\(Self.pad(pick([8, 12, 19, 20, 21, 22]))):\(Self.pad(Int(random.next() % 60))):00Z\"",
            "\"event\":\"\(event)\"", "\"message\":\"m\(random.next())\"", "\"anonymous\":\"a\(person)\"",
            "\"device\":\"d\(person)-\(random.next() % 2)\"",
            "\"channel\":\"\(pick(["ios", "android", "web"]))\"",
            "\"screen\":\"\(pick(["/a", "/b", "/ö"]))\"", "\"level\":\(random.next() % 40)",
          ]
          if isKnown, day >= login { members.append("\"user\":\"u\(person)\"") }
          if event == "Order Completed" {
            members.append("\"amount\":\"\(random.next() % 50).\(random.next() % 90 + 10)\"")
          }
          app.append(("{" + members.joined(separator: ",") + "}", day))
          // Every eighth message arrives twice.
          if random.next() % 8 == 0 { app.append(app[app.count - 1]) }
        }
        guard isKnown else { continue }
        for (day, plan) in [(1, "free"), (10, pick(["pro", "free"]))] {
          crm.append(
            ("2026-02-\(Self.pad(day)),u\(person),U\(person)@Example.com,\(plan),\(20 + person % 40)", day))
        }
        for ticket in 0..<Int(random.next() % 3) {
          let day = Int(random.next() % 28) + 1
          for update in 0...Int(random.next() % 2) {
            tickets.append(
              ("t\(person)-\(ticket),2026-02-\(Self.pad(day)) 10:00:00,\(update),u\(person)@example.com", day)
            )
          }
        }
      }
    }

    private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  }

  private func write(
    _ world: World, to workspace: TestWorkspace, upTo day: Int = .max, random: inout SplitMix64, isPlain: Bool
  ) throws {
    let sources = [
      ("app", "", world.app), ("crm", "since,user,email,plan,age\n", world.crm),
      ("tickets", "ticket,created,updated,email\n", world.tickets),
    ]
    try? FileManager.default.removeItem(atPath: workspace.root + "/data")
    for (name, header, records) in sources {
      var lines = records.filter { $0.day <= day }.map(\.line)
      if !isPlain { lines.shuffle(using: &random) }
      var (start, number) = (0, 0)
      repeat {
        let end = isPlain ? lines.count : min(lines.count, start + 1 + Int(random.next() % 700))
        let text = header + lines[start..<end].map { $0 + "\n" }.joined()
        let path = "data/\(name)-\(isPlain ? 0 : random.next() % 1000)-\(number)"
        try workspace.write(text, to: path)
        let tools = [["gzip", "-q"], ["zstd", "-q", "--rm"], []]
        let tool = isPlain ? [] : tools[Int(random.next() % 3)]
        if !tool.isEmpty { try TestWorkspace.run(tool + [workspace.root + "/" + path], home: workspace.root) }
        (start, number) = (end, number + 1)
      } while start < lines.count
    }
  }

  private func workspace() throws -> TestWorkspace {
    try TestWorkspace(settings: Self.settings, files: Self.personas)
  }

  @Test("order, split, compression, threads and number of syncs change no byte", arguments: [1, 2, 7])
  func independent(threads: Int) throws {
    let world = World(seed: UInt64(threads))
    var random = SplitMix64(state: UInt64(threads) &* 31)
    let plain = try workspace()
    try write(world, to: plain, random: &random, isPlain: true)
    let outcome = try plain.sync(threads: 1)
    #expect(outcome.personas.map(\.result) == [.evolved, .evolved])
    #expect(outcome.sources.allSatisfy { $0.rejects.isEmpty && $0.unidentified == 0 })
    #expect(outcome.sources.first { $0.name == "app" }?.duplicates ?? 0 > 0)
    let tree = try plain.git("rev-parse", "HEAD^{tree}")

    let shuffled = try workspace()
    try write(world, to: shuffled, random: &random, isPlain: false)
    try shuffled.sync(threads: threads)
    #expect(try shuffled.git("rev-parse", "HEAD^{tree}") == tree, "seed \(threads)")

    let growing = try workspace()
    for day in [14, 30, 42, 56] {
      try write(world, to: growing, upTo: day, random: &random, isPlain: false)
      try growing.sync(threads: threads)
    }
    #expect(try growing.git("rev-parse", "HEAD^{tree}") == tree, "seed \(threads)")
    #expect(try growing.git("status", "--porcelain") == "")
    #expect(try growing.git("fsck", "--strict") == "")
  }
}
