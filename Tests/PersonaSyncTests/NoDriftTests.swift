// Nobody changes: what calendars, exports and newcomers do to two windows is no drift. And one change that is.

import Foundation
import PersonaSync
import Testing

@Suite("People who go on as ever")
struct NoDriftTests {
  private struct World {
    /// Chance of an event on a day, by weekday from Monday.
    var chances = [Double](repeating: 0.5, count: 7)
    var days = 75
    /// Hours of the last day that the export has.
    var lastHours = 24
    /// Whether people begin one after the other, each with an event.
    var grows = false
    /// What the chances are multiplied by in the last thirty days.
    var change = 1.0
    var people = 200
  }

  /// The metrics that are said to have moved, persona by persona, up to the last day, 31 May 2026, a Sunday, or so many days
  /// earlier.
  private func moved(_ world: World, seed: UInt64, endingEarlier: Int = 0) throws -> [String] {
    let personas = ["a", "b"].map { id in
      ("personas/\(id).md", "---\nmatch: { trait: plan, is: \(id) }\n---\n\(id)\n")
    }
    let workspace = try TestWorkspace(
      settings: """
        timezone: UTC
        window: 30 days
        sources:
          app: { files: data/app.csv, time: time, event: event, identifiers: { user: user }, traits: { plan: plan } }

        """, files: Dictionary(uniqueKeysWithValues: personas))
    try workspace.write(table(world, seed: seed, endingEarlier: endingEarlier), to: "data/app.csv")
    try workspace.sync()
    return try ["a", "b"].flatMap { id in
      let evidence = try JSONSerialization.jsonObject(with: workspace.read("evidence/\(id).json"))
      let drift = try #require((evidence as? [String: Any])?["drift"] as? [String: Any])
      return (drift["changes"] as? [[String: Any]] ?? []).compactMap { $0["metric"] as? String }
    }
  }

  private func table(_ world: World, seed: UInt64, endingEarlier: Int) -> String {
    // 31 May 2026 is day 20604 since 1970, and a Sunday.
    let last = 20_604 - endingEarlier
    var dice = ChanceShares(seed: seed)
    var rows = "user,plan,time,event\n"
    for user in 0..<world.people {
      let first = world.grows ? Int(dice.share() * Double(world.days)) : 0
      for day in first..<world.days {
        let date = last - world.days + 1 + day
        let chance = world.chances[(date + 3) % 7] * (day >= world.days - 30 ? world.change : 1)
        let second = Int(dice.share() * 86_400)
        let comes = dice.share() < chance || world.grows && day == first
        guard comes, day < world.days - 1 || second < world.lastHours * 3600 else { continue }
        let time = 86_400 * date + second
        rows += "u\(user),\(user % 2 == 0 ? "a" : "b"),\(time),View\n"
      }
    }
    return rows
  }

  /// By chance one run in twenty tells of a change; it was all of them that ended with a weekend.
  @Test("come on working days, and the window ends on any day of the week")
  func weekdays() throws {
    let world = World(chances: [0.6, 0.6, 0.6, 0.6, 0.6, 0.02, 0.02])
    let told = try (0..<7).filter { try !moved(world, seed: 40 + UInt64($0), endingEarlier: $0).isEmpty }
    #expect(told.count <= 1, "\(told)")
  }

  @Test("are exported in the middle of a day", arguments: [1, 6, 12])
  func partOfADay(hours: Int) throws {
    let told = try (0..<4).filter { try !moved(World(lastHours: hours), seed: 60 + UInt64($0)).isEmpty }
    #expect(told.count <= 1, "\(told)")
  }

  @Test("are joined by others who are like them")
  func growth() throws {
    let world = World(chances: [Double](repeating: 0.3, count: 7), grows: true, people: 400)
    let told = try (0..<6).filter { try !moved(world, seed: 80 + UInt64($0)).isEmpty }
    #expect(told.count <= 1, "\(told)")
  }

  @Test("and those who come less often from some day on are found, on any day of the week")
  func change() throws {
    for place in 0..<7 {
      let moved = try moved(World(change: 0.75), seed: 90 + UInt64(place), endingEarlier: place)
      #expect(moved.count >= 2, "\(place): \(moved)")
    }
  }
}
