// What a source gives does not depend on block size, threads or compression, and broken records stay alone.

import Digest
import EventStream
import Foundation
import Persona
import Testing

/// SplitMix64; the seed stands in the failure message.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

@Suite struct IndependenceTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Every block size and number of threads gives what one block gives.
  private func expectIndependence(
    _ mapping: SourceMapping, blockBytes: [Int], seed: UInt64,
    _ location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let whole = try read(mapping, in: folder, threads: 1, blockBytes: 1 << 16)
    for size in blockBytes {
      for threads in [1, 2, 7] {
        let split = try read(mapping, in: folder, threads: threads, blockBytes: size)
        #expect(
          split.rows == whole.rows, "blocks of \(size), \(threads) threads, seed \(seed)",
          sourceLocation: location)
        #expect(split.summary == whole.summary, "blocks of \(size), seed \(seed)", sourceLocation: location)
      }
    }
  }

  @Test("of events at the same newest time the first gives the place", arguments: [1, 1 << 16])
  func newestPlace(blockBytes: Int) throws {
    try folder.write("t.csv", "t,e\n2026-01-01,a\n2026-01-02,a\n2026-01-02,b\n2026-01-02,c\n")
    let mapping = SourceMapping(
      name: "app", files: ["t.csv"], time: .field(FieldPath("t")), event: .field(FieldPath("e")))
    let newest = try read(mapping, in: folder, blockBytes: blockBytes).summary.newest
    #expect(newest?.location.line == 3)
  }

  @Test("tables give the same rows and digest in any blocks and threads", arguments: [1, 2, 3] as [UInt64])
  func tables(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = ["a", "bc", ",", ",", "\"", "\"\"", "\n", "\n", "\r\n", "é", "\"x\ny\","]
    let text = (0..<120).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    try folder.write("t.csv", "a,b\n" + text)
    try expectIndependence(
      .traits(["a", "b"], files: ["t.csv"], format: .delimited(UInt8(ascii: ","))),
      blockBytes: [1, 2, 3, 5, 17, 64], seed: seed)
  }

  @Test(
    "JSON arrays give the same rows and digest in any blocks and threads", arguments: [1, 2, 3] as [UInt64])
  func arrays(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "{\"a\":1}", ",", ",\n", "{\"a\":\"]\\\"}\"}", "[", "]", "{", "\n", "\"", " ",
      "{\"a\":[2,3],\n\"b\":1}",
    ]
    let text = (0..<60).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    try folder.write("t.json", "[" + text)
    try expectIndependence(
      .traits(["a"], files: ["t.json"], format: .jsonArray), blockBytes: [1, 2, 3, 5, 17, 64], seed: seed)
  }

  @Test("a broken line never takes the next one with it", arguments: [1, 2, 3, 4] as [UInt64])
  func brokenLines(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let broken = [
      "{\"a\":\"x", "{\"a\":1", "{\"a\":1}}", "{\"a\":", "[1]", "\"a\"", "{\"a\":\"\\q\"}", "{\"a\":01}",
      "{\"b\":tru,\"a\":1}",
      "{\"b\":[1,{\"a\":1}", "{\"b\":{\"c\":nul},\"a\":2}", "<html>", "{\"a\":1} {\"a\":2}", "\u{1}",
      "{\"a\":\"\t\"}", "{'a':1}",
      "{\"a\":-}", "{\"a\":1.}", "{\"b\":\"\\ud800\",\"a\":1}", "{\"a\" 1}", "{\"a\":1,}",
      "\u{feff}{\"a\":1}",
    ]
    var text = ""
    var good: [Int] = []
    var bad: [Int] = []
    for line in 1...200 {
      switch UInt8.random(in: 0..<4, using: &random) {
      case 0:
        text += (broken.randomElement(using: &random) ?? "") + "\n"
        bad.append(line)
      case 1: text += Bool.random(using: &random) ? "\n" : "  \r\n"
      default:
        text += "{\"x\":{\"a\":0},\"a\":\"\(line)\"}\n"
        good.append(line)
      }
    }
    try folder.write("t.jsonl", text)
    let mapping = SourceMapping.traits(["a"], files: ["t.jsonl"], format: nil)
    let reading = try read(mapping, in: folder)
    #expect(reading.rows.map(\.line) == good, "seed \(seed)")
    #expect(reading.rows.map(\.traits) == good.map { ["0=\($0)"] }, "seed \(seed)")
    #expect(reading.rejects == ["not a JSON object": Array(bad.prefix(5))], "seed \(seed)")
    #expect(reading.summary.rejected == bad.count)
    try expectIndependence(mapping, blockBytes: [1, 13, 100], seed: seed)
  }

  /// gzip.compress(a, mtime=0) + gzip.compress(b, mtime=0), and `zstd -c` of each, with
  /// a = '{"a":1}\n{"a":2}\n', b = '{"a":3}\n{"a":4}'; base64.
  static let gzip =
    "H4sIAAAAAAACA6tWSlSyMqzlqgbRRrVcAGbAWhkQAAAAH4sIAAAAAAACA6tWSlSyMq7lqgbRJrUAARAzaw8AAAA="
  static let zstd =
    "KLUv/QRYgQAAeyJhIjoxfQp7ImEiOjJ9Cu7trPIotS/9BFh5AAB7ImEiOjN9CnsiYSI6NH0HRK6J"

  @Test("compressed files of several parts read like plain ones", arguments: [gzip, zstd])
  func compressed(base64: String) throws {
    try folder.write("plain.jsonl", "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n{\"a\":4}")
    let bytes = Array(try #require(Data(base64Encoded: base64)))
    try folder.write("packed.jsonl", bytes)
    let plain = try read(.traits(["a"], files: ["plain.jsonl"], format: nil), in: folder)
    let packed = try read(.traits(["a"], files: ["packed.jsonl"], format: nil), in: folder)
    #expect(packed.rows == plain.rows)
    #expect(packed.summary.digest == plain.summary.digest)
    #expect(packed.summary.bytes == bytes.count)
    #expect(plain.rows.count == 4)
  }

  @Test("a compressed file cut short anywhere is refused", arguments: [gzip, zstd])
  func truncated(base64: String) throws {
    let bytes = Array(try #require(Data(base64Encoded: base64)))
    // The first part ends half-way; there a file may end.
    for count in 5..<(bytes.count - 1) where count % 3 == 0 {
      try folder.write("cut.jsonl", Array(bytes.prefix(count)))
      let failure = failure(of: .traits(["a"], files: ["cut.jsonl"], format: nil), in: folder)
      if failure != nil { #expect(failure?.summary == "cut.jsonl ends too early", "cut at \(count)") }
    }
    try folder.write("cut.jsonl", Array(bytes.dropLast(3)))
    let failure = failure(of: .traits(["a"], files: ["cut.jsonl"], format: nil), in: folder)
    #expect(failure?.summary == "cut.jsonl ends too early")
  }

  @Test("the digest is the sum over the records, whatever file and order they come in")
  func digest() throws {
    try folder.write("one.csv", "a,b\n1,2\n3,4\n\"5\n\",6\n")
    try folder.write("two.csv", "b,a\r\n3,4\r\n")
    try folder.write("three.csv", "a,b\n\"5\n\",6\n\n1,2")
    let one = try read(.traits(["a"], files: ["one.csv"], format: nil), in: folder)
    let others = try read(.traits(["a"], files: ["two.csv", "three.csv"], format: nil), in: folder)
    #expect(one.summary.digest == others.summary.digest)
    #expect(Set(others.rows.map(\.traits)) == [["0=4"], ["0=5\n"], ["0=1"]])
    #expect(others.summary.files == ["three.csv", "two.csv"])
  }

  /// By Python's xxhash:
  ///
  ///     records = (bytes((7 * i + n) % 256 for i in range(n)) for n in range(1, 1001))
  ///     print("%032x" % (sum(map(xxhash.xxh3_128_intdigest, records)) % 2**128))
  @Test("the digest is a sum of XXH3 that other programs can make, in any order")
  func digestByOthers() {
    var forwards = RecordSetDigest()
    var backwards = RecordSetDigest()
    for count in 1...1000 {
      for (number, isForwards) in [(count, true), (1001 - count, false)] {
        let record = (0..<number).map { UInt8(truncatingIfNeeded: 7 * $0 + number) }
        // The span ends with the statement.
        if isForwards {
          unsafe forwards.add(record.span.bytes)
        } else {
          unsafe backwards.add(record.span.bytes)
        }
      }
    }
    #expect(forwards.text == "xxh3-128:a42025c56045d65e95221308e15b8382")
    #expect(backwards == forwards)
  }

  @Test("records later than the end are counted apart, and are in no other figure")
  func later() throws {
    try folder.write("now.csv", "t,a\n2026-01-01,1\n2026-01-03,2\n")
    try folder.write("then.csv", "t,a\n2026-01-01,1\n")
    func mapping(_ file: String) -> SourceMapping {
      SourceMapping(
        name: "t", files: [file], time: .field(FieldPath("t")), event: .constant("e"),
        traits: [.init(name: "a", value: .field(FieldPath("a")))])
    }
    let then = try read(mapping("then.csv"), in: folder)
    // The end of a quarter-hour, and a time within one.
    for end in [1_767_225_600_000_000 - 1 + 900_000_000, 1_767_225_600_000_000] as [Int64] {
      let now = try read(mapping("now.csv"), in: folder, until: end)
      #expect(now.summary.records == 1)
      #expect(now.summary.later == 1)
      #expect(now.summary.digest == then.summary.digest)
      #expect(now.summary.newest?.time == 1_767_225_600_000_000)
      #expect(now.summary.newest?.location == SourceLocation(file: "now.csv", line: 2))
    }
  }
}
