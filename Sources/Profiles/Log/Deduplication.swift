// Which of several records with one id counts.

import EventStream

extension EventLog {
  /// For every row whether another record of the same source with the same id counts instead.
  ///
  /// The one with the greatest version counts, then the earliest (a record without a time last), then the
  /// first by content. Records without an id are all kept: equal content proves nothing.
  ///
  /// The ids are looked at in parts of about half a million, by their leading bits, so that the table of a
  /// part stays in the processor's cache and small beside the log.
  func repeatedRows(order: ContentOrder, ranks: [UInt32]) -> [Bool] {
    var repeated = [Bool](repeating: false, count: rows.count)
    guard !rows.ids.isAbsent else { return repeated }
    let partBits = Int.bitWidth - (rows.count >> 19).leadingZeroBitCount
    var partSizes = [Int](repeating: 0, count: 1 << partBits)
    for row in 0..<rows.count where rows.ids[row] != .none {
      partSizes[part(of: rows.ids[row], bits: partBits)] += 1
    }
    for (part, size) in partSizes.enumerated() where size > 1 {
      var table = RecordTable(capacity: size)
      for row in 0..<rows.count {
        let id = rows.ids[row]
        guard id != .none, self.part(of: id, bits: partBits) == part else { continue }
        let key = RecordKey(id: id, source: rows.sources[row])
        let slot = table.slot(of: key, in: rows)
        guard let earlier = table.row(at: slot) else {
          table.put(row, for: key, at: slot)
          continue
        }
        if supersedes(row, earlier, order: order, ranks: ranks) {
          repeated[earlier] = true
          table.put(row, for: key, at: slot)
        } else {
          repeated[row] = true
        }
      }
    }
    return repeated
  }

  private func part(of id: EventID, bits: Int) -> Int { Int(id.high >> UInt64(64 - bits)) }

  private func supersedes(_ a: Int, _ b: Int, order: ContentOrder, ranks: [UInt32]) -> Bool {
    if rows.versions[a] != rows.versions[b] { return rows.versions[a] > rows.versions[b] }
    let timeA = rows.times[a] == EventBatch.noTime ? Int64.max : rows.times[a]
    let timeB = rows.times[b] == EventBatch.noTime ? Int64.max : rows.times[b]
    if timeA != timeB { return timeA < timeB }
    return order.compareRecords(a, b, in: self, ranks: ranks) < 0
  }
}

/// What makes a record unique, with its hash.
private struct RecordKey {
  let id: EventID
  let source: UInt16
  /// Multiplicative hash with the golden ratio; the id is one already, the source must be mixed in.
  let hash: UInt64

  init(id: EventID, source: UInt16) {
    self.id = id
    self.source = source
    hash = (id.low ^ (UInt64(source) << 48)) &* 0x9E37_79B9_7F4A_7C15
  }

  /// 32 bits that tell most keys apart without a look at the row; never all ones.
  var tag: UInt64 { hash & 0xFFFF_FFFE }
}

/// Rows by key: open addressing, eight bytes a slot, at most half full.
private struct RecordTable {
  /// The key's tag above, the row below; all ones for a free slot.
  private var slots: [UInt64]

  init(capacity: Int) {
    var size = 16
    while size < 2 * capacity { size *= 2 }
    slots = Array(repeating: .max, count: size)
  }

  /// Where the row with this key stands, or would stand.
  func slot(of key: RecordKey, in rows: borrowing RowColumns) -> Int {
    let mask = slots.count - 1
    var slot = Int(key.hash >> 32) & mask
    while slots[slot] != .max {
      if slots[slot] >> 32 == key.tag {
        let row = Int(UInt32(truncatingIfNeeded: slots[slot]))
        if rows.ids[row] == key.id, rows.sources[row] == key.source { return slot }
      }
      slot = (slot + 1) & mask
    }
    return slot
  }

  func row(at slot: Int) -> Int? {
    slots[slot] == .max ? nil : Int(UInt32(truncatingIfNeeded: slots[slot]))
  }

  mutating func put(_ row: Int, for key: RecordKey, at slot: Int) {
    slots[slot] = key.tag << 32 | UInt64(row)
  }
}
