// A source with its cache in a folder of its own, read as later runs would.

import Foundation
import Persona

@testable import EventStream

/// A source whose segments are kept.
struct KeptSource {
  let folder: TemporaryFolder
  var mapping: SourceMapping
  /// Nanoseconds since 1970 at which the next reading takes place: so late that every stamp is trusted, or 0, when
  /// none is and bytes are compared.
  var now = Int.max
  var limitBytes = 1 << 30
  var threads = 1
  var blockBytes = 64
  var batchRows = 4
  var comparedBytes = 64 << 20

  var cacheFolder: String { folder.path + "/.persona-sync/segments" }
  var cache: SegmentCache {
    SegmentCache(folder: cacheFolder, limitBytes: limitBytes, sources: [mapping.name], now: now)
  }

  /// A table of events with everything that a row can have, and identifiers.
  init(_ file: String = "t.csv", in folder: TemporaryFolder) {
    self.folder = folder
    func text(_ name: String) -> TextRule { .field(FieldPath(name)) }
    mapping = SourceMapping(
      name: "app", files: [file], time: text("t"), id: text("id"), event: text("e"), screen: text("s"),
      identifiers: [.init(kind: "user", value: text("u"))], traits: [.init(name: "plan", value: text("p"))],
      properties: [.init(name: "n", field: FieldPath("n"), kind: .number)])
  }

  static let header = "t,id,e,s,u,p,n\n"

  func reader(_ store: SegmentStore, until: Int64? = nil) -> SourceReader {
    var options = ReadOptions(
      until: until, threads: threads, blockBytes: blockBytes, batchRows: batchRows, store: store)
    options.comparedBytes = comparedBytes
    return SourceReader(mapping: mapping, root: folder.path, options: options)
  }

  /// Reads with the cache.
  func read(until: Int64? = nil, faults: OpenCache.Faults? = nil) throws -> Segments {
    let store = SegmentStore(
      openCache: OpenCache(cache, faults: faults), memoryBytes: 1 << 20, temporaryFolders: ["/tmp"])
    return try Segments(of: reader(store, until: until), mapping, until: until)
  }

  /// Reads as if nothing was kept.
  func readAnew(until: Int64? = nil) throws -> Segments {
    try Segments(of: reader(SegmentStore(), until: until), mapping, until: until)
  }

  /// The names of files in the cache, without those that are always there.
  var keptFiles: [String] {
    folderNames(cacheFolder).filter { $0 != "lock" && $0 != ".gitignore" }.sorted()
  }

  func path(ofKept name: String) -> String { cacheFolder + "/" + name }
}

/// What a reading gave, without how it was read.
func == (a: Segments, b: Segments) -> Bool {
  a.rows == b.rows && a.summary == b.summary && a.firstSeen == b.firstSeen
}
