// Groups that behaviour shows in real data: found again in resamples, and those that plain counting shows as well.

import Foundation
import PersonaSync
import SharedData
import Testing

@Suite("Groups in real data", .needsSharedData)
struct RealGroupsTests {
  /// A proposed group as `discover` prints it.
  private struct Proposal {
    let name: String
    let people: Int
    let foundAgain: Int
    /// What sets it apart, line by line.
    let differences: [String]
  }

  private func proposals(_ workspace: TestWorkspace) throws -> [Proposal] {
    let options = DiscoverOptions(asOf: nil, groups: nil, uncovered: false)
    let text = try discoverGroups(in: workspace.folder, options: options) { $0 }
    return text.split(separator: "\n\n").compactMap { paragraph in
      let lines = paragraph.split(separator: "\n").map(String.init)
      guard
        let head = lines[0].firstMatch(
          of: #/^\d+\. (?<name>.+): (?<people>[\d,]+) people \(\d+%\), found again (?<again>\d+)%$/#)
      else { return nil }
      return Proposal(
        name: String(head.name), people: Int(head.people.filter { $0 != "," }) ?? 0,
        foundAgain: Int(head.again) ?? 0,
        differences: lines.dropFirst().map { $0.trimmingCharacters(in: .whitespaces) })
    }
  }

  /// Counted with Python over the export: of 600 people 314 use a desktop most, 214 a phone, 72 a tablet.
  @Test("visitors of the web shop fall into those who come by desktop, by phone and by tablet")
  func clickstream() throws {
    let workspace = try TestWorkspace(
      settings: """
        timezone: UTC
        window: 180 days
        purchases: [purchase]
        sources:
          web:
            files: \(RealDataTests.data)/ecom-clickstream/*.csv.gz
            time: timestamp
            event: event
            identifiers: { user: user_id }
            session: session_id
            channel: platform
        """)
    let found = try proposals(workspace)
    #expect(found.map(\.name).map { $0.prefix { $0 != "," } } == ["By desktop", "By mobile", "By tablet"])
    for (proposal, counted) in zip(found, [314, 214, 72]) {
      #expect(abs(proposal.people - counted) <= 15, "\(proposal.name)")
      #expect(proposal.foundAgain >= 75)
    }
    #expect(found.last?.differences.first?.hasPrefix("Nearly all came by “tablet”") ?? false)
  }

  /// Counted with Python over the export: of 948 customers of known number 63 have nothing but lines of a negative quantity.
  @Test("customers of the wholesaler who only send things back are a group, and the others are one")
  func wholesaler() throws {
    let settings = RetailTests.settings(files: "\(RetailTests.folder)/*.csv")
      .replacing(#/privacy: .*\n/#, with: "")
    let workspace = try TestWorkspace(settings: settings)
    let found = try proposals(workspace)
    #expect(found.count == 2)
    #expect(found.allSatisfy { $0.foundAgain >= 75 })
    let returning = try #require(found.last)
    #expect(returning.name == "Gets money back, does little")
    #expect(abs(returning.people - 63) <= 5)
    #expect(returning.differences.contains { $0.hasPrefix("Nearly all did “Refund”") })
  }
}
