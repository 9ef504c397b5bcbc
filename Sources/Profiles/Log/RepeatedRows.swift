// Which of several records with one id counts.

import EventStream
import Persona

/// For every row whether another record of the same source with the same id counts instead.
///
/// The one with the greatest version counts, then the earliest (a record without a time last), then the first by
/// content. Records without an id are all kept: equal content proves nothing.
struct RepeatedRows: Sendable {
  /// Of each segment, of each of its rows; empty for a segment without a repeated row.
  private(set) var flags: [[Bool]]

  subscript(segment: Int) -> [Bool] { flags[segment] }

  init(_ segments: LoggedSegments, until: Int64, resources: Resources) throws(Failure) {
    flags = Array(repeating: [], count: segments.count)
    let rows = segments.list.reduce(0) { $0 + ($1.segment.hasIDs ? $1.segment.rowCount : 0) }
    guard rows > 0 else { return }
    // A part's table stays in the processor's cache.
    let store = PartitionStore(
      width: 3, count: PartitionStore.partitionCount(records: rows, each: 1 << 16),
      memoryBytes: resources.memoryBytes / 2, folder: resources.folder)
    _ = try inParallel(
      segments.count, threads: resources.threads, progress: resources.progress
    ) { index throws(Failure) in
      try Self.collect(segments[index].segment, index, until: until, into: store)
    }
    let groups = try inParallel(store.count, threads: resources.threads) { part throws(Failure) in
      Self.groups(try store.take(part), segments)
    }
    for place in try RowVersions(groups.flatMap(\.self), segments, resources: resources).superseded() {
      let (segment, row) = (place.segment, place.row)
      if flags[segment].isEmpty {
        flags[segment] = Array(repeating: false, count: segments[segment].segment.rowCount)
      }
      flags[segment][row] = true
    }
  }

  private static func collect(
    _ segment: Segment, _ index: Int, until: Int64, into store: PartitionStore
  ) throws(Failure) {
    guard segment.hasIDs else { return }
    var ids: [EventID] = []
    var times: [Int64] = []
    try segment.readIDs(into: &ids)
    try segment.read(.times, into: &times)
    var writer = PartitionWriter(store)
    let mask = store.count - 1
    for row in ids.indices where ids[row] != .none && times[row] <= until {
      let part = Int(truncatingIfNeeded: ids[row].high) & mask
      writer.append(ids[row].high, to: part)
      writer.append(ids[row].low, to: part)
      writer.append(RowPlace(segment: index, row: row).packed, to: part)
      try writer.endRecord(in: part)
    }
    try writer.finish()
  }

  /// The rows of each id that more than one record of a source has.
  private static func groups(_ words: [UInt64], _ segments: LoggedSegments) -> [[RowPlace]] {
    let count = words.count / 3
    var size = 16
    while size < 2 * count { size *= 2 }
    // Number of the record plus one.
    var slots = [UInt32](repeating: 0, count: size)
    var groups: [[RowPlace]] = []
    var groupOfRecord: [UInt32: Int] = [:]
    for record in 0..<count {
      let (high, low) = (words[3 * record], words[3 * record + 1])
      let place = RowPlace(packed: words[3 * record + 2])
      // The ids are hashes; their upper half chose the part.
      var slot = Int(truncatingIfNeeded: low) & (size - 1)
      while slots[slot] != 0 {
        let other = Int(slots[slot]) - 1
        if words[3 * other] == high, words[3 * other + 1] == low {
          let first = RowPlace(packed: words[3 * other + 2])
          if segments[first.segment].source == segments[place.segment].source {
            if let group = groupOfRecord[UInt32(other)] {
              groups[group].append(place)
            } else {
              groupOfRecord[UInt32(other)] = groups.count
              groups.append([first, place])
            }
            break
          }
        }
        slot = (slot + 1) & (size - 1)
      }
      if slots[slot] == 0 { slots[slot] = UInt32(record + 1) }
    }
    return groups
  }
}

/// A row of a segment.
struct RowPlace: Sendable, Hashable {
  var segment: Int
  var row: Int

  init(segment: Int, row: Int) {
    self.segment = segment
    self.row = row
  }

  init(packed: UInt64) {
    segment = Int(packed >> 32)
    row = Int(UInt32(truncatingIfNeeded: packed))
  }

  var packed: UInt64 { UInt64(segment) << 32 | UInt64(row) }
}

/// What decides among the records of one id.
private struct RowVersions {
  private let groups: [[RowPlace]]
  private let ranks: [RowPlace: Rank]

  /// Greatest first counts.
  private struct Rank: Sendable, Comparable {
    var version: Int64
    var time: Int64
    var content: UInt64

    static func < (a: Self, b: Self) -> Bool {
      if a.version != b.version { return a.version < b.version }
      if a.time != b.time { return a.time > b.time }
      return a.content > b.content
    }
  }

  init(_ groups: [[RowPlace]], _ segments: LoggedSegments, resources: Resources) throws(Failure) {
    self.groups = groups
    var rows = [[Int]](repeating: [], count: segments.count)
    for group in groups {
      for place in group { rows[place.segment].append(place.row) }
    }
    let wanted = rows
    let parts = try inParallel(segments.count, threads: resources.threads) { index throws(Failure) in
      try Self.ranks(of: wanted[index], index, segments[index].segment)
    }
    var ranks: [RowPlace: Rank] = [:]
    for (index, part) in parts.enumerated() {
      for (row, rank) in zip(wanted[index], part) { ranks[RowPlace(segment: index, row: row)] = rank }
    }
    self.ranks = ranks
  }

  private static func ranks(of rows: [Int], _ index: Int, _ segment: Segment) throws(Failure) -> [Rank] {
    guard !rows.isEmpty else { return [] }
    var (times, versions): ([Int64], [Int64]) = ([], [])
    try segment.read(.times, into: &times)
    try segment.read(.versions, into: &versions)
    let contents = try ContentHash(segment).hashes(of: rows)
    return zip(rows, contents).map { row, content in
      // A record without a time stands behind all others.
      Rank(
        version: versions[row], time: times[row] == EventBatch.noTime ? .max : times[row], content: content)
    }
  }

  /// All rows of the groups but the one of each that counts. Rows that are equal in everything are
  /// interchangeable.
  func superseded() -> [RowPlace] {
    groups.flatMap { group in
      let kept = group.indices.max { a, b in
        guard let rankA = ranks[group[a]], let rankB = ranks[group[b]] else { return false }
        return rankA < rankB
      }
      return group.indices.filter { $0 != kept }.map { group[$0] }
    }
  }
}
