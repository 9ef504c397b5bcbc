// Arrays that are broken in many places: what each element is does not depend on how its end was found.

import Testing

@testable import EventStream

@Suite("Broken arrays")
struct BrokenArrayTests {
  /// The end of one element, looked for from its start.
  private func end(ofElementAt start: Int, in text: [UInt8]) -> Int? {
    var depth = 0
    var inString = false
    var index = start
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\\") where inString && index + 1 < text.count && text[index + 1] != newline:
        index += 1
      case UInt8(ascii: "\""): inString.toggle()
      case newline: inString = false
      case _ where inString: break
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]") where depth == 0: return index
      case UInt8(ascii: ",") where depth == 0: return index
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth = max(0, depth - 1)
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The places that are not within strings.
  private func placesOutsideStrings(_ text: [UInt8]) -> [Int] {
    var places: [Int] = []
    var inString = false
    var index = 0
    while index < text.count {
      if !inString { places.append(index) }
      switch text[index] {
      case UInt8(ascii: "\\") where inString && index + 1 < text.count && text[index + 1] != newline:
        index += 1
      case UInt8(ascii: "\""): inString.toggle()
      case newline: inString = false
      default: break
      }
      index += 1
    }
    return places
  }

  @Test("every element ends where it does when it is looked at alone", arguments: 1...20)
  func ends(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let text = (0..<30).map { _ in "{{[}}],,\"\"\\a\n".utf8.randomElement(using: &random) ?? 0 }
      let ends = ElementEnds(in: text.span, from: 0, to: text.count, lineEnd: newline)
      for start in placesOutsideStrings(text) {
        #expect(
          ends.end(ofElementAt: start) == end(ofElementAt: start, in: text),
          "seed \(seed), place \(start): \(String(decoding: text, as: UTF8.self))")
      }
    }
  }

  @Test(
    "an array of which every line is broken is read once",
    arguments: ["{\n", "{}\n", "{},{\n", "{\"a\":[\n", "\n"])
  func brokenLines(line: String) throws {
    let folder = try TemporaryFolder()
    let count = 150_000
    let blanks = String(repeating: " ", count: 2 << 20)
    try folder.write(
      "t.json", "[{\n" + String(repeating: line, count: count) + blanks + "\nx\n{\"a\":1},\n{\"a\":2}]")
    let reader = SourceReader(
      mapping: .traits(["a"], files: ["t.json"], format: .jsonArray), root: folder.path,
      options: ReadOptions())
    // With a mebibyte of reading for every line, it would take hours.
    let summary = try reader.reading { _ in }.summary(until: nil)
    let broken = summary.rejects.first { $0.reason.contains("longer") || $0.reason.contains("closed") }
    #expect(try #require(broken).count >= (line == "\n" ? 1 : count))
  }

  @Test("goes on at the next line with an object, wherever what is read at once ends")
  func lineAtEnd() throws {
    let folder = try TemporaryFolder()
    let bytes = BufferSizes(blockBytes: 64, constantBytes: 0).data
    for place in -2...2 {
      let broken = "[{" + String(repeating: "x", count: bytes - 3 + place)
      try folder.write("t.json", broken + "\n{\"a\":1}]")
      let reading = try read(
        .traits(["a"], files: ["t.json"], format: .jsonArray), in: folder, blockBytes: 64)
      #expect(reading.rows.map(\.traits) == [["0=1"]], "\(place)")
    }
  }

  @Test("a text ends with its line, also behind a backslash")
  func backslash() throws {
    let folder = try TemporaryFolder()
    try folder.write("t.json", "[{\"a\":\"x\\\n},{\"a\":1}]")
    let reading = try read(.traits(["a"], files: ["t.json"], format: .jsonArray), in: folder)
    #expect(reading.rows.map(\.traits) == [["0=1"]])
    #expect(reading.summary.rejected == 1)
  }
}
