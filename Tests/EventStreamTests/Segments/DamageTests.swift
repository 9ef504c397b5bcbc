// Damage to what is kept, and runs that are killed while they keep it, cost nothing but time.

import Foundation
import Persona
import Testing

@testable import EventStream

@Suite struct DamageTests {
  let folder: TemporaryFolder
  let source: KeptSource
  let anew: Segments

  init() throws {
    folder = try TemporaryFolder()
    var source = KeptSource(in: folder)
    source.batchRows = 100
    source.blockBytes = 4096
    self.source = source
    try folder.write("t.csv", KeptSource.header + CacheTests.rows(20))
    anew = try source.readAnew()
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private func write(_ bytes: [UInt8], _ path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// Reads with the cache as a caller does: when it is damaged, it is dropped and read again.
  private func readOrAgain() throws -> Segments {
    let store = SegmentStore(cache: source.cache)
    do {
      return try Segments(of: source.reader(store), source.mapping)
    } catch {
      #expect(store.isDamaged, "\(error)")
      SegmentCache.removeAll(in: source.cacheFolder)
      return try source.read()
    }
  }

  /// Every truncation and every changed byte of the kept files with this ending.
  private func expectNoHarm(_ ending: String) throws {
    _ = try source.read()
    let name = try #require(source.keptFiles.first { $0.hasSuffix(ending) })
    let path = source.path(ofKept: name)
    let whole = try bytes(path)
    for count in stride(from: 0, to: whole.count, by: 11) {
      try write(Array(whole[..<count]), path)
      #expect(try readOrAgain() == anew, "cut to \(count) of \(whole.count) bytes")
    }
    for place in stride(from: 0, to: whole.count, by: 50) {
      // As after a crash of the machine, when not all of it was on the disk.
      try write(whole[..<place] + Array(repeating: 0, count: whole.count - place), path)
      #expect(try readOrAgain() == anew, "zeros from \(place) of \(whole.count)")
    }
    for place in stride(from: 0, to: whole.count, by: 7) {
      var changed = whole
      changed[place] ^= UInt8(1 << (place % 8))
      try write(changed, path)
      #expect(try readOrAgain() == anew, "byte \(place) of \(whole.count)")
    }
    // Nothing is left but what belongs there.
    #expect(try source.read().summary.bytesRead == 0)
    #expect(source.keptFiles.contains(name))
  }

  @Test("a segment may be cut short anywhere, and changed in any byte")
  func segment() throws { try expectNoHarm(".segment") }

  @Test("a manifest may be cut short anywhere, and changed in any byte")
  func manifest() throws { try expectNoHarm(".source") }

  @Test("what another version or another kind of machine has kept is made anew")
  func foreign() throws {
    for (place, byte) in [(8, UInt8(0x01)), (12, UInt8(0x7f))] {
      for ending in [".segment", ".source"] {
        _ = try source.read()
        let path = source.path(ofKept: try #require(source.keptFiles.first { $0.hasSuffix(ending) }))
        var changed = try bytes(path)
        changed[place] = byte
        // With the right checksum.
        let end = ending == ".source" ? changed.count : try SegmentHeader.byteCount(announcedBy: bytes(path))
        let checksum = hash64(of: Array(changed[..<(end - 8)]))
        for index in 0..<8 { changed[end - 8 + index] = UInt8(truncatingIfNeeded: checksum >> (8 * index)) }
        try write(changed, path)
        let read = try readOrAgain()
        #expect(read == anew)
        #expect(read.summary.bytesRead == anew.summary.bytes)
      }
    }
  }

  @Test("the cache may be deleted while a run uses it")
  func deletedMeanwhile() throws {
    var source = source
    source.batchRows = 4
    source.blockBytes = 64
    for isKept in [false, true] {
      if isKept { _ = try source.read() }
      let store = SegmentStore(cache: source.cache)
      let cacheFolder = source.cacheFolder
      let read = try? Segments(of: source.reader(store), source.mapping) {
        try? FileManager.default.removeItem(atPath: cacheFolder)
      }
      // Either it did without, or it knows why it could not, and is asked again.
      #expect(read.map { $0 == anew } ?? store.isDamaged)
      #expect(try source.read() == anew)
      #expect(try source.read().summary.bytesRead == 0)
    }
  }

  /// When this fails, what older versions have kept would be mixed with what this one makes: raise
  /// `SegmentHeader.version`, then write down what is found.
  @Test("segments of other bytes, of the same records or made otherwise from a source, have another version")
  func version() throws {
    _ = try source.read()
    let segments = source.keptFiles.filter { $0.hasSuffix(".segment") }
    #expect(SegmentHeader.version == 6)
    #expect(segments == ["f5b6e81131bb33e881b4962f6720a8d3.segment"])
    #expect(source.mapping.parsingDigest.digits == "827eeaebf6f1b3901762b68448fe20cb")
  }

  /// Another process, which is killed at its n-th operation on the disk.
  @Test(
    "a run may be killed while it writes what is kept; the next gives the same and clears away what is left")
  func killedProcess() async throws {
    var source = source
    source.batchRows = 4
    source.blockBytes = 64
    var unfinished = 0
    for operations in [0, 1, 2, 3, 4, 13, 29] {
      try? FileManager.default.removeItem(atPath: source.cacheFolder)
      let path = folder.path
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, operations = operations as Int] in
        var source = KeptSource(in: try TemporaryFolder(at: path))
        source.batchRows = 4
        source.blockBytes = 64
        _ = try source.read(faults: .init(operations: operations, stepBytes: 500, isFatal: true))
      }
      if source.keptFiles.contains(where: { $0.hasPrefix("new-") }) { unfinished += 1 }
      #expect(try source.read() == anew, "killed at \(operations)")
      #expect(!source.keptFiles.contains { $0.hasPrefix("new-") })
      // As much is kept as if nobody had been killed.
      #expect(try source.read().summary.bytesRead == 0)
      let size = SegmentCache.sizeBytes(in: source.cacheFolder)
      try FileManager.default.removeItem(atPath: source.cacheFolder)
      _ = try source.read()
      #expect(SegmentCache.sizeBytes(in: source.cacheFolder) == size)
    }
    #expect(unfinished > 2)
  }

  /// A disk that takes no more from the n-th operation on is how a killed run looks to the next one; and a full disk
  /// is how it looks to the run itself.
  @Test("a run may end at any operation on the disk, and the disk may be full at any")
  func killed() throws {
    var source = source
    source.batchRows = 4
    source.blockBytes = 64
    source.mapping.files = ["*.csv"]
    var operations = 0
    var isWhole = false
    while !isWhole {
      try? FileManager.default.removeItem(atPath: source.cacheFolder)
      try folder.write("t.csv", KeptSource.header + CacheTests.rows(20))
      // Something is kept already, and changes.
      _ = try source.read()
      try folder.write("t.csv", KeptSource.header + CacheTests.rows(30))
      try folder.write("u.csv", KeptSource.header + CacheTests.rows(5, from: 30))
      let anew = try source.readAnew()
      let disk = OpenCache.Faults(operations: operations, stepBytes: 500)
      #expect(try source.read(faults: disk) == anew, "\(operations) operations")
      #expect(try source.read() == anew, "after \(operations) operations")
      isWhole = try source.read(faults: disk).summary.bytesRead == 0 && operations > 100
      // A run that can write cleans up.
      _ = try source.read()
      #expect(!source.keptFiles.contains { $0.hasPrefix("new-") }, "after \(operations) operations")
      try FileManager.default.removeItem(atPath: folder.path + "/u.csv")
      operations += 1
    }
  }
}
