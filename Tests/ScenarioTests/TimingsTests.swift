// `--timings`: a line for each step, on standard error, whatever else is printed.

import Foundation
import Testing

@Suite("Timings")
struct TimingsTests {
  @Test("every step has its time, its rows and the memory so far")
  func steps() throws {
    let stage = try Stage()
    _ = try stage.run(#". "$PACKAGE/Tests/ScenarioTests/Setup/shop.sh""#)
    let first = try table(stage)
    #expect(
      first.map(\.step) == [
        "STEP", "opening the workspace", "reading shop", "linking identifiers", "measuring profiles",
        "matching personas", "comparing with everyone", "committing", "all",
      ])
    let reading = try #require(first.first { $0.step == "reading shop" })
    #expect(try reading.rest.contains(Regex(#"^\d+\.\d{3} s +\d+\.\d{3} s +\d+ records +\d+ kB +\d+ MB$"#)))
  }

  private func table(_ stage: Stage) throws -> [(step: String, rest: String)] {
    try stage.run("persona-sync sync --timings 2>&1 >/dev/null").split(separator: "\n").map { line in
      let parts = line.split(separator: /\ {2,}/, maxSplits: 1)
      return (String(parts[0]), parts.count > 1 ? String(parts[1]).trimmingCharacters(in: .whitespaces) : "")
    }
  }
}
