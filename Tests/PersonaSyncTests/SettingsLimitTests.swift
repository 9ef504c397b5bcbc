// What is said where settings reach a limit, and what lies at its edge.

import Persona
import Testing

@testable import PersonaSync

@Suite("Limits in the settings")
struct SettingsLimitTests {
  private func problems(_ settings: String) throws -> [String] {
    var reader = SettingsReader()
    _ = try reader.read(Array(settings.utf8))
    return reader.problems.map(\.message)
  }

  @Test("a span that is too long is told its limit, one without a unit what is missing")
  func spans() throws {
    #expect(try problems("window: 36500 days\nsessions: { gap: 168 hours }\n").isEmpty)
    #expect(
      try problems("window: 36501 days\nsessions: { gap: 169 hours }\n") == [
        "window is at most `36500 days`, not `36501 days`", "gap is at most `168 hours`, not `169 hours`",
      ])
    #expect(
      try problems("window: 90\n") == ["window needs a number and a unit such as `90 days`, not `90`"])
  }

  @Test("a list of leanings may be empty")
  func leanings() throws {
    #expect(try problems("leanings: []\n").isEmpty)
  }

  @Test(
    "the limit of rejects is shown as it was written, and one that would do is named where most records count",
    arguments: [(1, 3, "34%"), (1, 2, "50%"), (2, 3, nil), (1, 25, "4%")] as [(Int, Int, String?)])
  func rejects(rejected: Int, of all: Int, limit: String?) throws {
    let rows = (0..<all).map { "u\($0),\($0 < rejected ? "never" : "2026-05-01")\n" }.joined()
    func failure(_ limit: String) throws -> Failure? {
      let workspace = try TestWorkspace(
        settings: """
          rejects: { limit: \(limit) }
          sources:
            a: { files: data/a.csv, time: at, event: { constant: E }, identifiers: { user: user } }

          """, files: ["data/a.csv": "user,at\n" + rows])
      do {
        _ = try listStoppedLinks(in: workspace.folder, asOf: nil)
      } catch { return error as? Failure }
      return nil
    }
    let refused = try #require(try failure("0.04%"))
    #expect(refused.summary.hasSuffix("are rejected, more than the limit of 0.04%"))
    guard let limit else {
      #expect(refused.hint?.contains("limit") == false)
      return
    }
    #expect(refused.hint?.contains("`rejects: {limit: \(limit)}`") == true)
    #expect(try failure(limit) == nil)
  }
}
