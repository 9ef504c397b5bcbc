// A batch as a segment, and a segment as a batch again: all columns at once, to be compared.

import Persona

@testable import EventStream

extension Segment {
  /// Keeps a batch in memory.
  init(_ batch: EventBatch) {
    // The bytes are copied at once.
    let contents = unsafe SegmentPacker().pack(batch, file: 0) { header, bytes in
      unsafe SegmentContents(
        header: header, place: .memory(Array(bytes.dropFirst(header.byteCount))), store: nil)
    }
    self.init(contents, file: 0)
  }

  /// All columns but the places of the rows, which are not kept.
  ///
  /// `properties` are those of the mapping that made the segment.
  func batch(properties: [SourceMapping.Property]) throws(Failure) -> EventBatch {
    var batch = EventBatch()
    batch.rowCount = rowCount
    batch.strings = try strings()
    try read(.times, into: &batch.times)
    try read(.events, into: &batch.events)
    try read(.channels, into: &batch.channels)
    try read(.screens, into: &batch.screens)
    try read(.sessions, into: &batch.sessions)
    try read(.orders, into: &batch.orders)
    try read(.currencies, into: &batch.currencies)
    try read(.amounts, into: &batch.amounts)
    try readIDs(into: &batch.ids)
    try read(.versions, into: &batch.versions)
    try read(.sets, into: &batch.sets)
    batch.identifiers = try identifiers()
    let traits = try traits()
    (batch.traitRows, batch.traitNames, batch.traitValues) = (traits.rows, traits.names, traits.values)
    for (index, property) in properties.enumerated() {
      switch property.kind {
      case .text:
        var codes: [UInt32] = []
        try read(.property(index), into: &codes)
        batch.properties.append(.text(codes))
      case .number:
        var numbers: [Int64] = []
        try read(.property(index), into: &numbers)
        batch.properties.append(.number(numbers))
      }
    }
    return batch
  }
}
