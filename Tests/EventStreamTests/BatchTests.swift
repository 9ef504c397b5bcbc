// When batches are handed over: at so many rows, and at so many bytes of texts.

import Synchronization
import Testing

@testable import EventStream

@Suite("Batches")
struct BatchTests {
  @Test("long texts fill a batch long before its rows do, and what is read is the same")
  func longTexts() throws {
    let folder = try TemporaryFolder()
    let long = String(repeating: "x", count: 60_000)
    try folder.write("t.csv", "a\n" + (0..<100).map { "\($0)\(long)\n" }.joined())
    var options = ReadOptions(threads: 1, blockBytes: 1 << 16)
    let mapping = SourceMapping.traits(["a"], files: ["t.csv"], format: nil)
    let whole = try segments(mapping, folder, options)
    options.batchBytes = 1 << 20
    let parts = try segments(mapping, folder, options)
    #expect(whole.count == 1)
    // One block more than the bound.
    #expect(parts.allSatisfy { $0.bytes < 2 << 20 })
    #expect(parts.flatMap(\.traits).sorted() == whole.flatMap(\.traits).sorted())
  }

  private func segments(
    _ mapping: SourceMapping, _ folder: TemporaryFolder, _ options: ReadOptions
  ) throws -> [(bytes: Int, traits: [String])] {
    let found = Mutex([(bytes: Int, traits: [String])]())
    _ = try SourceReader(mapping: mapping, root: folder.path, options: options).reading { segment in
      let batch = try segment.batch(properties: mapping.properties)
      let traits = Row.all(of: batch).flatMap(\.traits)
      found.withLock { $0.append((batch.strings.bytes.count, traits)) }
    }
    return found.withLock { $0 }
  }
}
