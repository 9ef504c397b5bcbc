// The traits of the profiles of one partition, as they were declared over time.

import EventStream
import Persona

/// Traits grouped by profile.
struct TraitHistory: Sendable {
  /// Records of profile `i` are `offsets[i]..<offsets[i + 1]`, in no particular order.
  private(set) var offsets: [Int]
  let traitNames: [String]
  private(set) var records: [TraitRecord] = []

  init(offsets: [Int], traitNames: [String], records: [TraitRecord]) {
    self.offsets = offsets
    self.traitNames = traitNames
    self.records = records
  }

  init(_ words: [UInt64], profiles: Range<Int>, traitNames: [String]) {
    self.traitNames = traitNames
    offsets = Array(repeating: 0, count: profiles.count + 1)
    let all = stride(from: 0, to: words.count, by: TraitRecord.width).map { TraitRecord(words, at: $0) }
    for record in all { offsets[Int(record.profile) - profiles.lowerBound + 1] += 1 }
    for profile in 0..<profiles.count { offsets[profile + 1] += offsets[profile] }
    guard let first = all.first else { return }
    var next = offsets
    records = Array(repeating: first, count: all.count)
    for record in all {
      let profile = Int(record.profile) - profiles.lowerBound
      records[next[profile]] = record
      next[profile] += 1
    }
  }
}

/// One declared value.
struct TraitRecord: Sendable {
  var profile: UInt32
  /// Index into the names of traits.
  var name: UInt16
  /// Code of a text.
  var value: UInt32
  /// `EventBatch.noTime` for a record without a time, which stands before all others.
  var time: Int64
  /// `EventBatch.noTime` for none.
  var version: Int64
  /// Whether the record is the one of its id that counts, for sums.
  var counts: Bool

  static let width = 4

  init(profile: UInt32, name: UInt16, value: UInt32, time: Int64, version: Int64, counts: Bool) {
    self.profile = profile
    self.name = name
    self.value = value
    self.time = time
    self.version = version
    self.counts = counts
  }

  init(_ words: [UInt64], at start: Int) {
    profile = UInt32(words[start] >> 32)
    name = UInt16(truncatingIfNeeded: words[start] >> 1)
    counts = words[start] & 1 == 1
    value = UInt32(truncatingIfNeeded: words[start + 1])
    time = Int64(bitPattern: words[start + 2])
    version = Int64(bitPattern: words[start + 3])
  }

  func write(to partition: Int, _ writer: inout PartitionWriter) {
    writer.append(UInt64(profile) << 32 | UInt64(name) << 1 | (counts ? 1 : 0), to: partition)
    writer.append(UInt64(value), to: partition)
    writer.append(UInt64(bitPattern: time), to: partition)
    writer.append(UInt64(bitPattern: version), to: partition)
  }
}
