// What is made of segments is kept whole or not at all.

import Foundation
import Persona
import Testing

@testable import EventStream

@Suite("A derived file")
struct DerivedFileTests {
  let folder: TemporaryFolder
  private let parts: [[UInt64]] = [[1, 2, 3], [], [.max], Array(0..<100)]
  private let directory = Array("what they are".utf8)

  init() throws { folder = try TemporaryFolder() }

  private var cacheFolder: String { folder.path + "/cache/segments" }

  private var names: [String] {
    folderNames(cacheFolder).filter { $0 != "lock" && $0 != ".gitignore" }.sorted()
  }

  private func store(limitBytes: Int = 1 << 20, faults: OpenCache.Faults? = nil) -> SegmentStore {
    let cache = SegmentCache(folder: cacheFolder, limitBytes: limitBytes, sources: [], now: .max)
    return SegmentStore(
      openCache: OpenCache(cache, faults: faults), memoryBytes: 1 << 20, temporaryFolders: ["/tmp"])
  }

  /// Writes the parts and publishes them; gives where they lie, as far as there was room.
  @discardableResult
  private func write(in store: SegmentStore, _ directory: [UInt8]? = nil) -> [Range<Int>?] {
    guard let file = DerivedFile(newNamed: "thing", in: store) else { return [] }
    let ranges = parts.map { file.write($0) }
    file.publish(directory ?? self.directory, of: [])
    return ranges
  }

  @Test("gives back what was written, to this run and to the next")
  func whole() throws {
    let first = store()
    let file = try #require(DerivedFile(newNamed: "thing", in: first))
    let ranges = parts.compactMap { file.write($0) }
    #expect(try ranges.map { try file.words($0) } == parts)
    #expect(DerivedFile("thing", keptIn: store()) == nil)
    file.publish(directory, of: [])
    let kept = try #require(DerivedFile("thing", keptIn: store()))
    #expect(kept.directory == directory)
    #expect(try ranges.map { try kept.words($0) } == parts)
    #expect(names == ["thing.derived"])
    #expect(DerivedFile("other", keptIn: store()) == nil)
    #expect(DerivedFile(newNamed: "thing", in: SegmentStore()) == nil)
  }

  @Test("takes the place of the one before, which whoever reads it goes on to read")
  func replaced() throws {
    let ranges = write(in: store()).compactMap { $0 }
    let reader = try #require(DerivedFile("thing", keptIn: store()))
    write(in: store(), Array("something else".utf8))
    #expect(try ranges.map { try reader.words($0) } == parts)
    #expect(DerivedFile("thing", keptIn: store())?.directory == Array("something else".utf8))
    #expect(names == ["thing.derived"])
  }

  @Test("leaves nothing when it was never complete")
  func unpublished() throws {
    do {
      let file = try #require(DerivedFile(newNamed: "thing", in: store()))
      #expect(file.write([1]) == 0..<1)
      #expect(names.count == 1 && names[0].hasPrefix("new-"))
    }
    #expect(names.isEmpty)
  }

  @Test("is no file when it was cut short, or its directory changed in any byte")
  func damaged() throws {
    let ranges = write(in: store()).compactMap { $0 }
    let path = cacheFolder + "/thing.derived"
    let whole = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    for count in 0..<whole.count {
      try Data(whole[..<count]).write(to: URL(fileURLWithPath: path))
      #expect(DerivedFile("thing", keptIn: store()) == nil, "cut to \(count)")
    }
    let words = parts.reduce(0) { $0 + 8 * $1.count }
    for place in whole.indices {
      var changed = whole
      changed[place] ^= UInt8(1 << (place % 8))
      try Data(changed).write(to: URL(fileURLWithPath: path))
      let file = DerivedFile("thing", keptIn: store())
      #expect((file == nil) == (place >= words), "byte \(place)")
      // What the words should be is for whoever wrote them to know.
      if let file { #expect(try ranges.map { try file.words($0) } != parts) }
    }
  }

  @Test("is whole or not there whenever the disk refuses", arguments: 0..<40)
  func refusals(operations: Int) throws {
    let before = Array("before".utf8)
    write(in: store(), before)
    let ranges = write(in: store(faults: OpenCache.Faults(operations: operations, stepBytes: 100)))
    let file = DerivedFile("thing", keptIn: store())
    if let file {
      #expect(file.directory == directory || file.directory == before)
      let kept = file.directory == before ? write(in: store(), before) : ranges
      #expect(try kept.compactMap { $0 }.map { try file.words($0) } == parts)
    }
    #expect(names == (file == nil ? [] : ["thing.derived"]))
    // The next run makes it.
    write(in: store())
    #expect(DerivedFile("thing", keptIn: store())?.directory == directory)
  }

  @Test("goes when a segment that it was made of goes")
  func stale() throws {
    var source = KeptSource(in: folder)
    source.batchRows = 100
    try folder.write("t.csv", KeptSource.header + CacheTests.rows(20))
    _ = try source.read()
    let segments = source.keptFiles.filter { $0.hasSuffix(".segment") }
    #expect(!segments.isEmpty)
    for names in [segments, segments + ["another.segment"]] {
      let store = SegmentStore(cache: source.cache)
      try #require(DerivedFile(newNamed: "thing", in: store)).publish(directory, of: names)
    }
    // The last one names a segment that was never there.
    _ = SegmentStore(cache: source.cache)
    #expect(!source.keptFiles.contains("thing.derived"))
    do {
      let store = SegmentStore(cache: source.cache)
      try #require(DerivedFile(newNamed: "thing", in: store)).publish(directory, of: segments)
    }
    _ = try source.read()
    #expect(source.keptFiles.contains("thing.derived"))
    // Nobody reads the source any more.
    let others = SegmentCache(folder: source.cacheFolder, limitBytes: 1 << 30, sources: ["other"], now: .max)
    _ = SegmentStore(cache: others)
    #expect(source.keptFiles.isEmpty)
  }

  @Test("gives its room to a new segment")
  func yields() throws {
    var source = KeptSource("*.csv", in: folder)
    source.batchRows = 100
    try folder.write("a.csv", KeptSource.header + CacheTests.rows(20))
    _ = try source.read()
    do {
      let store = SegmentStore(cache: source.cache)
      let file = try #require(DerivedFile(newNamed: "thing", in: store))
      _ = file.write(Array(repeating: 7, count: 10_000))
      file.publish(directory, of: [])
    }
    #expect(source.keptFiles.contains("thing.derived"))
    source.limitBytes = SegmentCache.sizeBytes(in: source.cacheFolder)
    try folder.write("b.csv", KeptSource.header + CacheTests.rows(30))
    _ = try source.read()
    #expect(source.keptFiles.count { $0.hasSuffix(".segment") } == 2)
    #expect(!source.keptFiles.contains("thing.derived"))
  }

  @Test("is not kept beyond the limit of the cache, and its own room is its successor's")
  func limit() throws {
    let size = parts.reduce(0) { $0 + 8 * $1.count } + directory.count + 4 + 48
    #expect(write(in: store(limitBytes: size - 1)).contains { $0 != nil })
    #expect(names.isEmpty)
    for _ in 0..<3 {
      write(in: store(limitBytes: size))
      #expect(names == ["thing.derived"])
    }
    SegmentCache.removeAll(in: cacheFolder)
    #expect(names.isEmpty)
  }
}
