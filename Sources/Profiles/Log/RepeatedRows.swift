// Which of several records with one id counts.

import EventStream
import Persona

/// The rows that share an id with others of the same source.
///
/// The one with the greatest version counts, then the earliest (a record without a time last), then the first by
/// content. Records without an id are all kept: equal content proves nothing.
struct RepeatedRows: Sendable {
  /// The rows of each id that more than one has. Of equal ones the first counts.
  fileprivate let groups: [[Version]]
  /// Of each segment, the rows that share an id with others, ascending.
  let rows: [[UInt32]]

  /// A row, with what decides whether it counts.
  fileprivate struct Version: Sendable {
    var place: RowPlace
    var rank: Rank
    /// `EventBatch.noTime` for none.
    var time: Int64
  }

  /// Of each segment, the rows in whose stead another counts when none is later than `until`; ascending.
  func superseded(until: Int64) -> [[UInt32]] {
    var superseded = [[UInt32]](repeating: [], count: rows.count)
    for group in groups {
      let seen = group.indices.filter { group[$0].time <= until }
      // Rows that are equal in everything are interchangeable.
      let kept = seen.max { group[$0].rank < group[$1].rank }
      for index in seen where index != kept {
        superseded[group[index].place.segment].append(UInt32(group[index].place.row))
      }
    }
    return superseded.map { $0.sorted() }
  }

  /// Of each source, how many ids have records that differ, none of which has a version.
  func contradictions(in segments: LoggedSegments, until: Int64) -> [Int] {
    var counts = [Int](repeating: 0, count: segments.sources.count)
    for group in groups {
      let seen = group.filter { $0.time <= until }
      guard let first = seen.first, seen.allSatisfy({ $0.rank.version == EventBatch.noTime }),
        seen.contains(where: { $0.rank < first.rank || first.rank < $0.rank })
      else { continue }
      counts[segments[first.place.segment].source] += 1
    }
    return counts
  }

  fileprivate init(_ groups: [[Version]], segmentCount: Int) {
    self.groups = groups
    var rows = [[UInt32]](repeating: [], count: segmentCount)
    for version in groups.joined() { rows[version.place.segment].append(UInt32(version.place.row)) }
    self.rows = rows.map { $0.sorted() }
  }

  init(_ segments: LoggedSegments, resources: Resources) throws(Failure) {
    let recordCount = segments.list.reduce(0) { $0 + ($1.segment.hasIDs ? $1.segment.rowCount : 0) }
    guard recordCount > 0 else {
      self.init([], segmentCount: segments.count)
      return
    }
    // A part's table stays in the processor's cache.
    let store = PartitionStore(
      width: 3, count: PartitionStore.partitionCount(records: recordCount, each: 1 << 16),
      memoryBytes: resources.memoryBytes / 2, spillingTo: resources.temporaryFolders)
    _ = try inParallel(
      segments.count, threads: resources.threads, progress: resources.progress
    ) { index throws(Failure) in
      try Self.collect(segments[index].segment, index, into: store)
    }
    let places = try inParallel(store.count, threads: resources.threads) { part throws(Failure) in
      Self.groups(try store.take(part), segments).map { $0.sorted { $0.packed < $1.packed } }
    }.flatMap(\.self)
    self.init(
      try Self.versions(of: places, segments, threads: resources.threads), segmentCount: segments.count)
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
    private var time: Int64
    var content: UInt64

    init(version: Int64, time: Int64, content: UInt64) {
      (self.version, self.content) = (version, content)
      self.time = time == EventBatch.noTime ? .max : time
    }

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
        rank: Rank(version: versions[row], time: time, content: content),
        time: time)
    }
  }
}

// MARK: Going on from an earlier run

extension RepeatedRows {
  /// The same, when an earlier run knew what repeats what in some of the segments: only for ids of the others is
  /// looked.
  ///
  /// - Parameter known: of the earlier run, by its segments.
  init(
    _ segments: LoggedSegments, knowing known: RepeatedRows, _ matches: SegmentMatches, resources: Resources
  ) throws(Failure) {
    let newRows = matches.new.reduce(0) { $0 + segments[$1].segment.rowCount }
    guard newRows * IDTable.bytesEach < resources.memoryBytes else {
      try self.init(segments, resources: resources)
      return
    }
    let threads = resources.threads
    let ids = try IDTable(matches.new.map { segments[$0].segment })
    let words = try inParallel(segments.count, threads: threads) { index throws(Failure) in
      try ids.words(of: segments[index].segment, index)
    }
    // Rows that were there before come first: of equal ones they go on counting.
    let order = matches.places.indices.sorted { matches.places[$0] ?? .max < matches.places[$1] ?? .max }
    let found = Self.groups(order.flatMap { words[$0] }, segments)
    let foundPlaces = Set(found.joined())
    let left = known.groups.map { group in group.compactMap { $0.moved(to: matches.indices) } }
    let others = left.filter { group in
      group.count > 1 && (found.isEmpty || !group.contains { foundPlaces.contains($0.place) })
    }
    self.init(
      try others + Self.versions(of: found, segments, threads: threads), segmentCount: segments.count)
  }
}

extension RepeatedRows.Version {
  /// - Parameter indices: of each segment, where it is now.
  fileprivate func moved(to indices: [Int?]) -> Self? {
    indices[place.segment].map { index in
      var moved = self
      moved.place.segment = index
      return moved
    }
  }
}

/// The ids of some segments' rows.
private struct IDTable: Sendable {
  /// About what an id takes in memory.
  static let bytesEach = 40

  private var ids: [EventID] = []
  private var slots = HashSlots()
  /// A bit for each remainder that the lower half of an id may have, sixteen or more for each id: it settles nearly every
  /// question from near caches. A power of two of words.
  private var bits = [UInt64](repeating: 0, count: 1 << 10)

  init(_ segments: [Segment]) throws(Failure) {
    while bits.count * 4 < segments.reduce(0, { $0 + $1.rowCount }) { bits += bits }
    var own: [EventID] = []
    for segment in segments where segment.hasIDs {
      try segment.readIDs(into: &own)
      for id in own where id != .none && !contains(id) {
        if slots.isFull { slots.grow(hashes: ids.lazy.map(\.low)) }
        ids.append(id)
        slots.insert(UInt32(ids.count - 1), hash: id.low)
        bits[word(of: id)] |= bit(of: id)
      }
    }
  }

  private func word(of id: EventID) -> Int { Int(truncatingIfNeeded: id.low >> 6) & (bits.count - 1) }
  private func bit(of id: EventID) -> UInt64 { 1 << (id.low & 63) }

  @inline(__always)
  private func contains(_ id: EventID) -> Bool {
    if bits[word(of: id)] & bit(of: id) == 0 { return false }
    var search = slots.search(id.low)
    while let number = slots.next(&search) {
      if ids[Int(number)] == id { return true }
    }
    return false
  }

  /// A segment's rows with one of the ids, as `RepeatedRows` gathers them.
  func words(of segment: Segment, _ index: Int) throws(Failure) -> [UInt64] {
    guard segment.hasIDs, !ids.isEmpty else { return [] }
    var own: [EventID] = []
    try segment.readIDs(into: &own)
    var words: [UInt64] = []
    for row in own.indices where own[row] != .none && contains(own[row]) {
      words += [own[row].high, own[row].low, RowPlace(segment: index, row: row).packed]
    }
    return words
  }
}

// MARK: In a file

extension PackedColumns {
  init(_ repeated: RepeatedRows) {
    let versions = repeated.groups.flatMap(\.self)
    self = PackedColumns.packing { writer in
      writer.add(repeated.groups.map { UInt32($0.count) })
      writer.add(versions.map { UInt32($0.place.segment) })
      writer.add(versions.map { UInt32($0.place.row) })
      writer.add(versions.map(\.rank.version), nothing: EventBatch.noTime)
      writer.add(versions.map(\.rank.content))
      writer.add(versions.map(\.time), nothing: EventBatch.noTime)
    }
  }

  func repeatedRows(segmentCount: Int) -> RepeatedRows {
    var reader = reader
    let (sizes, segments, rows): ([UInt32], [UInt32], [UInt32]) = (
      reader.read(), reader.read(), reader.read()
    )
    let ranks: [Int64] = reader.read(nothing: EventBatch.noTime)
    let contents: [UInt64] = reader.read()
    let times: [Int64] = reader.read(nothing: EventBatch.noTime)
    var groups: [[RepeatedRows.Version]] = []
    var next = 0
    for size in sizes {
      groups.append(
        (next..<next + Int(size)).map { index in
          RepeatedRows.Version(
            place: RowPlace(segment: Int(segments[index]), row: Int(rows[index])),
            rank: RepeatedRows.Rank(version: ranks[index], time: times[index], content: contents[index]),
            time: times[index])
        })
      next += Int(size)
    }
    return RepeatedRows(groups, segmentCount: segmentCount)
  }
}
