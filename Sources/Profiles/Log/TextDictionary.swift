// Every distinct text once, as a code: rows carry four bytes instead of text.

/// Distinct texts with codes in the order in which they were first seen.
///
/// Open addressing on 64-bit hashes that the caller gives; the bytes decide, so that a collision costs time and
/// nothing else. A text costs its bytes, 16 bytes and two to four slots of 4 bytes.
struct TextDictionary: Sendable {
  private var bytes: [UInt8] = []
  /// Where each text ends in `bytes`; text `i` starts where `i - 1` ends.
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
  /// Code plus one, zero for a free slot. A power of two, at most half full.
  private var slots = [UInt32](repeating: 0, count: 64)

  var count: Int { ends.count }

  /// The code of a text, given anew when it was not seen before.
  mutating func code(of text: ArraySlice<UInt8>, hash: UInt64) -> UInt32 {
    if 2 * (count + 1) > slots.count { grow() }
    let slot = slot(of: text, hash: hash)
    if slots[slot] == 0 {
      bytes.append(contentsOf: text)
      ends.append(bytes.count)
      hashes.append(hash)
      slots[slot] = UInt32(count)
    }
    return slots[slot] - 1
  }

  /// The code of a text that was seen before.
  func existingCode(of text: ArraySlice<UInt8>, hash: UInt64) -> UInt32? {
    let slot = slot(of: text, hash: hash)
    return slots[slot] == 0 ? nil : slots[slot] - 1
  }

  func utf8(of code: UInt32) -> ArraySlice<UInt8> {
    bytes[(code == 0 ? 0 : ends[Int(code) - 1])..<ends[Int(code)]]
  }

  func text(of code: UInt32) -> String { String(decoding: utf8(of: code), as: UTF8.self) }

  /// Whether one text stands before another in an order that depends on the texts alone: by hash, then bytes.
  /// It needs no sorted copy, which matters for millions of session and order ids.
  func precedes(_ a: UInt32, _ b: UInt32) -> Bool {
    let (hashA, hashB) = (hashes[Int(a)], hashes[Int(b)])
    return hashA != hashB ? hashA < hashB : utf8(of: a).lexicographicallyPrecedes(utf8(of: b))
  }

  /// All codes, sorted by the texts' bytes.
  func sortedCodes() -> [UInt32] {
    var entries = (0..<UInt32(count)).map { code in
      let text = utf8(of: code)
      return Entry(high: Self.prefix(text), low: Self.prefix(text.dropFirst(8)), code: code)
    }
    entries.sort { a, b in
      if a.high != b.high { return a.high < b.high }
      if a.low != b.low { return a.low < b.low }
      return utf8(of: a.code).lexicographicallyPrecedes(utf8(of: b.code))
    }
    return entries.map(\.code)
  }

  /// A code with its text's first 16 bytes, so that sorting seldom looks at the text.
  private struct Entry {
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

  private func slot(of text: ArraySlice<UInt8>, hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let code = slots[slot] - 1
      if hashes[Int(code)] == hash, utf8(of: code).elementsEqual(text) { return slot }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    let mask = 2 * slots.count - 1
    var larger = [UInt32](repeating: 0, count: mask + 1)
    for (code, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while larger[slot] != 0 { slot = (slot + 1) & mask }
      larger[slot] = UInt32(code + 1)
    }
    slots = larger
  }
}
