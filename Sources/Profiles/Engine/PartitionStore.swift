// Records of a fixed size by partition: in memory while they fit, in a file beyond that.

import EventStream
import Persona
private import Synchronization

/// Records of `width` 64-bit words in partitions, in no particular order within one.
///
/// Several threads may add to it, each through a `PartitionWriter`. It is a class because they share it.
final class PartitionStore: Sendable {
  let width: Int
  let count: Int
  private let partitions: [Partition]
  private let spill: TemporaryFile
  /// Words that may still be taken in memory.
  private let room: Atomic<Int>

  private final class Partition: Sendable {
    struct Content {
      /// The last chunk is being filled.
      var chunks: [[UInt64]] = []
      var spilled: [Range<Int>] = []
    }

    let content = Mutex(Content())
  }

  /// 64 KiB: large enough for a disk, small beside what all partitions hold.
  private static let chunkWords = 1 << 13

  /// - Parameter memoryBytes: what the records may take in memory.
  init(width: Int, count: Int, memoryBytes: Int, spillingTo folders: [String]) {
    self.width = width
    self.count = count
    partitions = (0..<count).map { _ in Partition() }
    spill = TemporaryFile(in: folders)
    room = Atomic(memoryBytes / 8)
  }

  /// How many partitions hold about this many records each; a power of two.
  static func partitionCount(records: Int, each: Int, most: Int = 2048) -> Int {
    var count = 1
    while count < most, count * each < records { count *= 2 }
    return count
  }

  fileprivate func append(_ words: ArraySlice<UInt64>, to partition: Int) throws(Failure) {
    let full = partitions[partition].content.withLock { content -> [UInt64]? in
      if content.chunks.isEmpty || content.chunks[content.chunks.count - 1].count >= Self.chunkWords {
        content.chunks.append([])
        content.chunks[content.chunks.count - 1].reserveCapacity(Self.chunkWords + words.count)
      }
      content.chunks[content.chunks.count - 1].append(contentsOf: words)
      guard content.chunks[content.chunks.count - 1].count >= Self.chunkWords else { return nil }
      let left = room.subtract(Self.chunkWords, ordering: .relaxed).newValue
      return left < 0 ? content.chunks.removeLast() : nil
    }
    guard let full else { return }
    room.add(Self.chunkWords, ordering: .relaxed)
    let range = try spill.write(full)
    partitions[partition].content.withLock { $0.spilled.append(range) }
  }

  /// All records of a partition, which is empty afterwards.
  func take(_ partition: Int) throws(Failure) -> [UInt64] {
    let content = partitions[partition].content.withLock { content in
      let taken = content
      content = Partition.Content()
      return taken
    }
    var words: [UInt64] = []
    let spilled = content.spilled.reduce(0) { $0 + $1.count }
    words.reserveCapacity(spilled + content.chunks.reduce(0) { $0 + $1.count })
    for range in content.spilled { try spill.read(range, appendingTo: &words) }
    for chunk in content.chunks { words.append(contentsOf: chunk) }
    let full = content.chunks.count { $0.count >= Self.chunkWords }
    room.add(full * Self.chunkWords, ordering: .relaxed)
    return words
  }
}

/// One thread's way into a store: gathers records of each partition and hands over many at once.
struct PartitionWriter {
  private let store: PartitionStore
  private let capacity: Int
  private var words: [UInt64]
  private var counts: [Int]

  /// Words of a partition that are gathered before the store is asked for them: 4 KiB.
  private static let gatheredWords = 512

  init(_ store: PartitionStore) {
    self.store = store
    capacity = max(1, Self.gatheredWords / store.width) * store.width
    words = Array(repeating: 0, count: capacity * store.count)
    counts = Array(repeating: 0, count: store.count)
  }

  /// Adds a word of a record; a record's words come one after the other.
  @inline(__always)
  mutating func append(_ word: UInt64, to partition: Int) {
    words[partition * capacity + counts[partition]] = word
    counts[partition] += 1
  }

  /// To be called after each record.
  @inline(__always)
  mutating func endRecord(in partition: Int) throws(Failure) {
    if counts[partition] == capacity { try flush(partition) }
  }

  private mutating func flush(_ partition: Int) throws(Failure) {
    let start = partition * capacity
    try store.append(words[start..<start + counts[partition]], to: partition)
    counts[partition] = 0
  }

  /// Hands over what is left.
  mutating func finish() throws(Failure) {
    for partition in 0..<store.count where counts[partition] > 0 { try flush(partition) }
  }
}
