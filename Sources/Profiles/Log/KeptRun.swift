// An earlier run that this one goes on from: the same rules, and most of the same segments.

import EventStream
import Persona

/// What an earlier run linked, in a file of the cache.
public struct KeptRun: Sendable {
  let histories: KeptHistories
  /// Of the events up to then only days are kept; microseconds since 1970 in UTC.
  let earlierEnd: Int64
  /// The same of the run that began this by linking everybody from nothing.
  let begun: Int64
  let segments: [Segment]
  private let repeated: StoredColumns

  /// A segment, and whose its records were.
  struct Segment: Sendable {
    /// In the cache.
    var name: String
    var source: Int
    /// Whether anything of it is in a history of events.
    var hasEvents: Bool
    var counter: EventCounter
    /// Of each of its sets of identifiers.
    var profiles: StoredColumns
  }

  /// What `HistoryKeeper.publish` wrote.
  init(_ reader: inout ByteReader, of file: DerivedFile) throws(DamagedBytes) {
    histories = try KeptGraph.Contents(&reader, of: file).histories
    (earlierEnd, begun) = (try reader.number(), try reader.number())
    repeated = try StoredColumns(&reader)
    segments = try reader.list { reader throws(DamagedBytes) in try Segment(&reader) }
  }

  /// The profile of each set of identifiers of a segment, as `LinkedSets` numbers them.
  func profiles(ofSegment segment: Int) throws(Failure) -> [Int32] {
    try segments[segment].profiles.read(from: histories.file).profilesOfSets
  }

  func repeatedRows() throws(Failure) -> RepeatedRows {
    try repeated.read(from: histories.file).repeatedRows(segmentCount: segments.count)
  }
}

extension KeptRun.Segment {
  func write(to writer: inout ByteWriter) {
    writer.write(name)
    writer.write(Int64(source))
    writer.write(hasEvents)
    counter.write(to: &writer)
    profiles.write(to: &writer)
  }

  init(_ reader: inout ByteReader) throws(DamagedBytes) {
    (name, source, hasEvents) = (try reader.text(), try reader.count(), try reader.flag())
    counter = try EventCounter(&reader)
    profiles = try StoredColumns(&reader)
  }
}

extension PackedColumns {
  /// What stands in the place of a profile is negative.
  private static let lowest = LinkedIdentifiers.forgottenProfile

  init(profilesOfSets profiles: [Int32]) {
    self = PackedColumns.packing { $0.add(profiles.map { UInt32($0 - Self.lowest) }) }
  }

  fileprivate var profilesOfSets: [Int32] {
    var reader = reader
    return (reader.read() as [UInt32]).map { Int32($0) + Self.lowest }
  }
}

/// Which segments of a log an earlier run knew.
struct SegmentMatches: Sendable {
  /// Of each segment of the log, its place in the earlier run; `nil` for a new one.
  let places: [Int?]
  /// Of each segment of the earlier run, its place in the log; `nil` for one that is gone.
  let indices: [Int?]

  /// Whether no segment is gone.
  var isWhole: Bool { !indices.contains(nil) }

  /// The segments of the log that the earlier run did not know.
  var new: [Int] { places.indices.filter { places[$0] == nil } }

  /// - Returns: `nil` where a segment with events is gone, of which nothing may be left, and where so much is new that
  ///   beginning anew takes no longer.
  init?(_ run: KeptRun, _ segments: LoggedSegments) {
    // Two files with the same bytes have segments with the same name.
    var known: [String: [Int]] = [:]
    for (place, segment) in run.segments.enumerated() {
      known["\(segment.source) \(segment.name)", default: []].append(place)
    }
    var places = [Int?](repeating: nil, count: segments.count)
    var indices = [Int?](repeating: nil, count: run.segments.count)
    for (index, logged) in segments.list.enumerated() {
      guard let name = logged.segment.cacheName,
        let place = known["\(logged.source) \(name)"]?.popLast()
      else { continue }
      places[index] = place
      indices[place] = index
    }
    let isNew = places.map { $0 == nil }
    guard zip(indices, run.segments).allSatisfy({ $0 != nil || !$1.hasEvents }) else { return nil }
    let rows = segments.list.map(\.segment.rowCount)
    guard zip(rows, isNew).reduce(0, { $0 + ($1.1 ? $1.0 : 0) }) <= rows.reduce(0, +) / 4 else { return nil }
    (self.places, self.indices) = (places, indices)
  }
}
