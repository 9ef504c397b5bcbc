// The wanted fields of one JSON record, through simdjson.

private import CSimdjson

/// Takes the wanted fields out of JSON records. One for each thread.
@safe
struct JSONExtractor: ~Copyable {
  private let extractor: OpaquePointer
  private let slotCount: Int

  /// - Parameters:
  ///   - fields: the way to the value of each slot.
  ///   - array: the way to an array whose raw text goes into the slot behind them.
  init(fields: [FieldPath], array: FieldPath?) {
    let created = unsafe csimdjson_create(Limits.recordBytes, UInt32(Limits.jsonDepth))
    guard let extractor = unsafe created else { preconditionFailure("out of memory") }
    unsafe self.extractor = extractor
    slotCount = fields.count + (array == nil ? 0 : 1)
    for (slot, path) in (fields + (array.map { [$0] } ?? [])).enumerated() {
      unsafe csimdjson_path_begin(extractor)
      for name in path.names {
        let bytes = Array(name.utf8)
        // Copied at once.
        let isAdded = unsafe bytes.withUnsafeBufferPointer { buffer in
          unsafe csimdjson_path_name(extractor, buffer.baseAddress, buffer.count)
        }
        precondition(isAdded, "out of memory")
      }
      unsafe csimdjson_path_end(extractor, UInt32(slot), slot == fields.count)
    }
  }

  deinit { unsafe csimdjson_destroy(extractor) }

  /// Fills the slots `fields[first...]` from the record `bytes[range]`; unescaped texts are put at `scratch`, which
  /// moves on. `nil`: all is well.
  func extract(
    _ range: Range<Int>, of bytes: inout [UInt8], scratch: inout Int, into fields: inout [FieldRange],
    from first: Int = 0
  ) -> RejectReason? {
    precondition(range.upperBound + BufferSizes.padding <= bytes.count)
    precondition(scratch + range.count + BufferSizes.padding <= bytes.count)
    precondition(first + slotCount <= fields.count)
    // The preconditions give the parser the padding it reads, the room it writes and the slots; a FieldRange has
    // the layout of the C range (two 32-bit integers); nothing is kept.
    let status = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      unsafe fields.withUnsafeMutableBytes { fields in
        let slots = unsafe fields.baseAddress?.assumingMemoryBound(to: csimdjson_range.self)
        return unsafe csimdjson_extract(
          extractor, buffer.baseAddress, range.lowerBound, range.count, &scratch,
          slots.map { unsafe $0 + first }, slotCount)
      }
    }
    switch Int(status) {
    case Int(csimdjson_ok): return nil
    case Int(csimdjson_not_utf8): return .notUTF8
    case Int(csimdjson_too_deep): return .tooDeep
    default: return .notAnObject
    }
  }
}

/// Whether the bytes are well-formed UTF-8.
func isUTF8(_ bytes: Span<UInt8>) -> Bool {
  // One buffer's pointer and count, not kept.
  unsafe bytes.withUnsafeBufferPointer { unsafe csimdjson_is_utf8($0.baseAddress, $0.count) }
}
