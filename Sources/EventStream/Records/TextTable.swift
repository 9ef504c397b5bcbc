// A dictionary of texts without a String: open addressing over XXH3, bytes compared.

private import CByteScan
private import CXXHash

/// Finds the code of a text in a `StringPool`, or adds it.
struct TextTable: Sendable {
  /// The upper half of a text's hash, and its code plus one in the lower half; zero for a free place. A power of
  /// two of them, at most half of them taken. With the hash at hand most searches touch no other text.
  private var places = [UInt64](repeating: 0, count: 1 << 12)
  private var recent = RecentTexts()
  /// Texts as they were written, with the codes of what is left without a query.
  private var recentAddresses = RecentTexts()

  /// Forgets all texts; the pool is to be emptied as well.
  mutating func removeAll() {
    for index in places.indices { places[index] = 0 }
    recent.removeAll()
    recentAddresses.removeAll()
  }

  /// Appends the codes of the texts that some records of a run have in a slot: `EventBatch.none` for nothing, and
  /// for records that are no events unless all are wanted.
  ///
  /// - Parameter isAddress: the text may be a URL or a path, which loses its query and its fragment.
  mutating func appendCodes(
    of slot: Int?, _ records: [Int], of run: borrowing RecordRun, _ bytes: borrowing [UInt8],
    eventsOnly: Bool, isAddress: Bool = false, to column: inout [UInt32], _ pool: inout StringPool
  ) {
    let first = column.count
    column.append(contentsOf: repeatElement(EventBatch.none, count: records.count))
    guard let slot else { return }
    var codes = column.mutableSpan
    for place in records.indices {
      let field = run.field(slot, of: records[place])
      if field.isNothing || (eventsOnly && !run.isEvent(records[place])) { continue }
      codes[first + place] =
        isAddress ? code(ofAddress: field, bytes, in: &pool) : code(of: field, bytes, in: &pool)
    }
  }

  /// The code of a text without query and fragment.
  @inline(__always)
  mutating func code(
    ofAddress field: FieldRange, _ bytes: borrowing [UInt8], in pool: inout StringPool
  ) -> UInt32 {
    guard field.count <= RecentTexts.longest else {
      return code(of: bytes.span.extracting(field.withoutQuery(bytes).range), in: &pool)
    }
    let text = RecentTexts.Text(bytes.span, field)
    let place = text.place
    if let code = recentAddresses.code(of: text, at: place) { return code }
    let code = code(of: bytes.span.extracting(field.withoutQuery(bytes).range), in: &pool)
    recentAddresses.set(code, of: text, at: place)
    return code
  }

  /// The code of a text of a workspace in the pool that this table belongs to.
  @inline(__always)
  mutating func code(
    of field: FieldRange, _ bytes: borrowing [UInt8], in pool: inout StringPool
  ) -> UInt32 {
    if field.count > RecentTexts.longest { return code(of: bytes.span.extracting(field.range), in: &pool) }
    let text = RecentTexts.Text(bytes.span, field)
    let place = text.place
    if let code = recent.code(of: text, at: place) { return code }
    let code = code(of: bytes.span.extracting(field.range), in: &pool)
    recent.set(code, of: text, at: place)
    return code
  }

  /// The code of any text.
  @inline(never)
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

/// Short texts that were looked up lately: found without a hash, and without touching the pool, which is larger than
/// the near caches.
private struct RecentTexts: Sendable {
  /// Bytes of the longest text that is remembered.
  static let longest = 32

  /// A text as four numbers and its count, which no other text shares.
  struct Text: Sendable {
    var words: (UInt64, UInt64, UInt64, UInt64)
    var count: Int32

    fileprivate static let nothing = Text()

    private init() {
      words = (0, 0, 0, 0)
      count = 0
    }

    @inline(__always)
    init(_ bytes: Span<UInt8>, _ field: FieldRange) {
      let start = Int(field.start)
      precondition(start >= 0 && start + RecentTexts.longest <= bytes.count)
      // The precondition makes 32 bytes readable; nothing is kept.
      let words = unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe byte_scan_short_text(buffer.baseAddress.map { unsafe $0 + start }, Int(field.count))
      }
      self.words = (words.first, words.second, words.third, words.fourth)
      count = field.count
    }

    /// Where it is remembered: the upper bits of a sum of products, which depend on all bits of the words.
    @inline(__always)
    var place: Int {
      var sum = words.0 &* 0x9E37_79B9_7F4A_7C15
      sum = sum &+ words.1 &* 0xBF58_476D_1CE4_E5B9
      sum = sum &+ words.2 &* 0x94D0_49BB_1331_11EB
      sum = sum &+ words.3 &* 0xD6E8_FEB8_6659_FD93
      return Int(sum >> (64 - RecentTexts.placeBits))
    }
  }

  private static let placeBits: UInt64 = 11
  private var texts: [(text: Text, code: UInt32)] = []

  init() { removeAll() }

  mutating func removeAll() {
    texts = Array(repeating: (.nothing, EventBatch.none), count: 1 << Self.placeBits)
  }

  @inline(__always)
  func code(of text: Text, at place: Int) -> UInt32? {
    let known = texts[place].text
    let difference =
      (known.words.0 ^ text.words.0) | (known.words.1 ^ text.words.1) | (known.words.2 ^ text.words.2)
      | (known.words.3 ^ text.words.3) | UInt64(truncatingIfNeeded: known.count ^ text.count)
    return difference == 0 ? texts[place].code : nil
  }

  mutating func set(_ code: UInt32, of text: Text, at place: Int) { texts[place] = (text, code) }
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
