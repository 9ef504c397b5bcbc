// Every distinct text once, as a code: rows carry four bytes instead of text.

private import CXXHash

/// Distinct texts with codes in the order in which they were first seen.
///
/// Open addressing on 64-bit hashes that the caller gives; the bytes decide, so that a collision costs time
/// and nothing else. A slot holds half of the hash, so that a search touches little memory besides the text
/// that it finds. A text costs its bytes, 16 bytes, and 11 to 21 bytes of slots.
struct TextDictionary: Sendable {
  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  private var slots = HashSlots()

  private struct Entry {
    /// Where the text ends in `bytes`; it starts where the one before ends.
    var end: Int
    var hash: UInt64
  }

  var count: Int { entries.count }

  init() {}

  /// The texts of a dictionary again, in the order of its codes.
  ///
  /// - Parameters:
  ///   - ends: where each text ends in `bytes`; the first starts at 0.
  init(bytes: [UInt8], ends: [Int]) {
    var start = 0
    for end in ends {
      let text = bytes[start..<end]
      _ = code(of: text, hash: textHash(text))
      start = end
    }
  }

  /// All texts one after the other, and where each ends.
  var allBytes: [UInt8] { bytes }
  var ends: [Int] { entries.map(\.end) }

  /// The code of a text, given anew when it was not seen before.
  mutating func code(of text: ArraySlice<UInt8>, hash: UInt64) -> UInt32 {
    if let code = existingCode(of: text, hash: hash) { return code }
    if slots.isFull { slots.grow(hashes: entries.lazy.map(\.hash)) }
    bytes.append(contentsOf: text)
    entries.append(Entry(end: bytes.count, hash: hash))
    slots.insert(UInt32(count - 1), hash: hash)
    return UInt32(count - 1)
  }

  /// The code of a text that was seen before.
  func existingCode(of text: ArraySlice<UInt8>, hash: UInt64) -> UInt32? {
    var search = slots.search(hash)
    while let code = slots.next(&search) {
      if utf8(of: code).elementsEqual(text) { return code }
    }
    return nil
  }

  func utf8(of code: UInt32) -> ArraySlice<UInt8> {
    bytes[(code == 0 ? 0 : entries[Int(code) - 1].end)..<entries[Int(code)].end]
  }

  func text(of code: UInt32) -> String { String(decoding: utf8(of: code), as: UTF8.self) }

  /// Whether one text stands before another in an order that depends on the texts alone: by hash, then bytes.
  /// It needs no sorted copy, which matters for millions of session and order ids.
  func precedes(_ a: UInt32, _ b: UInt32) -> Bool {
    let (hashA, hashB) = (entries[Int(a)].hash, entries[Int(b)].hash)
    return hashA != hashB ? hashA < hashB : utf8(of: a).lexicographicallyPrecedes(utf8(of: b))
  }

  /// All codes, sorted by the texts' bytes.
  func sortedCodes() -> [UInt32] {
    var keys = (0..<UInt32(count)).map { code in
      let text = utf8(of: code)
      return SortKey(high: Self.prefix(text), low: Self.prefix(text.dropFirst(8)), code: code)
    }
    keys.sort { a, b in
      if a.high != b.high { return a.high < b.high }
      if a.low != b.low { return a.low < b.low }
      return utf8(of: a.code).lexicographicallyPrecedes(utf8(of: b.code))
    }
    return keys.map(\.code)
  }

  /// A code with its text's first 16 bytes, so that sorting seldom looks at the text.
  private struct SortKey {
    var high, low: UInt64
    var code: UInt32
  }

  /// The first eight bytes as a number that sorts as they do; missing ones count as zero.
  private static func prefix(_ text: ArraySlice<UInt8>) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 64
    for byte in text.prefix(8) {
      shift -= 8
      value |= UInt64(byte) << shift
    }
    return value
  }
}

/// XXH3, 64 bits, as the sources' own texts are hashed.
func textHash(_ text: ArraySlice<UInt8>) -> UInt64 {
  // The pointer is read only during the call, within the count that belongs to it.
  unsafe text.withUnsafeBytes { unsafe xxhash_64($0.baseAddress, $0.count) }
}
