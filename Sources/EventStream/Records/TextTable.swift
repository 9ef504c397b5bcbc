// A dictionary of texts without a String: open addressing over XXH3, bytes compared.

private import CXXHash

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Finds the code of a text in a `StringPool`, or adds it.
struct TextTable: Sendable {
  /// Code plus one, or zero for a free place; a power of two of them.
  private var places = [UInt32](repeating: 0, count: 1 << 12)

  /// Forgets all texts; the pool is to be emptied as well.
  mutating func removeAll() {
    for index in places.indices { places[index] = 0 }
  }

  /// The code of a text in the pool this table belongs to.
  mutating func code(of text: Span<UInt8>, in pool: inout StringPool) -> UInt32 {
    let hash = hash64(of: text)
    if pool.count * 2 >= places.count { grow(pool) }
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while places[place] != 0 {
      let code = places[place] - 1
      if pool.hashes[Int(code)] == hash, isEqual(text, pool.bytes.span.extracting(pool.range(of: code))) {
        return code
      }
      place = (place + 1) & mask
    }
    let code = UInt32(pool.count)
    places[place] = code + 1
    pool.append(text, hash: hash)
    return code
  }

  private mutating func grow(_ pool: StringPool) {
    places = [UInt32](repeating: 0, count: places.count * 2)
    let mask = places.count - 1
    for code in pool.hashes.indices {
      var place = Int(truncatingIfNeeded: pool.hashes[code]) & mask
      while places[place] != 0 { place = (place + 1) & mask }
      places[place] = UInt32(code) + 1
    }
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
func isEqual(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
  guard a.count == b.count, a.count > 0 else { return a.count == b.count }
  // Both have the same count of bytes, more than none.
  return unsafe a.withUnsafeBytes { a in
    unsafe b.withUnsafeBytes { b in
      guard let first = a.baseAddress, let second = b.baseAddress else { return false }
      return unsafe memcmp(first, second, a.count) == 0
    }
  }
}
