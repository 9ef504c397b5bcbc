// What was counted while records were read, by when they happened: so that a window may end at any time later.

internal import Digest
internal import Persona

/// Counts, rejects and the digest of records, by quarter-hours.
///
/// Whoever reads a source does not know yet where the window ends, and a kept tally serves many ends. Days of
/// today's time zones begin on a quarter-hour of UTC, so that the end of a day divides no bucket; for another end
/// the tally is made with a cut there.
public struct RecordTally: Sendable {
  /// Records of one quarter-hour.
  struct Bucket: Sendable {
    /// Records of any outcome.
    var seen = 0
    var accepted = 0
    var digest = RecordSetDigest()
    /// The newest time of an accepted event and the first place that has it.
    var newest: (time: Int64, location: UInt64)?
    /// By `RejectReason`; empty while there is none.
    var rejects: [Reject] = []
  }

  struct Reject: Sendable {
    var count = 0
    /// The first places, packed as in `IdentifierPool.setLocations`.
    var locations: [UInt64] = []

    mutating func add(_ other: Reject) {
      count += other.count
      locations = Array((locations + other.locations).sorted().prefix(Limits.rejectLocations))
    }
  }

  /// Number of the quarter-hour since 1970; `Int64.min` for records without a time, `Int64.max` for those later
  /// than the cut.
  private(set) var keys: [Int64] = []
  private(set) var buckets: [Bucket] = []
  private var places: [Int64: Int] = [:]
  /// The place of the bucket that was used last; records are mostly in order of time.
  private var last = -1
  private let cut: Int64
  /// Records that were accepted.
  private(set) var accepted = 0

  init(cut: Int64? = nil) { self.cut = cut ?? .max }

  static let bucketMicroseconds: Int64 = 900_000_000

  /// Whether an end of a window falls between two buckets.
  static func divides(at end: Int64) -> Bool { (end + 1) % bucketMicroseconds == 0 }

  /// The key of the bucket of a time; `EventBatch.noTime` for none.
  private func key(of time: Int64) -> Int64 {
    time == EventBatch.noTime ? .min : time > cut ? .max : Self.key(of: time)
  }

  private mutating func place(ofKey key: Int64) -> Int {
    if last >= 0, keys[last] == key { return last }
    if let place = places[key] {
      last = place
    } else {
      last = keys.count
      places[key] = last
      keys.append(key)
      buckets.append(Bucket())
    }
    return last
  }

  fileprivate static func key(of time: Int64) -> Int64 {
    time >= 0 ? time / bucketMicroseconds : -((bucketMicroseconds - 1 - time) / bucketMicroseconds)
  }

  /// Counts the records of a run, whose bytes lie in `bytes`.
  mutating func count(_ run: borrowing RecordRun, _ bytes: borrowing [UInt8]) {
    var record = 0
    while record < run.count {
      let key = key(of: run.times[record])
      var bucket = Bucket()
      while record < run.count, self.key(of: run.times[record]) == key {
        bucket.count(record, of: run, bytes.span)
        if case .rejected(let reason) = run.fates[record] {
          reject(reason, time: run.times[record], at: run.locations[record])
        }
        record += 1
      }
      accepted += bucket.accepted
      buckets[place(ofKey: key)].add(bucket)
    }
  }

  /// Counts a record that was rejected before its fields were known; its digest is of its bytes up to the limit.
  mutating func reject(
    _ reason: RejectReason, _ range: Range<Int>, of bytes: borrowing [UInt8], at location: UInt64
  ) {
    reject(reason, time: EventBatch.noTime, at: location)
    let kept = range.prefix(Limits.recordBytes)
    if kept.isEmpty { return }
    let place = place(ofKey: key(of: EventBatch.noTime))
    buckets[place].seen += 1
    // The bytes are not kept.
    unsafe buckets[place].digest.add(bytes.span.extracting(kept).bytes)
  }

  private mutating func reject(_ reason: RejectReason, time: Int64, at location: UInt64) {
    let place = place(ofKey: key(of: time))
    if buckets[place].rejects.isEmpty {
      buckets[place].rejects = Array(repeating: Reject(), count: RejectReason.allCases.count)
    }
    buckets[place].rejects[Int(reason.rawValue)].add(Reject(count: 1, locations: [location]))
  }

  /// Adds another tally of the same source.
  mutating func add(_ other: RecordTally) {
    accepted += other.accepted
    for (key, bucket) in zip(other.keys, other.buckets) {
      buckets[place(ofKey: key)].add(bucket)
    }
  }
}

extension RecordTally.Bucket {
  /// Counts a record of a run.
  @inline(__always)
  fileprivate mutating func count(_ record: Int, of run: borrowing RecordRun, _ bytes: Span<UInt8>) {
    seen += 1
    // The bytes are not kept.
    unsafe digest.add(bytes.extracting(run.range(of: record)).bytes)
    guard case .accepted(let isEvent) = run.fates[record] else { return }
    accepted += 1
    let (time, location) = (run.times[record], run.locations[record])
    guard isEvent, time >= newest?.time ?? .min else { return }
    if let newest, newest.time == time, newest.location < location { return }
    newest = (time, location)
  }

  mutating func add(_ other: Self) {
    seen += other.seen
    accepted += other.accepted
    digest.add(other.digest)
    if let theirs = other.newest {
      let ours = newest ?? (.min, .max)
      if theirs.time > ours.time || (theirs.time == ours.time && theirs.location < ours.location) {
        newest = theirs
      }
    }
    guard !other.rejects.isEmpty else { return }
    if rejects.isEmpty { rejects = Array(repeating: .init(), count: other.rejects.count) }
    for reason in rejects.indices where other.rejects[reason].count > 0 {
      rejects[reason].add(other.rejects[reason])
    }
  }
}

extension RecordTally {
  /// What a source gave up to `end` (microseconds since 1970 in UTC); `nil`: all of it.
  func summary(until end: Int64?, files: [String]) -> SourceSummary {
    var total = Bucket()
    var later = 0
    for (key, bucket) in zip(keys, buckets) {
      if let end, key == .max || key > Self.key(of: end) {
        later += bucket.seen
      } else {
        total.add(bucket)
      }
    }
    func place(_ packed: UInt64) -> SourceLocation {
      SourceLocation(file: files[Int(packed >> 40)], line: Int(packed & (1 << 40 - 1)))
    }
    var summary = SourceSummary()
    summary.records = total.accepted
    summary.later = later
    summary.files = files
    summary.newest = total.newest.map { ($0.time, place($0.location)) }
    summary.digest = total.digest.text
    for (reason, reject) in zip(RejectReason.allCases, total.rejects) where reject.count > 0 {
      let places = reject.locations.map(place)
      let told = SourceSummary.Reject(
        reason: reason.text, count: reject.count, locations: places,
        hint: reason.hint(in: places.first?.file ?? "FILE"))
      if reason == .unknownState { summary.passedOver = told } else { summary.rejects.append(told) }
    }
    return summary
  }
}

extension RecordTally {
  /// The same records in the file with another index: their places were written without one.
  func placed(inFile file: Int) -> RecordTally {
    var placed = self
    for index in placed.buckets.indices { placed.buckets[index].move { $0 + UInt64(file) << 40 } }
    return placed
  }

  func write(to writer: inout ByteWriter) {
    writer.write(zip(keys, buckets).map { $0 }) { entry, writer in
      writer.write(entry.0)
      entry.1.write(to: &writer)
    }
  }

  /// Places are without the index of the file.
  init(_ reader: inout ByteReader) throws(DamagedBytes) {
    self.init()
    let entries = try reader.list { reader throws(DamagedBytes) in
      (try reader.number(Int64.self), try Bucket(&reader))
    }
    for (key, bucket) in entries {
      buckets[place(ofKey: key)].add(bucket)
      accepted += bucket.accepted
    }
  }
}

extension RecordTally.Bucket {
  fileprivate mutating func move(_ place: (UInt64) -> UInt64) {
    newest = newest.map { ($0.time, place($0.location)) }
    for reason in rejects.indices { rejects[reason].locations = rejects[reason].locations.map(place) }
  }

  fileprivate func write(to writer: inout ByteWriter) {
    let line: UInt64 = 1 << 40 - 1
    writer.write(Int64(seen))
    writer.write(Int64(accepted))
    writer.write(digest.sum)
    writer.write(newest != nil)
    if let newest {
      writer.write(newest.time)
      writer.write(newest.location & line)
    }
    writer.write(rejects) { reject, writer in
      writer.write(Int64(reject.count))
      writer.write(reject.locations) { $1.write($0 & line) }
    }
  }

  fileprivate init(_ reader: inout ByteReader) throws(DamagedBytes) {
    seen = try reader.count()
    accepted = try reader.count()
    digest = RecordSetDigest(sum: try reader.number())
    if try reader.flag() { newest = (try reader.number(), try reader.number()) }
    rejects = try reader.list { reader throws(DamagedBytes) in
      RecordTally.Reject(
        count: try reader.count(),
        locations: try reader.list { reader throws(DamagedBytes) in try reader.number() })
    }
    guard rejects.isEmpty || rejects.count == RejectReason.allCases.count else { throw DamagedBytes() }
  }
}
