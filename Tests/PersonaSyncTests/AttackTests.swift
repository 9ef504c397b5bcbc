// An attacker who has nothing but the repository tries to find a few people in it. The world is made here, so the test
// knows whom a figure tells of; what the attacker may read is every evidence of every commit.

import Foundation
import PersonaSync
import Testing

@Suite("An attacker with the whole history")
struct AttackTests {
  private static let minimum = 20

  private struct Person {
    var name: String
    var group: String
    var isExtra: Bool
    /// Day of May 2026, event and channel of what was done.
    var did: [(day: Int, event: String, channel: String)] = []

    func isActive(upTo day: Int) -> Bool { did.contains { $0.day <= day } }
  }

  /// People of two groups, some of them marked, with common and rare events.
  private struct World {
    var people: [Person]

    init(seed: UInt64, count: Int, extras: Int, days: ClosedRange<Int>, activity: Double) {
      var dice = ChanceShares(seed: seed)
      people = (0..<count).map { index in
        var person = Person(
          name: "person-\(1000 + index)", group: index % 2 == 0 ? "x" : "y",
          isExtra: index % 2 == 1 && index / 2 < extras)
        for day in days where dice.share() < activity {
          let event = ["View", "View", "Buy", "Rare", "Rarest"][min(4, Int(-1.2 * log(1 - dice.share())))]
          let channel = dice.share() < 0.06 ? "kiosk" : dice.share() < 0.5 ? "app" : "web"
          person.did.append((day, event, channel))
        }
        return person
      }
    }

    func table(upTo day: Int = 31) -> String {
      var text = "user,group,extra,time,event,channel\n"
      for person in people {
        for (place, did) in person.did.enumerated() where did.day <= day {
          let time = "2026-05-\(did.day < 10 ? "0" : "")\(did.day) 10:\(10 + place % 50):00"
          text +=
            "\(person.name),\(person.group),\(person.isExtra ? "marked" : "plain"),\(time),\(did.event),\(did.channel)\n"
        }
      }
      return text
    }
  }

  private static let settings = """
    timezone: UTC
    window: 31 days
    sources:
      shop:
        files: data/*.csv
        time: time
        event: event
        identifiers: { user: user }
        channel: channel
        traits: { group: group, extra: extra }

    """

  private static func persona(_ match: String) -> String { "---\nmatch: \(match)\n---\n# Somebody\n" }

  /// What somebody can read of a persona.
  private struct Told {
    var persona: String
    var day: Int
    var rules: String
    var distributions: [String: Any]
  }

  /// Every evidence of every commit, oldest first.
  private func told(_ workspace: TestWorkspace) throws -> [Told] {
    var told: [Told] = []
    let commits = try workspace.git("rev-list", "--reverse", "HEAD").split(separator: "\n").map(String.init)
    for commit in commits {
      let changed = try workspace.git("diff-tree", "--root", "--no-commit-id", "--name-only", "-r", commit)
      for path in changed.split(separator: "\n") where path.hasPrefix("evidence/") && path.hasSuffix(".json")
      {
        guard let text = try? workspace.git("show", "\(commit):\(path)"),
          let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
          let persona = json["persona"] as? String, let rules = json["rules"] as? String,
          let window = json["window"] as? [String: Any], let to = window["to"] as? String,
          let day = Int(to.suffix(2)), let distributions = json["distributions"] as? [String: Any]
        else { continue }
        told.append(Told(persona: persona, day: day, rules: rules, distributions: distributions))
      }
    }
    return told
  }

  @Test("cannot subtract two personas that differ by a few people", arguments: 1...24)
  func overlap(seed: UInt64) throws {
    let extras = Int(seed)
    let world = World(seed: seed, count: 120, extras: extras, days: 1...8, activity: 0.6)
    let workspace = try TestWorkspace(
      settings: Self.settings,
      files: [
        "personas/base.md": Self.persona("{ trait: group, is: x }"),
        "personas/more.md": Self.persona("{ any: [{ trait: group, is: x }, { trait: extra, is: marked }] }"),
        "personas/other.md": Self.persona("{ trait: group, is: y }"),
      ])
    try workspace.write(world.table(), to: "data/shop.csv")
    let outcome = try workspace.sync()
    func people(_ persona: String) -> Set<String> {
      Set(
        world.people.filter { person in
          person.isActive(upTo: 8)
            && (persona == "other"
              ? person.group == "y" : person.group == "x" || persona == "more" && person.isExtra)
        }.map(\.name))
    }
    let all = try told(workspace)
    for a in all {
      for b in all where a.persona < b.persona && a.day == b.day {
        let (onlyA, onlyB) = (
          people(a.persona).subtracting(people(b.persona)).count,
          people(b.persona).subtracting(people(a.persona)).count
        )
        #expect(
          onlyA + onlyB == 0 || max(onlyA, onlyB) >= Self.minimum,
          "seed \(seed): \(a.persona) and \(b.persona) differ by \(onlyA) and \(onlyB)")
      }
    }
    // Nothing is hidden that need not be.
    let few = people("more").subtracting(people("base")).count
    #expect(
      Set(all.map(\.persona))
        == (few == 0 || few >= Self.minimum ? ["base", "more", "other"] : ["base", "other"]))
    #expect(
      outcome.personas.filter { $0.result == .heldBack }.map(\.id)
        == (few > 0 && few < Self.minimum ? ["more"] : []))
  }

  @Test("cannot add a persona later, to subtract it from one that is told already")
  func addedLater() throws {
    let world = World(seed: 1, count: 120, extras: 5, days: 1...8, activity: 0.9)
    let workspace = try TestWorkspace(
      settings: Self.settings, files: ["personas/base.md": Self.persona("{ trait: group, is: x }")])
    try workspace.write(world.table(), to: "data/shop.csv")
    try workspace.sync()
    // Its name comes first, and it takes nothing away from the one that is told.
    try workspace.write(
      Self.persona("{ any: [{ trait: group, is: x }, { trait: extra, is: marked }] }"), to: "personas/a.md")
    let outcome = try workspace.sync()
    #expect(outcome.personas.map(\.id) == ["a", "base"])
    // What is told of it would change by how many of its people belong to another persona, and is as it was.
    #expect(outcome.personas.map(\.result) == [.heldBack, .unchanged])
    #expect(outcome.personas.flatMap(\.details) == ["its people are those of base but for fewer than 20"])
    #expect(try told(workspace).map(\.persona) == ["base"])
    // More than enough people match it, so that is not what it lacks.
    #expect(
      try status(of: workspace.folder, tool: "persona-sync test").personas.first?.missing
        == "a sync that finds at least 20 people who match, and not nearly the same ones as another persona has"
    )
  }

  @Test("cannot subtract two commits to find who came in between", arguments: 1...12)
  func commits(seed: UInt64) throws {
    let world = World(
      seed: seed, count: 90, extras: 0, days: 1...14, activity: [0.1, 0.25, 0.4, 0.7][Int(seed % 4)])
    let workspace = try TestWorkspace(
      settings: Self.settings,
      files: [
        "personas/x.md": Self.persona("{ trait: group, is: x }"),
        "personas/y.md": Self.persona("{ trait: group, is: y }"),
      ])
    for day in 3...14 {
      try workspace.write(world.table(upTo: day), to: "data/shop.csv")
      try workspace.sync()
    }
    let all = try told(workspace)
    var pairs = 0
    for persona in ["x", "y"] {
      let own = all.filter { $0.persona == persona }
      for (before, after) in zip(own, own.dropFirst()) where before.rules == after.rules {
        let between = world.people.count { person in
          person.group == persona && person.did.contains { $0.day > before.day && $0.day <= after.day }
        }
        #expect(between >= Self.minimum, "seed \(seed): \(persona), \(before.day) to \(after.day)")
        pairs += 1
      }
    }
    #expect(pairs > 0 || seed % 4 == 0, "seed \(seed)")
  }

  /// A change of the rules over the same data, how many people it tells of, and whether it may be told.
  struct Change: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var settings: String?
    var match: String?
    var isTold: Bool
  }

  private static func settings(_ from: String, _ to: String) -> String {
    settings.replacing(from, with: to)
  }

  static let changes = [
    Change(
      testDescription: "a match that leaves few out",
      match: "{ all: [{ trait: group, is: x }, { metric: events, at_least: 3 }] }", isTold: false),
    Change(
      testDescription: "a match that leaves many out",
      match: "{ all: [{ trait: group, is: x }, { metric: events, at_least: 5 }] }", isTold: true),
    Change(
      testDescription: "somebody who is blocked", settings: settings + "identity: { block: [person-1002] }\n",
      isTold: false),
    Change(
      testDescription: "somebody else who is blocked, since all are told of as well",
      settings: settings + "identity: { block: [person-1001] }\n", isTold: false),
    Change(
      testDescription: "a window that is a few people's events shorter",
      settings: settings("31 days", "7 days"), isTold: false),
    Change(
      testDescription: "a channel that is another for one person",
      settings: settings(
        "channel: channel",
        "channel: { cases: [{ when: { field: user, is: person-1002 }, then: { constant: kiosk } }], otherwise: { field: channel } }"
      ),
      isTold: false),
    Change(
      testDescription: "a metric that was not told before",
      settings: settings + "metrics: { views: { count: events, where: { event: View } } }\n", isTold: true),
    Change(
      testDescription: "a claim",
      match: "{ trait: group, is: x }\nclaims: [{ says: Busy, mean: events, at_least: 2 }]",
      isTold: true),
    Change(
      testDescription: "a claim, and somebody who is blocked",
      settings: settings + "identity: { block: [person-1002] }\n",
      match: "{ trait: group, is: x }\nclaims: [{ says: Busy, mean: events, at_least: 2 }]", isTold: false),
  ]

  @Test(
    "cannot change the rules over the same data, to subtract what they tell from what they told",
    arguments: changes)
  func rules(change: Change) throws {
    // Nobody but two comes on the first day, which a window of seven days leaves out.
    var world = World(seed: 3, count: 120, extras: 0, days: 2...8, activity: 0.7)
    for index in [1, 2] { world.people[index].did.insert((1, "View", "web"), at: 0) }
    let workspace = try TestWorkspace(
      settings: Self.settings, files: ["personas/base.md": Self.persona("{ trait: group, is: x }")])
    try workspace.write(world.table(), to: "data/shop.csv")
    try workspace.sync()
    let before = try told(workspace).count
    if let settings = change.settings { try workspace.write(settings, to: "persona-sync.yml") }
    if let match = change.match { try workspace.write(Self.persona(match), to: "personas/base.md") }
    for _ in 1...2 {
      let outcome = try workspace.sync()
      #expect(outcome.personas.map(\.result) == [change.isTold ? .evolved : .heldBack], "\(outcome.personas)")
      #expect(try told(workspace).count == before + (change.isTold ? 1 : 0))
      if change.isTold { break }
      let words = try #require(outcome.personas[0].details.first)
      #expect(
        words.hasPrefix(
          "its rules or the settings changed since the evidence up to 2026-05-08, and the difference would show what fewer "
            + "than 20 people did. Sync again with later exports"), "\(words)")
      #expect(
        try status(of: workspace.folder, tool: "persona-sync test").personas.map(\.isOfOtherRules) == [true])
    }
  }

  @Test("cannot do that with a metric that takes the name of one that nobody declares")
  func shadowedMetric() throws {
    let settings = """
      window: 31 days
      sources:
        shop:
          files: data/shop.csv
          time: time
          event: event
          identifiers: { user: user }
          revenue: amount
          currency: currency
          properties: [pounds]
      metrics:
        latest: { last: pounds }

      """
    let workspace = try TestWorkspace(
      settings: settings, files: ["personas/base.md": Self.persona("{ metric: events, at_least: 1 }")])
    var rows = "user,time,event,amount,currency,pounds\n"
    for person in 0..<120 {
      rows += "u\(person),2026-05-01T10:00:00Z,Buy,\(10 + person % 7),GBP,\(10 + person % 7)\n"
      rows += "u\(person),2026-05-02T10:00:00Z,Buy,5,EUR,\n"
      if person < 3 { rows += "u\(person),2026-05-03T10:00:00Z,Gift,900,GBP,900\n" }
    }
    try workspace.write(rows, to: "data/shop.csv")
    try workspace.sync()
    #expect(String(decoding: try workspace.read("evidence/base.json"), as: UTF8.self).contains("revenue_gbp"))
    try workspace.write(
      settings + "  revenue_gbp: { sum: pounds, where: { event: Buy } }\n", to: "persona-sync.yml")
    // No metric may have such a name: the settings are refused.
    #expect(throws: WrittenProblems.self) { try workspace.sync() }
  }

  @Test("cannot do that with settings that were never committed, nor by deleting what is kept of them")
  func uncommittedRules() throws {
    let world = World(seed: 3, count: 120, extras: 0, days: 2...8, activity: 0.7)
    let workspace = try TestWorkspace(
      settings: Self.settings, files: ["personas/base.md": Self.persona("{ trait: group, is: x }")])
    try workspace.write(world.table(), to: "data/shop.csv")
    // Everything is another than by the settings of the commit.
    let told = Self.settings.replacing("31 days", with: "3 days")
    try workspace.write(told, to: "persona-sync.yml")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
    try workspace.write(
      told + "metrics: { views: { count: events, where: { event: View } } }\n", to: "persona-sync.yml")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
    try workspace.write(told + "identity: { block: [person-1002] }\n", to: "persona-sync.yml")
    #expect(try workspace.sync().personas.map(\.result) == [.heldBack])
    try FileManager.default.removeItem(atPath: workspace.root + "/.persona-sync")
    #expect(try workspace.sync().personas.map(\.result) == [.heldBack])
  }

  /// A workspace whose persona was told, and one person's late order, which a sync over it must not tell of.
  private func lateOrder() throws -> TestWorkspace {
    let world = World(seed: 3, count: 120, extras: 0, days: 1...8, activity: 0.8)
    let workspace = try TestWorkspace(
      settings: Self.settings, files: ["personas/base.md": Self.persona(Self.busy)])
    try workspace.write(world.table(upTo: 6), to: "data/shop.csv")
    try workspace.sync()
    try workspace.write(world.table(upTo: 8), to: "data/shop.csv")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
    try workspace.write(
      world.table(upTo: 8) + "person-1002,x,plain,2026-05-08 23:00:00,Buy,kiosk\n", to: "data/shop.csv")
    return workspace
  }

  private static let busy = "{ all: [{ trait: group, is: x }, { metric: events, at_least: 2 }] }"

  @Test("cannot tell the same people by another name", arguments: [2, 1])
  func copied(least: Int) throws {
    let workspace = try lateOrder()
    try workspace.write(
      Self.persona(Self.busy.replacing("at_least: 2", with: "at_least: \(least)")), to: "personas/copy.md")
    var outcome = try workspace.sync()
    #expect(outcome.personas.map(\.result) == [.heldBack, .heldBack], "\(outcome.personas)")
    #expect(
      outcome.personas[1].details.first?.hasPrefix(
        "its people are those of base but for fewer than 20: it could be subtracted from the evidence up to 2026-05-08, and "
          + "what that was made of is not there any more") ?? false, "\(outcome.personas)")
    // Nor once the first is gone, with its name or another.
    try workspace.git("rm", "-q", "personas/base.md")
    outcome = try workspace.sync()
    #expect(outcome.personas.map(\.result) == [.heldBack], "\(outcome.personas)")
    #expect(try Set(told(workspace).map(\.persona)) == ["base"])
  }

  @Test("may copy a persona over the data that it was told by")
  func copiedAtOnce() throws {
    let workspace = try TestWorkspace(
      settings: Self.settings, files: ["personas/base.md": Self.persona(Self.busy)])
    try workspace.write(
      World(seed: 3, count: 120, extras: 0, days: 1...8, activity: 0.8).table(), to: "data/shop.csv")
    try workspace.sync()
    try workspace.write(Self.persona(Self.busy), to: "personas/copy.md")
    try workspace.write(Self.persona("{ trait: group, is: y }"), to: "personas/other.md")
    let outcome = try workspace.sync()
    #expect(outcome.personas.map(\.result) == [.unchanged, .evolved, .evolved], "\(outcome.personas)")
  }

  @Test("cannot undo forgetting by another name")
  func forgotten() throws {
    let workspace = try TestWorkspace(
      settings: Self.settings, files: ["personas/base.md": Self.persona(Self.busy)])
    try workspace.write(
      World(seed: 3, count: 120, extras: 0, days: 1...8, activity: 0.8).table(), to: "data/shop.csv")
    try workspace.sync()
    try forget(["person-1002"], in: workspace.folder)
    try workspace.write(Self.persona(Self.busy), to: "personas/copy.md")
    #expect(try workspace.sync().personas.map(\.result) == [.heldBack, .heldBack])
  }

  @Test(
    "cannot take another branch, be it one of this repository or of one that was fetched",
    arguments: [true, false])
  func branches(isRemote: Bool) throws {
    let workspace = try lateOrder()
    if isRemote {
      try workspace.git("update-ref", "refs/remotes/origin/main", "HEAD")
    } else {
      try workspace.git("branch", "told")
    }
    try workspace.git("reset", "-q", "--hard", "HEAD~1")
    let outcome = try workspace.sync()
    #expect(outcome.personas.map(\.result) == [.heldBack], "\(outcome.personas)")
    #expect(
      outcome.personas.flatMap(\.details) == [
        "fewer than 20 of its people did something new since 2026-05-08"
      ])
    // Without that branch nobody has it.
    try workspace.git(
      isRemote ? "update-ref" : "branch", isRemote ? "-d" : "-qD",
      isRemote ? "refs/remotes/origin/main" : "told")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
  }

  @Test("finds no category of a few people, nor what others leave of a whole", arguments: 1...16)
  func categories(seed: UInt64) throws {
    let world = World(
      seed: seed, count: 60 + Int(seed) * 10, extras: Int(seed % 30), days: 1...6, activity: 0.5)
    let workspace = try TestWorkspace(
      settings: Self.settings, files: ["personas/x.md": Self.persona("{ trait: group, is: x }")])
    try workspace.write(world.table(), to: "data/shop.csv")
    try workspace.sync()
    let members = world.people.filter { $0.group == "x" && !$0.did.isEmpty }
    for told in try told(workspace) {
      for (part, category) in [
        ("events", { (did: (day: Int, event: String, channel: String)) in did.event }),
        ("channels", { $0.channel }),
      ] {
        let shares = told.distributions[part] as? [[String: Any]] ?? []
        let names = Set(shares.compactMap { $0["name"] as? String })
        for name in names {
          #expect(
            members.count { $0.did.contains { category($0) == name } } >= Self.minimum,
            "seed \(seed): \(name)")
        }
        let sum = shares.reduce(0) { $0 + ($1["share"] as? Double ?? 0) }
        let rest = members.count { $0.did.contains { !names.contains(category($0)) } }
        #expect(
          shares.isEmpty || (sum - 1).magnitude < 0.001 || rest >= Self.minimum,
          "seed \(seed): the rest of \(part)")
      }
    }
  }
}
