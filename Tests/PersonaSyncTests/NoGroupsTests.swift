// People who are all alike are no groups, whatever chance makes of them.

import Foundation
import PersonaSync
import Testing

@Suite("People who are alike")
struct NoGroupsTests {
  /// Everybody comes as often, and leaves after one event with the same chance.
  @Test("are no groups where about half of their sessions have one event", arguments: [0.4, 0.5, 0.6])
  func bounces(chance: Double) throws {
    let workspace = try TestWorkspace(
      settings: """
        timezone: UTC
        window: 30 days
        sources:
          app: { files: data/app.csv, time: time, event: event, channel: channel, identifiers: { user: user } }

        """)
    var dice = ChanceShares(seed: UInt64(chance * 10))
    var rows = "user,time,event,channel\n"
    for user in 0..<400 {
      for _ in 0..<(4 + Int(dice.share() * 16)) {
        // An hour apart at least, so that sessions are those that are meant.
        let (day, hour) = (1 + Int(dice.share() * 30), Int(dice.share() * 12) * 2)
        var (events, seconds) = (1, Int(dice.share() * 600))
        if dice.share() >= chance {
          events = 3
          while dice.share() < 0.7 { events += 1 }
        }
        for _ in 0..<events {
          let time = String(format: "2026-05-%02d %02d:%02d:%02d", day, hour, seconds / 60 % 60, seconds % 60)
          let name = ["View", "View", "Search", "Buy"][Int(dice.share() * 4)]
          rows += "u\(user),\(time),\(name),\(dice.share() < 0.5 ? "web" : "app")\n"
          seconds += Int(-180 * log(1 - dice.share()))
          if seconds >= 3600 { break }
        }
      }
    }
    try workspace.write(rows, to: "data/app.csv")
    let options = DiscoverOptions(asOf: nil, groups: nil, uncovered: false)
    let text = try discoverGroups(in: workspace.folder, options: options) { $0 }
    #expect(text.contains("The people are one crowd"), "\(text)")
  }
}
