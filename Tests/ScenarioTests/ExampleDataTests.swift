// The example's data in the repository are what the generator writes: nobody has edited them, and a change of
// the generator comes with its data.

import CZlib
import Foundation
import Testing

@testable import persona_sync_example_data

@Suite("The example's data")
struct ExampleDataTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("workspace-template/data")

  @Test("what is committed is exactly what the generator writes")
  func committedDataAreGenerated() throws {
    let files = exampleFiles()
    for file in files {
      let path = Self.folder.appendingPathComponent(file.name).path
      // Other versions of zlib may compress better or worse, so it is the content that is compared.
      let committed = try #require(content(ofFileAt: path), "\(file.name) is missing or broken")
      #expect(
        committed == file.bytes,
        "\(file.name) differs: run `swift run persona-sync-example-data workspace-template/data`")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(names.sorted() == files.map(\.name).sorted())
  }

  @Test("the data are small enough to lie in the repository: 1 MB a file, 2 MB together")
  func dataAreSmall() throws {
    let sizes = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).map {
      try Data(contentsOf: Self.folder.appendingPathComponent($0)).count
    }
    #expect(sizes.allSatisfy { $0 < 1_000_000 })
    #expect(sizes.reduce(0, +) < 2_000_000)
  }

  @Test("the dates of the example are the calendar's, on both sides of summer time")
  func datesAreTheCalendars() {
    // python3 -c "from datetime import *; from zoneinfo import *; z = ZoneInfo('Europe/Berlin');
    //   print(datetime(2026, 3, 29, 1, 59, 59, tzinfo=z).astimezone(timezone.utc), ...)"
    #expect(LocalTime(day: 0, second: 0).utcText == "2025-12-31T23:00:00Z")
    #expect(LocalTime(day: 87, second: 7_199).utcText == "2026-03-29T00:59:59Z")
    #expect(LocalTime(day: 87, second: 10_800).utcText == "2026-03-29T01:00:00Z")
    #expect(LocalTime(day: 150, second: 86_399).utcText == "2026-05-31T21:59:59Z")
    #expect(LocalTime(day: -300, second: 32_689).wallText == "2025-03-07 09:04:49")
  }

  @Test("the draws are those of SplitMix64")
  func drawsAreSplitMix64() {
    // The published first outputs for the state 1234567 (vigna's splitmix64.c):
    var random = Random(state: 1_234_567)
    let draws = (0..<3).map { _ in random.next() }
    #expect(draws == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }

  /// A file's bytes, decompressed if they are compressed.
  private func content(ofFileAt path: String) -> [UInt8]? {
    guard let file = unsafe gzopen(path, "rb") else { return nil }
    defer { unsafe _ = gzclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe gzread(file, &block, UInt32(block.count))
      guard count > 0 else { return count == 0 ? bytes : nil }
      bytes += block.prefix(Int(count))
    }
  }
}
