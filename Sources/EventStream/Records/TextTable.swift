// A dictionary of texts without a String: open addressing over XXH3, bytes compared.

private import CByteScan
private import CXXHash

/// Finds the code of a text in a `StringPool`, or adds it.
struct TextTable: Sendable {
  /// The upper half of a text's hash, and its code plus one in the lower half; zero for a free place. A power of
  /// two of them, at most half of them taken. With the hash at hand most searches touch no other text.
  private var places = [UInt64](repeating: 0, count: 1 << 12)

  /// Forgets all texts; the pool is to be emptied as well.
  mutating func removeAll() {
    for index in places.indices { places[index] = 0 }
  }

  /// The code of a text in the pool this table belongs to.
  @inline(__always)
  mutating func code(of text: Span<UInt8>, in pool: inout StringPool) -> UInt32 {
    let hash = hash64(of: text)
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while places[place] != 0 {
      if (places[place] ^ hash) >> 32 == 0 {
        let code = UInt32(truncatingIfNeeded: places[place]) - 1
        if isEqual(text, pool.bytes.span.extracting(pool.range(of: code))) { return code }
      }
      place = (place + 1) & mask
    }
    return add(text, hash: hash, at: place, to: &pool)
  }

  /// Appends the codes of the texts that some records of a run have in a slot: `EventBatch.none` for nothing, and
  /// for records that are no events unless all are wanted.
  mutating func appendCodes(
    of slot: Int?, _ records: [Int], of run: borrowing RecordRun, _ bytes: borrowing [UInt8],
    eventsOnly: Bool, to column: inout [UInt32], _ pool: inout StringPool
  ) {
    let first = column.count
    column.append(contentsOf: repeatElement(EventBatch.none, count: records.count))
    guard let slot else { return }
    var codes = column.mutableSpan
    for place in records.indices {
      let field = run.field(slot, of: records[place])
      if field.isNothing || (eventsOnly && !run.isEvent(records[place])) { continue }
      codes[first + place] = code(of: bytes.span.extracting(field.range), in: &pool)
    }
  }

  @inline(never)
  private mutating func add(
    _ text: Span<UInt8>, hash: UInt64, at place: Int, to pool: inout StringPool
  ) -> UInt32 {
    let code = UInt32(pool.count)
    places[place] = Self.entry(hash, code)
    pool.append(text, hash: hash)
    if pool.count * 2 >= places.count { grow(pool) }
    return code
  }

  private mutating func grow(_ pool: borrowing StringPool) {
    places = [UInt64](repeating: 0, count: places.count * 2)
    let mask = places.count - 1
    for code in pool.hashes.indices {
      var place = Int(truncatingIfNeeded: pool.hashes[code]) & mask
      while places[place] != 0 { place = (place + 1) & mask }
      places[place] = Self.entry(pool.hashes[code], UInt32(code))
    }
  }

  private static func entry(_ hash: UInt64, _ code: UInt32) -> UInt64 {
    hash & ~0xffff_ffff | UInt64(code + 1)
  }
}

extension StringPool {
  fileprivate mutating func append(_ text: Span<UInt8>, hash: UInt64) {
    // The buffer is copied at once and not kept.
    unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    ends.append(UInt32(bytes.count))
    hashes.append(hash)
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    hashes.removeAll(keepingCapacity: true)
  }
}

/// XXH3, 64 bits.
func hash64(of text: Span<UInt8>) -> UInt64 {
  // The pointer and the count are one buffer's, and not kept.
  unsafe text.withUnsafeBytes { unsafe xxhash_64($0.baseAddress, $0.count) }
}

/// XXH3, 128 bits.
func eventID(of text: Span<UInt8>) -> EventID {
  // As above.
  let hash = unsafe text.withUnsafeBytes { unsafe xxhash_128($0.baseAddress, $0.count) }
  return EventID(high: hash.high64, low: hash.low64)
}

/// Whether two texts have the same bytes.
@inline(__always)
func isEqual(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
  guard a.count == b.count, a.count > 0 else { return a.count == b.count }
  // Both have the same count of bytes, more than none.
  return unsafe a.withUnsafeBufferPointer { a in
    unsafe b.withUnsafeBufferPointer { b in unsafe byte_scan_equal(a.baseAddress, b.baseAddress, a.count) }
  }
}
