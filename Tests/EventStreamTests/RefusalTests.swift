// Every reason for rejecting a record, and every way in which a source cannot be read at all.

import EventStream
import Foundation
import Persona
import Testing

@Suite struct RefusalTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func mapping(_ file: String, format: SourceMapping.Format? = nil) -> SourceMapping {
    SourceMapping(
      name: "test", files: [file], format: format, time: .field(FieldPath("t")), event: .constant("e"),
      revenue: AmountRule(factors: [.field(FieldPath("m")), .field(FieldPath("q"))]),
      traits: [.init(name: "a", value: .field(FieldPath("a")))],
      properties: [.init(name: "n", field: FieldPath("n"), kind: .number)])
  }

  @Test("each thing wrong with a record has its reason and its line")
  func tableReasons() throws {
    let long = String(repeating: "x", count: Limits.textBytes + 1)
    let lines = [
      "t,a,m,q,n", "2026-01-01,ok,2,1.5,7", ",a,,,", "yesterday,a,,,", "2026-01-01,a,ten,1,",
      "2026-01-01,a,1,1e13,",
      "2026-01-01,a,,,x", "2026-01-01,a,,,99999999999999", "2026-01-01,\(long),,,", "2026-01-01,a,,",
      "2026-01-01,a,,,,",
      "2026-01-01,§,,,", "2026-01-01,\"a,,,", "2026-01-01,still here,,,",
    ]
    // Without its first byte, the sign is no UTF-8.
    try folder.write("t.csv", Array(lines.joined(separator: "\n").utf8).filter { $0 != 0xc2 })
    let reading = try read(mapping("t.csv"), in: folder)
    #expect(reading.rows.map(\.traits) == [["0=ok"], ["0=still here"]])
    #expect(reading.rows[0].amount == 3_000_000)
    #expect(
      reading.rejects == [
        "no time": [3], "the time is in an unknown form": [4], "the amount is not a number": [5],
        "the number is too large": [6, 8], "a property is not a number": [7],
        "a text is longer than 64 KiB": [9],
        "fewer fields than the header": [10], "more fields than the header": [11],
        "a quote is not closed": [13],
        "not valid UTF-8": [12],
      ])
  }

  @Test("each thing wrong with a JSON record has its reason and its line")
  func jsonReasons() throws {
    let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    let text = "{\"a\":1}\n{\"a\":\(deep)}\n[]\n{\"b\":\"" + "§" + "\"}\n{\"a\":2}\n"
    try folder.write("t.jsonl", Array(text.utf8).filter { $0 != 0xc2 })
    let reading = try read(.traits(["a"], files: ["t.jsonl"], format: nil), in: folder)
    #expect(reading.rows.map(\.traits) == [["0=1"], ["0=2"]])
    #expect(
      reading.rejects == [
        "the JSON is nested deeper than 128 levels": [2], "not a JSON object": [3], "not valid UTF-8": [4],
      ])
  }

  @Test("an array that is not closed, and text behind one, are rejected where they stand")
  func arrayReasons() throws {
    try folder.write("open.json", "[{\"a\":1},\n{\"a\":2\n{\"a\":3},\n{\"a\":4}\n")
    let open = try read(.traits(["a"], files: ["open.json"], format: nil), in: folder)
    #expect(open.rows.map(\.traits) == [["0=1"], ["0=3"]])
    #expect(open.rejects == ["the JSON array or an element of it is not closed": [2, 4]])
    try folder.write("behind.json", "[{\"a\":1}]\n\nmore\nand more")
    let behind = try read(.traits(["a"], files: ["behind.json"], format: nil), in: folder)
    #expect(behind.rows.count == 1)
    #expect(behind.rejects == ["text after the end of the JSON array": [3]])
  }

  @Test("a line of 100 MB is one rejected record, and memory does not grow with it", arguments: [0, 300])
  func hugeLine(quoted: Int) throws {
    // A hole in the file behind the first 70 kB, which show no NUL.
    let head = "a\n1\n" + (quoted > 0 ? "\"" : "") + String(repeating: "x", count: 70_000)
    try folder.write("t.csv", head)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: folder.path + "/t.csv"))
    try file.truncate(atOffset: 100_000_000)
    try file.seekToEnd()
    try file.write(contentsOf: Data("\n2\n".utf8))
    try file.close()
    let before = peakMemoryKilobytes()
    let reading = try read(.traits(["a"], files: ["t.csv"], format: nil), in: folder)
    #expect(reading.rows.map(\.traits) == [["0=1"], ["0=2"]])
    #expect(reading.rejects == ["the record is longer than 1 MiB": [3]])
    if let before, let after = peakMemoryKilobytes() { #expect(after - before < 90_000) }
  }

  /// The most memory this process had; Linux only.
  private func peakMemoryKilobytes() -> Int? {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
    return line.flatMap { Int($0.filter(\.isNumber)) }
  }

  @Test(
    "an id that lost digits in a spreadsheet names nobody, no event and no order",
    arguments: [
      ("3.60001E+11", true), ("3,60001E+11", true), ("3.6e+11", true), ("4E+11", true), ("1e+05", true),
      ("1.2E+105", true), ("3.60001234567E+11", false), ("1.5E+1", false), ("3.60001E11", false),
      ("E+11", false), ("a.6E+11", false), ("3.6+E+11", false), ("3;6E+11", false), ("36.1E+11", false),
      ("3.E+11", false), ("a+b", false), ("mail+11", false), ("+491511234567", false), ("1+2", false),
    ])
  func roundedIDs(id: String, isRounded: Bool) throws {
    for place in 0..<3 {
      let values = (0..<3).map { $0 == place ? "\"\(id)\"" : "x" }.joined(separator: ",")
      try folder.write("t.csv", "person,key,order\na,b,c\n\(values)\n")
      let mapping = SourceMapping(
        name: "t", files: ["t.csv"], time: .constant("2026-01-01"), id: .field(FieldPath("key")),
        event: .constant("e"), order: .field(FieldPath("order")),
        identifiers: [.init(kind: "user", value: .field(FieldPath("person")))])
      let reading = try read(mapping, in: folder)
      #expect(
        reading.rejects == (isRounded ? ["an id is a rounded number, such as 3.60001E+11": [3]] : [:]))
    }
  }

  @Test(
    "a record of just the limit is read, a byte more is too long",
    arguments: [1, 4096, 1 << 20, 2 << 20, 4 << 20])
  func limit(blockBytes: Int) throws {
    let most = Limits.recordBytes
    let lines = [
      "a,b", "1," + String(repeating: "x", count: most - 2), "2," + String(repeating: "x", count: most - 1),
      "3,\"" + String(repeating: "\n", count: most - 4) + "\"",
      "4,\"" + String(repeating: "\n", count: 10) + "x", "5,y",
    ]
    try folder.write("t.csv", lines.joined(separator: "\n"))
    let reading = try read(.traits(["a"], files: ["t.csv"], format: nil), in: folder, blockBytes: blockBytes)
    #expect(reading.rows.map(\.traits) == [["0=1"], ["0=3"], ["0=5"]])
    #expect(
      reading.summary.rejects.map { [$0.reason, "\($0.locations.first?.line ?? 0)"] } == [
        ["the record is longer than 1 MiB", "3"], ["a quote is not closed", "\(most + 1)"],
        ["fewer fields than the header", "\(most + 11)"],
      ])
  }

  /// Every line opens a quote, and closes and opens one where it is within one.
  @Test("quotes that are never closed end where they are, in any blocks", arguments: [1 << 16, 4 << 20])
  func openQuotes(blockBytes: Int) throws {
    let (line, last) = ("x\"y,\"z\n", "x\"y,z\n")
    let count = 170_000
    try folder.write("t.csv", "a,b\n" + String(repeating: line, count: count) + last + "1,2\n3,4\n")
    let reading = try read(.traits(["a"], files: ["t.csv"], format: nil), in: folder, blockBytes: blockBytes)
    // The first line from which the last is near enough begins a record.
    let whole = (Limits.recordBytes - last.utf8.count + 1) / line.utf8.count
    let reasons = ["the record is longer than 1 MiB", "a quote is not closed"]
    let broken = reading.summary.rejects.filter { reasons.contains($0.reason) }
    #expect(broken.reduce(0) { $0 + $1.count } == count - whole)
    #expect(reading.rows.map(\.traits).suffix(2) == [["0=1"], ["0=3"]])
  }

  @Test("a line of just the limit is read, a byte more is too long", arguments: [1 << 20, 4 << 20])
  func limitOfLines(blockBytes: Int) throws {
    // So many short ones that a block ends in the first long one.
    let short = String(repeating: object(0, bytes: 63) + "\n", count: (3 << 20) / 64)
    let lines = [
      object(1, bytes: Limits.recordBytes), object(2, bytes: Limits.recordBytes + 1), object(3, bytes: 63),
    ]
    try folder.write("t.jsonl", short + lines.joined(separator: "\n"))
    let reading = try read(
      .traits(["a"], files: ["t.jsonl"], format: nil), in: folder, blockBytes: blockBytes)
    #expect(reading.rows.map(\.traits).suffix(3) == [["0=0"], ["0=1"], ["0=3"]])
    #expect(reading.summary.rejects.map(\.count) == [1])
  }

  @Test("an element of just the limit is read, a byte more is too long", arguments: [1, 4 << 20])
  func limitOfElements(blockBytes: Int) throws {
    let elements = [
      object(1, bytes: Limits.recordBytes), object(2, bytes: Limits.recordBytes + 1), object(3, bytes: 64),
    ]
    try folder.write("t.json", "[" + elements.joined(separator: ",\n") + "]")
    let reading = try read(
      .traits(["a"], files: ["t.json"], format: .jsonArray), in: folder, blockBytes: blockBytes)
    #expect(reading.rows.map(\.traits) == [["0=1"], ["0=3"]])
    #expect(reading.summary.rejects.map(\.reason) == ["the record is longer than 1 MiB"])
  }

  private func object(_ number: Int, bytes: Int) -> String {
    let start = "{\"a\":\(number),\"b\":\""
    return start + String(repeating: "x", count: bytes - start.utf8.count - 2) + "\"}"
  }

  @Test("a source that cannot be read says why")
  func failures() throws {
    func message(_ file: String, _ bytes: [UInt8], format: SourceMapping.Format? = nil) throws -> String? {
      try folder.write(file, bytes)
      return failure(of: .traits(["plan"], files: [file], format: format), in: folder)?.summary
    }
    func message(_ file: String, _ text: String, format: SourceMapping.Format? = nil) throws -> String? {
      try message(file, Array(text.utf8), format: format)
    }
    #expect(try message("u.csv", [0xff, 0xfe, 0x61, 0]) == "cannot read u.csv: it is UTF-16")
    #expect(
      try message("z.zip", [0x50, 0x4b, 3, 4, 0])
        == "cannot read z.zip: it is a zip archive or an Excel workbook")
    #expect(try message("n.csv", [0x61, 0, 0x61]) == "cannot read n.csv: it holds NUL bytes")
    #expect(try message("g.gz", [0x1f, 0x8b, 1, 2, 3, 4]) == "cannot decompress g.gz")
    #expect(
      try message("z.zst", [0x28, 0xb5, 0x2f, 0xfd, 4, 0x58, 0xff, 0xff, 0xff, 0xff])
        == "cannot decompress z.zst")
    #expect(try message("q.csv", "a,\"plan\n1,2") == "a quote in the header is not closed")
    #expect(try message("d.csv", "plan,b,plan\n1,2,3") == "the column `plan` stands twice in the header")
    #expect(try message("a.json", "{\"a\":1}", format: .jsonArray) == "a.json is not a JSON array")
    #expect(
      try message("l.csv", String(repeating: "x", count: Limits.recordBytes + 1))
        == "the header is longer than 1 MiB")
    #expect(failure(of: .traits(["a"], files: ["none.csv"], format: nil), in: folder) != nil)
    var zone = SourceMapping.traits(["a"], files: ["d.csv"], format: nil)
    zone.timeZone = "Mars/Olympus"
    #expect(failure(of: zone, in: folder)?.summary.contains("Mars/Olympus") == true)
  }

  @Test("a pipe and a device in place of a file are refused before anything is waited for")
  func noFile() throws {
    let made = unsafe mkfifo(folder.path + "/pipe.csv", 0o600)
    #expect(made == 0)
    for file in ["pipe.csv", "/dev/zero"] {
      #expect(
        failure(of: .traits(["a"], files: [file], format: nil), in: folder)?.summary
          == "cannot read \(file): it is not a regular file")
    }
  }

  @Test("a mapped column that no header has is named, with the nearest one")
  func missingColumn() throws {
    try folder.write("a.csv", " Plan ,b\n1,2\n")
    let near = failure(of: .traits(["plans"], files: ["a.csv"], format: nil), in: folder)
    #expect(near?.summary == "there is no column `plans`")
    #expect(near?.hint == "did you mean `Plan`?")
    #expect(near?.location == SourceLocation(file: "a.csv", line: 1))
    let wrong = failure(
      of: .traits(["Plan"], files: ["a.csv"], format: .delimited(UInt8(ascii: ";"))), in: folder)
    #expect(wrong?.hint == "the header looks as if it were separated by `,`: set the source's `format`")
    try folder.write("b.csv", "b,c\n1,2\n")
    let both = try read(.traits(["Plan", "c"], files: ["a.csv", "b.csv"], format: nil), in: folder)
    #expect(both.rows.map(\.traits) == [["0=1"], ["1=2"]])
  }

  @Test("empty files and headers without records give nothing, and that is no failure")
  func empty() throws {
    for text in ["", "\n\n", "plan\n", "\u{feff}", "plan,x"] {
      try folder.write("e.csv", text)
      let reading = try read(.traits(["plan"], files: ["e.csv"], format: nil), in: folder)
      #expect(reading.summary.records == 0)
      #expect(reading.rejects == [:])
    }
    try folder.write("e.json", "[\n]\n")
    #expect(try read(.traits(["plan"], files: ["e.json"], format: nil), in: folder).summary.records == 0)
  }

  @Test("what the caller throws ends the reading and comes through")
  func callerThrows() throws {
    struct Enough: Error {}
    try folder.write("t.csv", "a\n" + String(repeating: "1\n", count: 10_000))
    let reader = SourceReader(
      mapping: .traits(["a"], files: ["t.csv"], format: nil), root: folder.path,
      options: ReadOptions(threads: 3, blockBytes: 100))
    #expect(throws: Enough.self) { try reader.reading { _ in throw Enough() } }
  }
}
