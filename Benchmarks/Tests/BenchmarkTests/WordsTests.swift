// What was typed, and what is printed.

import Foundation
import Testing

@testable import benchmark

@Suite("Words")
struct WordsTests {
  @Test("sizes are read as they are written")
  func sizes() throws {
    #expect(try InputSize("100MB").bytes == 100_000_000)
    #expect(try InputSize("5gb").words == "5 GB")
    #expect(throws: Failure.self) { try InputSize("5") }
    #expect(throws: Failure.self) { try InputSize("-5GB") }
  }

  @Test("a word that is no option is refused")
  func options() {
    #expect(throws: Failure.self) { try Arguments(["--size", "1GB"]) }
    #expect(throws: Failure.self) { try Arguments(["--only", "last"]) }
    #expect(throws: Failure.self) { try Arguments(["--rounds"]) }
  }

  @Test("a mode is chosen by its option")
  func modes() throws {
    #expect(try Arguments([]).mode == .measure)
    #expect(try Arguments(["--counters", "--record"]).mode == .counters(areRecorded: true))
    #expect(
      try Arguments(["--generate", "csv", "--bytes", "10", "--seed", "2", "x.csv"]).mode
        == .generate(.csv, bytes: 10, seed: 2, .kept, path: "x.csv"))
  }

  @Test(
    "figures have few digits",
    arguments: [
      (0.0073, "7.30 ms"), (0.482, "0.482 s"), (2.279, "2.28 s"), (198.4, "198 s"),
    ])
  func times(seconds: Double, expected: String) {
    #expect(Figures.time(seconds) == expected)
  }

  @Test("only what stands between the markers of the page changes")
  func page() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "# Before\n\(Results.begin)\nold\n\(Results.end)\nAfter\n".write(
      toFile: path, atomically: false, encoding: .utf8)
    try Results(heading: "A day.").write(to: path)
    let page = try String(contentsOfFile: path, encoding: .utf8)
    #expect(page.hasPrefix("# Before\n\(Results.begin)\nA day.\n"))
    #expect(page.hasSuffix("\n\(Results.end)\nAfter\n"))
    #expect(!page.contains("old"))
  }

  @Test("a page without the markers is refused, and stays as it is")
  func noMarkers() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "# A page\n".write(toFile: path, atomically: false, encoding: .utf8)
    #expect(throws: Failure.self) { try Results(heading: "A day.").write(to: path) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "# A page\n")
  }
}
