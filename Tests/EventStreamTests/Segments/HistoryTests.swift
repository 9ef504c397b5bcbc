// Whatever happens to a source's files between runs, and however each run reads them, what is kept changes nothing.

import Foundation
import Persona
import Synchronization
import Testing

@testable import EventStream

@Suite struct HistoryTests {
  let folder: TemporaryFolder
  var source: KeptSource

  init() throws {
    folder = try TemporaryFolder()
    source = KeptSource(in: folder)
    source.mapping.files = ["*.csv"]
    try folder.write("always.csv", KeptSource.header)
  }

  private func text(of file: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + file)))
  }

  /// Writes until the stamp is another: as if a tick of the clock had passed since, so that stamps may be trusted.
  private func write(_ file: String, _ bytes: [UInt8]) throws {
    let path = folder.path + "/" + file
    let before = FileStamp(ofFileAt: path)
    repeat { try folder.write(file, bytes) } while FileStamp(ofFileAt: path) == before
  }

  private func move(_ file: String, to other: String) {
    // Both paths are texts of Swift, for the time of the call.
    unsafe rename(folder.path + "/" + file, folder.path + "/" + other)
  }

  /// One thing that may happen to a file; those that need one that is there do nothing without.
  private mutating func happen(_ random: inout SeededGenerator) throws -> String {
    let files = ["a.csv", "b.csv", "c.csv"]
    let file = files.randomElement(using: &random) ?? ""
    let rows = CacheTests.rows(
      Int.random(in: 1...30, using: &random), from: Int.random(in: 0...99, using: &random))
    let old = (try? text(of: file)) ?? []
    guard old.count > KeptSource.header.utf8.count else {
      try folder.write(file, KeptSource.header + rows)
      return "\(file) is new"
    }
    let place = Int.random(in: KeptSource.header.utf8.count..<old.count, using: &random)
    switch Int.random(in: 0...9, using: &random) {
    case 0:
      try write(file, Array(old[..<place]))
      return "\(file) cut to \(place)"
    case 1:
      try folder.write("new", old + Array(rows.utf8))
      move("new", to: file)
      return "\(file) replaced by a longer one"
    case 2:
      try FileManager.default.removeItem(atPath: folder.path + "/" + file)
      return "\(file) gone"
    case 3:
      let other = files.randomElement(using: &random) ?? ""
      move(file, to: other)
      return "\(file) renamed \(other)"
    case 4:
      var changed = old
      changed[place] = changed[place] == 10 ? 44 : changed[place] ^ 1
      try write(file, changed)
      return "\(file) changed at \(place)"
    case 5:
      source.mapping.screen = source.mapping.screen == nil ? .field(FieldPath("s")) : nil
      return "another mapping"
    default:
      // Anywhere in a record, so that later something goes on there.
      let part = rows.utf8.prefix(Int.random(in: 1...rows.utf8.count, using: &random))
      try write(file, old + Array(part))
      return "\(file) grew by \(part.count)"
    }
  }

  @Test(
    "any history of files gives what reading them anew gives, with 1, 2 and 7 threads",
    arguments: 1...8 as ClosedRange<UInt64>)
  mutating func anyHistory(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var history: [String] = []
    for step in 0..<25 {
      for _ in 0..<Int.random(in: 0...2, using: &random) { history.append(try happen(&random)) }
      source.threads = [1, 2, 7].randomElement(using: &random) ?? 1
      source.blockBytes = [1, 64, 700, 4096].randomElement(using: &random) ?? 64
      source.batchRows = [1, 4, 50].randomElement(using: &random) ?? 4
      source.limitBytes = [5_000, 1 << 30, 1 << 30].randomElement(using: &random) ?? 0
      source.now = [0, .max].randomElement(using: &random) ?? 0
      // 2026-01-05, and half a second into it.
      let until =
        ([nil, 1_767_571_199_999_999, 1_767_571_200_500_000] as [Int64?]).randomElement(using: &random) ?? nil
      let read = try source.read(until: until)
      #expect(try read == source.readAnew(until: until), "seed \(seed), step \(step): \(history)")
    }
  }

  @Test("runs at the same time, on files that grow, give what they give alone", arguments: [1, 2, 7])
  mutating func together(threads: Int) throws {
    source.threads = threads
    for size in [20, 30, 40] {
      try folder.write("a.csv", KeptSource.header + CacheTests.rows(size))
      let anew = try source.readAnew()
      let now = source
      try inParallel(threads: 4) {
        let read = try now.read()
        #expect(read == anew)
      }
    }
    #expect(try source.read().summary.bytesRead == 0)
    #expect(!source.keptFiles.contains { $0.hasPrefix("new-") })
  }
}
