// Batches as segments, and a log whose segments lie in a cache, as later runs find them.

import Persona

@testable import EventStream
@testable import Profiles

extension Segment {
  /// A batch in the cache of a store; in memory where it has none.
  init(_ batch: EventBatch, in store: SegmentStore = SegmentStore()) throws {
    let contents = try unsafe SegmentPacker().pack(batch, file: 0) { header, bytes in
      try unsafe store.put(header, bytes, isKept: true).0
    }
    self.init(contents, file: 0)
  }
}

/// The cache in a folder.
func cachedStore(in folder: String) -> SegmentStore {
  SegmentStore(
    cache: SegmentCache(folder: folder, limitBytes: 1 << 30, sources: ["source0", "source1"], now: .max))
}

/// A log of pieces, in any order: each becomes a segment of every source.
///
/// - Parameter all: tell which sources there are.
func cachedLog(
  _ pieces: [[Record]], like all: [Record], in store: SegmentStore,
  identity: IdentityRules = TangledRecords.identity,
  properties: [SourceMapping.Property] = TangledRecords.properties, _ random: inout SeededGenerator
) throws -> EventLog {
  let sources = sources(for: all, properties: properties)
  let log = EventLog(identity: identity, sources: sources)
  for piece in pieces.shuffled(using: &random) {
    for index in sources.indices {
      let batch = batch(piece.filter { $0.source == index }, of: sources[index])
      log.append(try Segment(batch, in: store), source: index)
    }
  }
  return log
}
