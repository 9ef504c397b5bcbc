// Which of several records with one id counts.

import EventStream
import Persona

/// The rows that share an id with others of the same source.
///
/// The one with the greatest version counts, then the earliest (a record without a time last), then the first by
/// content. Records without an id are all kept: equal content proves nothing.
struct RepeatedRows: Sendable {
  /// The rows of each id that more than one has.
  private let groups: [[Version]]
  private let rowCounts: [Int]
  /// Of each segment, the rows that share an id with others, ascending.
  let rows: [[UInt32]]

  /// A row, with what decides whether it counts.
  fileprivate struct Version: Sendable {
    var place: RowPlace
    var rank: Rank
    /// `EventBatch.noTime` for none.
    var time: Int64
  }

  /// Of each segment, of each of its rows, whether another counts instead, when no row is later than `until`; empty
  /// for a segment without such a row.
  func superseded(until: Int64) -> [[Bool]] {
    var flags = [[Bool]](repeating: [], count: rowCounts.count)
    for group in groups {
      let seen = group.indices.filter { group[$0].time <= until }
      // Rows that are equal in everything are interchangeable.
      let kept = seen.max { group[$0].rank < group[$1].rank }
      for index in seen where index != kept {
        let (segment, row) = (group[index].place.segment, group[index].place.row)
        if flags[segment].isEmpty { flags[segment] = Array(repeating: false, count: rowCounts[segment]) }
        flags[segment][row] = true
      }
    }
    return flags
  }

  init(_ segments: LoggedSegments, resources: Resources) throws(Failure) {
    rowCounts = segments.list.map(\.segment.rowCount)
    let recordCount = segments.list.reduce(0) { $0 + ($1.segment.hasIDs ? $1.segment.rowCount : 0) }
    guard recordCount > 0 else {
      groups = []
      rows = segments.list.map { _ in [] }
      return
    }
    // A part's table stays in the processor's cache.
    let store = PartitionStore(
      width: 3, count: PartitionStore.partitionCount(records: recordCount, each: 1 << 16),
      memoryBytes: resources.memoryBytes / 2, folder: resources.folder)
    _ = try inParallel(
      segments.count, threads: resources.threads, progress: resources.progress
    ) { index throws(Failure) in
      try Self.collect(segments[index].segment, index, into: store)
    }
    let places = try inParallel(store.count, threads: resources.threads) { part throws(Failure) in
      Self.groups(try store.take(part), segments)
    }.flatMap(\.self)
    groups = try Self.versions(of: places, segments, threads: resources.threads)
    var rows = [[UInt32]](repeating: [], count: segments.count)
    for place in places.joined() { rows[place.segment].append(UInt32(place.row)) }
    self.rows = rows.map { $0.sorted() }
  }

  private static func collect(
    _ segment: Segment, _ index: Int, into store: PartitionStore
  ) throws(Failure) {
    guard segment.hasIDs else { return }
    var ids: [EventID] = []
    try segment.readIDs(into: &ids)
    var writer = PartitionWriter(store)
    let mask = store.count - 1
    for row in ids.indices where ids[row] != .none {
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

extension RepeatedRows {
  /// What decides among the records of one id: the greatest counts.
  fileprivate struct Rank: Sendable, Comparable {
    var version: Int64
    /// A record without a time stands behind all others.
    var time: Int64
    var content: UInt64

    static func < (a: Self, b: Self) -> Bool {
      if a.version != b.version { return a.version < b.version }
      if a.time != b.time { return a.time > b.time }
      return a.content > b.content
    }
  }

  private static func versions(
    of groups: [[RowPlace]], _ segments: LoggedSegments, threads: Int
  ) throws(Failure) -> [[Version]] {
    var rows = [[Int]](repeating: [], count: segments.count)
    for place in groups.joined() { rows[place.segment].append(place.row) }
    let wanted = rows
    var parts = try inParallel(segments.count, threads: threads) { index throws(Failure) in
      try versions(of: wanted[index], index, segments[index].segment)[...]
    }
    // Each segment's come in the order in which they were asked for.
    return groups.map { group in group.compactMap { parts[$0.segment].popFirst() } }
  }

  private static func versions(
    of rows: [Int], _ index: Int, _ segment: Segment
  ) throws(Failure) -> [Version] {
    guard !rows.isEmpty else { return [] }
    var (times, versions): ([Int64], [Int64]) = ([], [])
    try segment.read(.times, into: &times)
    try segment.read(.versions, into: &versions)
    return zip(rows, try ContentHash(segment).hashes(of: rows)).map { row, content in
      let time = times[row]
      return Version(
        place: RowPlace(segment: index, row: row),
        rank: Rank(
          version: versions[row], time: time == EventBatch.noTime ? .max : time, content: content),
        time: time)
    }
  }
}
