// The slots of a hash table whose values live elsewhere: open addressing with linear probing.

/// Numbers found by 64-bit hashes. Whoever owns the values decides which of the candidates is the one.
struct HashSlots: Sendable {
  /// Half of the hash above, the number below; all ones for a free slot. The count is a power of two.
  private var slots = [UInt64](repeating: .max, count: 16)
  private var used = 0

  /// Whether the next insertion needs more room: at three quarters, where a search still looks at few slots.
  var isFull: Bool { 4 * (used + 1) > 3 * slots.count }

  struct Search {
    fileprivate var slot: Int
    fileprivate let tag: UInt64
  }

  func search(_ hash: UInt64) -> Search {
    Search(slot: Int(truncatingIfNeeded: hash) & (slots.count - 1), tag: Self.tag(hash))
  }

  /// The next number whose hash is probably the same; `nil` when there is none left.
  func next(_ search: inout Search) -> UInt32? {
    while slots[search.slot] != .max {
      let slot = slots[search.slot]
      search.slot = (search.slot + 1) & (slots.count - 1)
      if slot & Self.tagMask == search.tag { return UInt32(truncatingIfNeeded: slot) }
    }
    return nil
  }

  /// Adds a number that is not there yet; there must be room.
  mutating func insert(_ number: UInt32, hash: UInt64) {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != .max { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Self.tag(hash) | UInt64(number)
    used += 1
  }

  /// Doubles the slots and inserts the numbers from 0 again, by their hashes.
  mutating func grow(hashes: some Sequence<UInt64>) {
    slots = Array(repeating: .max, count: 2 * slots.count)
    used = 0
    var number: UInt32 = 0
    for hash in hashes {
      insert(number, hash: hash)
      number += 1
    }
  }

  /// The upper half; its lowest bit is cleared, so that no slot is all ones by chance.
  private static func tag(_ hash: UInt64) -> UInt64 { hash & tagMask }
  private static var tagMask: UInt64 { 0xFFFF_FFFE_0000_0000 }
}
