// The wanted fields of one JSON record, through simdjson.

private import CSimdjson

/// Takes the wanted fields out of JSON records. One for each thread.
@safe
struct JSONExtractor: ~Copyable {
  private let extractor: OpaquePointer

  /// - Parameters:
  ///   - fields: the way to the value of each slot.
  ///   - array: the way to an array whose raw text goes into the slot behind them.
  init(fields: [FieldPath], array: FieldPath?) {
    let created = unsafe csimdjson_create(Limits.recordBytes, UInt32(Limits.jsonDepth))
    guard let extractor = unsafe created else { preconditionFailure("out of memory") }
    unsafe self.extractor = extractor
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

  /// Fills the slots from the record `bytes[range]`; made texts are put at `scratch`, which moves on.
  /// `nil`: all is well.
  func extract(
    _ range: Range<Int>, of bytes: inout [UInt8], scratch: inout Int, into slots: inout [FieldRange]
  ) -> RejectReason? {
    precondition(range.upperBound + BufferSizes.padding <= bytes.count)
    precondition(scratch + range.count + BufferSizes.padding <= bytes.count)
    // The preconditions give the parser the padding it reads and the room it writes; a FieldRange has the
    // layout of the C range (two 32-bit integers); nothing is kept.
    let status = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      unsafe slots.withUnsafeMutableBytes { slots in
        unsafe csimdjson_extract(
          extractor, buffer.baseAddress, range.lowerBound, range.count, &scratch,
          slots.baseAddress?.assumingMemoryBound(to: csimdjson_range.self),
          slots.count / MemoryLayout<csimdjson_range>.stride)
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

/// A text as a range of the workspace's bytes; empty is nothing.
struct FieldRange: Sendable {
  var start: Int32
  var count: Int32

  static let nothing = FieldRange(start: 0, count: 0)

  init(start: Int32, count: Int32) {
    self.start = start
    self.count = count
  }

  init(_ range: Range<Int>) {
    start = Int32(truncatingIfNeeded: range.lowerBound)
    count = Int32(truncatingIfNeeded: range.count)
  }

  var isNothing: Bool { count == 0 }
  var range: Range<Int> { Int(start)..<(Int(start) + Int(count)) }
}
