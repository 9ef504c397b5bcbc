// What is kept of a source saves reading, and changes nothing that is read.

import Foundation
import Persona
import Testing

@testable import EventStream

@Suite struct CacheTests {
  let folder: TemporaryFolder
  var source: KeptSource

  init() throws {
    folder = try TemporaryFolder()
    source = KeptSource(in: folder)
  }

  /// Rows with quoted line breaks, broken records, repeated identifiers and times in several quarter-hours.
  static func rows(_ count: Int, from first: Int = 0) -> String {
    (first..<(first + count)).map { row in
      switch row % 7 {
      case 3: "2026-01-0\(1 + row % 9)T10:00:00Z,\(row),\"a \"\"b\"\"\nc\",,u\(row % 5),,\n"
      case 5: "never,\(row),e,s,u,p,1\n"
      default:
        "2026-01-0\(1 + row % 9)T1\(row % 10):\(10 + row):07Z,\(row),e\(row % 3),s,u\(row % 5),gold,\(row).5\n"
      }
    }.joined()
  }

  private func append(_ text: String, to file: String = "t.csv") throws {
    let handle = try #require(FileHandle(forWritingAtPath: folder.path + "/" + file))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }

  private func expectSame(
    _ read: Segments, _ comment: Comment? = nil, _ location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let anew = try source.readAnew()
    #expect(read.rows == anew.rows, comment, sourceLocation: location)
    #expect(read.summary == anew.summary, comment, sourceLocation: location)
    #expect(read.firstSeen == anew.firstSeen, comment, sourceLocation: location)
  }

  @Test("the second time nothing of the source is read")
  mutating func nothingNew() throws {
    try folder.write("t.csv", KeptSource.header + Self.rows(40))
    let first = try source.read()
    try expectSame(first)
    #expect(first.summary.bytesRead > 1000)
    let second = try source.read()
    #expect(second.summary.bytesRead == 0)
    try expectSame(second)
  }

  @Test("a file that was touched, or that was young when it was read, is known by its bytes")
  mutating func touched() throws {
    try folder.write("t.csv", KeptSource.header + Self.rows(40))
    source.now = 0
    let first = try source.read()
    // Verified, and young again.
    let second = try source.read()
    #expect(second.summary.bytesRead == first.summary.bytes)
    source.now = .max
    let third = try source.read()
    #expect(third.summary.bytesRead == first.summary.bytes)
    #expect(source.keptFiles.count { $0.hasSuffix(".segment") } > 5)
    let fourth = try source.read()
    #expect(fourth.summary.bytesRead == 0)
    for read in [second, third, fourth] { try expectSame(read) }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: folder.path + "/t.csv")
    let fifth = try source.read()
    #expect(fifth.summary.bytesRead == first.summary.bytes)
    try expectSame(fifth)
    #expect(try source.read().summary.bytesRead == 0)
  }

  @Test("a file changed in one byte is parsed again, wherever the byte is")
  mutating func changedByte() throws {
    source.now = 0
    let text = Array((KeptSource.header + Self.rows(12)).utf8)
    for place in stride(from: KeptSource.header.utf8.count, to: text.count, by: 7) {
      try folder.write("t.csv", text)
      _ = try source.read()
      var changed = text
      changed[place] ^= 1
      try folder.write("t.csv", changed)
      try expectSame(try source.read(), "byte \(place)")
    }
  }

  @Test("a file changed in place is parsed again, also with the size and the modification time that it had")
  mutating func changedBack() throws {
    let path = folder.path + "/t.csv"
    let time = [FileAttributeKey.modificationDate: Date(timeIntervalSince1970: 1_700_000_000)]
    try folder.write("t.csv", KeptSource.header + Self.rows(40))
    try FileManager.default.setAttributes(time, ofItemAtPath: path)
    _ = try source.read()
    #expect(try source.read().summary.bytesRead == 0)
    let before = try #require(FileStamp(ofFileAt: path))
    repeat {
      try folder.write("t.csv", KeptSource.header + Self.rows(40).replacing("gold", with: "iron"))
      try FileManager.default.setAttributes(time, ofItemAtPath: path)
    } while FileStamp(ofFileAt: path) == before
    let after = try #require(FileStamp(ofFileAt: path))
    #expect(after.size == before.size && after.modified == before.modified && after.inode == before.inode)
    try expectSame(try source.read())
  }

  @Test("a stamp is trusted only when the file is older than any file system's tick")
  func young() {
    let second = 1_000_000_000
    func stamp(modified: Int, changed: Int) -> FileStamp {
      FileStamp(size: 1, modified: modified * second, changed: changed * second, inode: 1, device: 1)
    }
    #expect(stamp(modified: 90, changed: 97).isSettled(at: 100 * second))
    #expect(!stamp(modified: 90, changed: 98).isSettled(at: 100 * second))
    // A time that was set, before or behind the clock.
    #expect(!stamp(modified: 1, changed: 99).isSettled(at: 100 * second))
    #expect(!stamp(modified: 5000, changed: 90).isSettled(at: 100 * second))
  }

  @Test("a file that grew gives what it gives when it is read whole, wherever it was cut before")
  mutating func everyPrefix() throws {
    let text = Array((KeptSource.header + Self.rows(8)).utf8)
    try folder.write("t.csv", text)
    let anew = try source.readAnew()
    for cut in 0...text.count {
      try folder.write("t.csv", Array(text[..<cut]))
      // The start of a header is none.
      _ = try? source.read()
      try folder.write("t.csv", text)
      #expect(try source.read() == anew, "cut at \(cut)")
      try FileManager.default.removeItem(atPath: source.cacheFolder)
    }
  }

  @Test("a file may grow by any bytes at a time, and by one byte each time")
  mutating func everyByte() throws {
    for step in [1, 50] {
      let text = Array((KeptSource.header + Self.rows(10)).utf8)
      try? FileManager.default.removeItem(atPath: source.cacheFolder)
      for end in stride(from: KeptSource.header.utf8.count, through: text.count, by: step) {
        try folder.write("t.csv", Array(text[..<end]))
        try expectSame(try source.read(), "\(step) bytes at a time, \(end) bytes")
      }
      // Few stretches, however often it grew.
      #expect(source.keptFiles.count < 25)
    }
  }

  @Test("JSON lines, tables without quotes and JSON arrays grow as well")
  mutating func otherForms() throws {
    let texts: [(String, SourceMapping.Format?, [String]?, String)] = [
      (
        "t.jsonl", nil, nil,
        "\n{\"t\":\"2026-01-01\",\"e\":\"ä\",\"u\":1}\n{\"t\":1}\r\n\n{\"e\":\n{\"t\":\"2026-01-02\"}"
      ),
      ("t.json", .jsonArray, nil, "[{\"t\":\"2026-01-01\",\"e\":\"[\"},\n{\"t\":\"2026-01-02\"} ]\n"),
      ("t.txt", .whitespace, nil, "t e  u\n2026-01-01 a  b\n\n2026-01-02 c\n2026-01-03 d f"),
      ("t.txt", .whitespace, ["t", "e", "u"], "2026-01-01 a  b\n\n2026-01-02 c\n2026-01-03 d f"),
      (
        "t.tsv", nil, nil,
        "\u{feff}t\te\tu\r\n2026-01-01\t\"a\r\nb\"\tc\r\n2026-01-02\t\"d\te\r\n2026-01-03\tf\tg\r\n"
      ),
      ("t.csv", nil, nil, "t,e,u\r2026-01-01,a,b\r2026-01-02,\"c\",d\r"),
    ]
    for (file, format, columns, text) in texts {
      source.mapping = SourceMapping(
        name: "app", files: [file], format: format, columns: columns, time: .field(FieldPath("t")),
        event: .field(FieldPath("e")), identifiers: [.init(kind: "user", value: .field(FieldPath("u")))])
      try folder.write(file, text)
      let anew = try source.readAnew()
      for cut in 0...text.utf8.count {
        try? FileManager.default.removeItem(atPath: source.cacheFolder)
        try folder.write(file, Array(text.utf8.prefix(cut)))
        _ = try? source.read()
        try folder.write(file, text)
        #expect(try source.read() == anew, "\(file) cut at \(cut)")
      }
    }
  }

  /// What is longer than a record may be, in quotes and not, with a quote that never ends, and in JSON.
  @Test(
    "a file may grow in the middle of a record that is too long",
    arguments: [
      ("t.csv", "t,e,u\n2026-01-01,a,b\n2026-01-02,", "x", ",c\n2026-01-03,d,e\n"),
      ("t.csv", "t,e,u\n2026-01-01,a,b\n2026-01-02,\"\n", "x", "\",c\n2026-01-03,d,e\n"),
      (
        "t.csv", "t,e,u\n2026-01-01,a,b\n2026-01-02,\"\n", String(repeating: "x", count: 1023) + "\n",
        "2026-01-03,d,e\n"
      ),
      ("t.jsonl", "{\"t\":\"2026-01-01\",\"e\":1}\n{\"e\":\"", "x", "\"}\n{\"t\":\"2026-01-03\",\"e\":2}\n"),
    ])
  mutating func growsInLongRecord(file: String, start: String, filling: String, end: String) throws {
    source.mapping = SourceMapping(
      name: "app", files: [file], time: .field(FieldPath("t")), event: .field(FieldPath("e")))
    source.blockBytes = 1 << 16
    for room in [-12, 0, 100_000] {
      let count = (Limits.recordBytes + room) / filling.utf8.count
      let text = Array((start + String(repeating: filling, count: count) + end).utf8)
      try folder.write(file, text)
      let anew = try source.readAnew()
      for cut in [start.utf8.count + 1, text.count - 90_000, text.count - end.utf8.count, text.count - 20] {
        try? FileManager.default.removeItem(atPath: source.cacheFolder)
        try folder.write(file, Array(text[..<cut]))
        _ = try source.read()
        try folder.write(file, text)
        #expect(try source.read() == anew, "\(room) bytes over, cut at \(cut) of \(text.count)")
      }
    }
  }

  @Test("a grown file is read from its old end; what was there is only compared")
  mutating func tail() throws {
    source.batchRows = 1
    try folder.write("t.csv", KeptSource.header + Self.rows(40))
    let first = try source.read()
    try append(Self.rows(1, from: 40))
    let second = try source.read()
    // Compared once; parsed is the row alone.
    #expect(second.summary.bytesRead == second.summary.bytes)
    #expect(second.summary.bytes > first.summary.bytes)
    try expectSame(second)
  }

  @Test("a grown file whose old part was changed in one byte is parsed again")
  mutating func grownAndChanged() throws {
    let text = Array((KeptSource.header + Self.rows(12)).utf8)
    for place in stride(from: KeptSource.header.utf8.count, to: text.count - 40, by: 3) {
      try folder.write("t.csv", Array(text.dropLast(40)))
      _ = try source.read()
      var changed = text
      changed[place] ^= 1
      try folder.write("t.csv", changed)
      try expectSame(try source.read(), "byte \(place)")
    }
  }

  @Test("of a large file that grew a sample is compared, and in time all of it", arguments: [8, 2])
  mutating func sampled(part: Int) throws {
    source.batchRows = 1
    source.comparedBytes = 300
    source.mapping.traits = []
    let old = KeptSource.header + Self.rows(100)
    try folder.write("t.csv", old)
    _ = try source.read()
    try append(Self.rows(1, from: 100))
    let grown = try source.read()
    #expect(grown.summary.bytesRead < old.utf8.count / 4)
    try expectSame(grown)
    // As many bytes as before in the place of others, near the start or in the middle: with luck at once, or later.
    let file = try #require(FileHandle(forUpdatingAtPath: folder.path + "/t.csv"))
    let rest = Array(old.utf8).dropFirst(old.utf8.count / part)
    try file.seek(toOffset: UInt64(try #require(rest.firstRange(of: Array("gold".utf8))).lowerBound))
    try file.write(contentsOf: Data("iron".utf8))
    try file.close()
    var runs = 0
    repeat {
      try append(Self.rows(1, from: 101 + runs))
      runs += 1
    } while try !(source.read() == source.readAnew()) && runs < 100
    #expect(runs < 100)
    try expectSame(try source.read())
  }

  @Test(
    "a large file that grew is parsed again when its start or its old end is another", arguments: [16, -3])
  mutating func sampledEnds(place: Int) throws {
    source.comparedBytes = 300
    source.mapping.traits = []
    var text = Array((KeptSource.header + Self.rows(100)).utf8)
    try folder.write("t.csv", text)
    _ = try source.read()
    text[place < 0 ? text.count + place : place] ^= 1
    try folder.write("t.csv", text + Array(Self.rows(1).utf8))
    try expectSame(try source.read())
  }

  @Test("a table of what people are, or of records with versions, is compared in every byte")
  mutating func tables() throws {
    source.comparedBytes = 300
    let text = Array((KeptSource.header + Self.rows(100)).utf8)
    for hasTraits in [true, false] {
      if !hasTraits { (source.mapping.traits, source.mapping.version) = ([], .field(FieldPath("n"))) }
      for place in stride(from: text.count / 3, to: text.count - 100, by: 501) {
        try folder.write("t.csv", text)
        _ = try source.read()
        let file = try #require(FileHandle(forUpdatingAtPath: folder.path + "/t.csv"))
        try file.seek(toOffset: UInt64(place))
        try file.write(contentsOf: Data([text[place] ^ 1]))
        try file.close()
        try append(Self.rows(1))
        try expectSame(try source.read(), "byte \(place)")
      }
    }
  }

  @Test("a larger file in the place of another is compared in every byte")
  mutating func replaced() throws {
    source.comparedBytes = 300
    source.mapping.traits = []
    let text = Array((KeptSource.header + Self.rows(100)).utf8)
    for place in stride(from: text.count / 3, to: text.count - 100, by: 501) {
      try folder.write("t.csv", text)
      _ = try source.read()
      var changed = text + Array(Self.rows(1).utf8)
      changed[place] ^= 1
      try folder.write("new.csv", changed)
      #expect(unsafe rename(folder.path + "/new.csv", folder.path + "/t.csv") == 0)
      try expectSame(try source.read(), "byte \(place)")
    }
  }

  @Test("files that come, go, shrink and change places leave what the others gave")
  mutating func files() throws {
    source.mapping.files = ["*.csv"]
    for (name, first) in [("b", 0), ("c", 20), ("d", 40)] {
      try folder.write(name + ".csv", KeptSource.header + Self.rows(15, from: first))
    }
    try expectSame(try source.read())
    try folder.write("a.csv", KeptSource.header + Self.rows(3))
    let withA = try source.read()
    #expect(withA.summary.bytesRead == 15 + Self.rows(3).utf8.count)
    try expectSame(withA)
    try FileManager.default.removeItem(atPath: folder.path + "/b.csv")
    let withoutB = try source.read()
    #expect(withoutB.summary.bytesRead == 0)
    try expectSame(withoutB)
    try folder.write("c.csv", KeptSource.header + Self.rows(2))
    try expectSame(try source.read())
    for name in ["a", "c", "d"] { try FileManager.default.removeItem(atPath: folder.path + "/\(name).csv") }
    try folder.write("z.csv", KeptSource.header)
    try expectSame(try source.read())
    // Nothing is left of what is gone.
    #expect(source.keptFiles.count { $0.hasSuffix(".segment") } == 0)
  }

  @Test("a column that no header has is missed, also when every file is kept")
  mutating func missingColumn() throws {
    source.mapping.files = ["*.csv"]
    try folder.write("a.csv", KeptSource.header + Self.rows(3))
    try folder.write("b.csv", "t,e,u\n2026-01-01,x,1\n")
    _ = try source.read()
    try FileManager.default.removeItem(atPath: folder.path + "/a.csv")
    let anew = #expect(throws: Failure.self) { try source.readAnew() }
    let kept = #expect(throws: Failure.self) { try source.read() }
    #expect(anew == kept && anew?.summary.hasPrefix("there are no columns") == true)
  }

  @Test("another mapping is parsed anew; another name of a source, a trait or an identifier is not")
  mutating func mapping() throws {
    try folder.write("t.csv", KeptSource.header + Self.rows(20))
    _ = try source.read()
    source.mapping.traits[0].name = "tariff"
    source.mapping.identifiers[0].kind = "customer"
    source.mapping.properties[0].name = "number"
    #expect(try source.read().summary.bytesRead == 0)
    source.mapping.screen = .firstOf([.field(FieldPath("s")), .field(FieldPath("p"))])
    let other = try source.read()
    #expect(other.summary.bytesRead > 0)
    try expectSame(other)
    source.mapping.timeZone = "Europe/Berlin"
    #expect(try source.read().summary.bytesRead > 0)
    #expect(try source.read().summary.bytesRead == 0)
  }

  @Test("one tally serves every end of a window between two quarter-hours; for another end nothing is kept")
  mutating func ends() throws {
    try folder.write("t.csv", KeptSource.header + Self.rows(40))
    _ = try source.read()
    // 2026-01-05, and half a second into it.
    let end: Int64 = 1_767_571_200_000_000
    for until in [end - 1, end - 86_400_000_000 - 1] {
      let read = try source.read(until: until)
      let anew = try source.readAnew(until: until)
      #expect(read.summary.bytesRead == 0 && read.summary.later > 0)
      #expect(read.summary == anew.summary && read.rows == anew.rows)
    }
    let read = try source.read(until: end + 500_000)
    #expect(read.summary.bytesRead > 0)
    #expect(read.summary == (try source.readAnew(until: end + 500_000)).summary)
  }

  @Test("compressed files are known by their stamp alone")
  mutating func compressed() throws {
    source.mapping = .traits(["a"], files: ["t.jsonl"], format: nil)
    source.mapping.name = "app"
    let bytes = Array(try #require(Data(base64Encoded: IndependenceTests.gzip)))
    try folder.write("t.jsonl", bytes)
    let first = try source.read()
    #expect(first.summary.bytesRead == bytes.count)
    #expect(try source.read().summary.bytesRead == 0)
    try expectSame(try source.read())
    try folder.write("t.jsonl", bytes + bytes)
    let grown = try source.read()
    #expect(grown.summary.bytesRead == 2 * bytes.count)
    try expectSame(grown)
  }

  @Test("the cache stays within its limit, and what does not fit is read again")
  mutating func limit() throws {
    source.mapping.files = ["*.csv"]
    try folder.write("a.csv", KeptSource.header + Self.rows(40))
    try folder.write("b.csv", KeptSource.header + Self.rows(40, from: 40))
    _ = try source.read()
    let whole = SegmentCache.sizeBytes(in: source.cacheFolder)
    try FileManager.default.removeItem(atPath: source.cacheFolder)
    source.limitBytes = whole * 3 / 4
    for _ in 0..<2 { try expectSame(try source.read()) }
    let second = (KeptSource.header + Self.rows(40, from: 40)).utf8.count
    #expect(try source.read().summary.bytesRead == second)
    #expect(SegmentCache.sizeBytes(in: source.cacheFolder) < source.limitBytes)
    source.limitBytes = 0
    try FileManager.default.removeItem(atPath: source.cacheFolder)
    try expectSame(try source.read())
    #expect(source.keptFiles.count { $0.hasSuffix(".segment") } == 0)
  }

  @Test("when what was appended does not fit, what was kept before stays")
  mutating func limitOfGrowth() throws {
    try folder.write("t.csv", KeptSource.header + Self.rows(40))
    _ = try source.read()
    let kept = SegmentCache.sizeBytes(in: source.cacheFolder)
    source.limitBytes = kept + 100
    try append(Self.rows(20, from: 40))
    for _ in 0..<3 {
      let read = try source.read()
      #expect(read.summary.bytesRead <= read.summary.bytes)
      try expectSame(read)
      #expect(source.keptFiles.count { $0.hasSuffix(".segment") } > 5)
    }
    source.limitBytes = 1 << 30
    try expectSame(try source.read())
    #expect(try source.read().summary.bytesRead == 0)
  }

  @Test("what an old mapping made leaves room for the new when the cache is full")
  mutating func room() throws {
    try folder.write("t.csv", KeptSource.header + Self.rows(40))
    _ = try source.read()
    source.limitBytes = SegmentCache.sizeBytes(in: source.cacheFolder) * 3 / 2
    source.mapping.screen = nil
    try expectSame(try source.read())
    #expect(try source.read().summary.bytesRead == 0)
  }

  @Test("what a new mapping makes as the old one did stays when room is made for it")
  mutating func roomForTheSame() throws {
    try folder.write("t.csv", KeptSource.header + Self.rows(40))
    _ = try source.read()
    source.limitBytes = SegmentCache.sizeBytes(in: source.cacheFolder) * 3 / 2
    // All times have their zone.
    source.mapping.timeZone = "Europe/Berlin"
    try expectSame(try source.read())
    #expect(try source.read().summary.bytesRead == 0)
  }

  @Test("what an old mapping made stays as long as another run may read it, also when the cache is full")
  mutating func roomBesideAnother() throws {
    try folder.write("t.csv", KeptSource.header + Self.rows(40))
    _ = try source.read()
    let other = SegmentStore(cache: source.cache)
    defer { withExtendedLifetime(other) {} }
    let before = source.keptFiles
    source.limitBytes = SegmentCache.sizeBytes(in: source.cacheFolder) * 3 / 2
    source.mapping.screen = nil
    try expectSame(try source.read())
    #expect(Set(source.keptFiles).isSuperset(of: before))
  }

  @Test("what somebody else put into the folder of the cache stays")
  mutating func strangers() throws {
    try folder.write("t.csv", KeptSource.header + Self.rows(4))
    _ = try source.read()
    let names = ["mine.segment", "new-plan", "notes.source"]
    for name in names { try folder.write(".persona-sync/segments/" + name, "mine") }
    _ = try source.read()
    #expect(Set(source.keptFiles).isSuperset(of: names))
  }

  @Test("what is kept of a source that the settings no longer have goes")
  mutating func otherSources() throws {
    try folder.write("t.csv", KeptSource.header + Self.rows(40))
    _ = try source.read()
    let before = source.keptFiles.count
    source.mapping.name = "shop"
    source.mapping.screen = nil
    _ = try source.read()
    #expect(source.keptFiles.count == before)
  }

  @Test("a file that grows while it is read is read on from there")
  mutating func growsMeanwhile() throws {
    try folder.write("t.csv", KeptSource.header + Self.rows(40))
    let store = SegmentStore(cache: source.cache)
    let more = Self.rows(5, from: 40)
    let path = folder.path + "/t.csv"
    let reading = try source.reader(store).reading { _ in
      // Appends once, when the first segment is there.
      guard let handle = FileHandle(forWritingAtPath: path), try handle.seekToEnd() < 2400 else { return }
      try handle.write(contentsOf: Data(more.utf8))
    }
    #expect(reading.summary(until: nil).records > 0)
    try expectSame(try source.read())
    try expectSame(try source.read())
  }

  @Test("two runs at once do not harm each other")
  mutating func twoRuns() throws {
    try folder.write("t.csv", KeptSource.header + Self.rows(40))
    let stores = [SegmentStore(cache: source.cache), SegmentStore(cache: source.cache)]
    let first = try Segments(of: source.reader(stores[0]), source.mapping)
    try folder.write("t.csv", KeptSource.header + Self.rows(50))
    let second = try Segments(of: source.reader(stores[1]), source.mapping)
    try expectSame(second)
    #expect(first.rows.count < second.rows.count)
    // The first run's segments are there as long as it is, whatever others clean up.
    let again = try Segments(of: source.reader(stores[0]), source.mapping)
    try expectSame(again)
  }

  @Test("without the right to write there is no cache, and the same is read")
  mutating func readOnly() throws {
    try folder.write("t.csv", KeptSource.header + Self.rows(40))
    try folder.write(".persona-sync", "a file where the folder should be")
    try expectSame(try source.read())
  }

  @Test("words come back from a temporary file, and one that ends too early is told as that")
  func temporaryWords() throws {
    let file = TemporaryFile(in: ["/none", folder.path])
    #expect(try file.write([1, 2]) == 0..<2)
    #expect(try file.write([3]) == 2..<3)
    var words: [UInt64] = [9]
    try file.read(1..<3, appendingTo: &words)
    #expect(words == [9, 2, 3])
    let failure = #expect(throws: Failure.self) { try file.read(2..<4, appendingTo: &words) }
    #expect(failure?.causes == ["it ends too early"])
  }

  @Test("segments beyond the memory they may take go to a file without a name")
  mutating func spilled() throws {
    try folder.write("t.csv", KeptSource.header + Self.rows(40))
    for memory in [0, 700] {
      let store = SegmentStore(memoryBytes: memory, temporaryFolders: ["/none", folder.path])
      try expectSame(try Segments(of: source.reader(store), source.mapping))
      #expect(folderNames(folder.path) == ["t.csv"])
    }
    let store = SegmentStore(memoryBytes: 0, temporaryFolders: ["/none"])
    let failure = #expect(throws: Failure.self) {
      try Segments(of: source.reader(store), source.mapping)
    }
    #expect(failure?.summary == "cannot write a temporary file")
    #expect(failure?.causes == ["No such file or directory"])
  }
}
