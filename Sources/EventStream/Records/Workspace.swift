// The memory of one block on its way from the file to the caller; a few of them go round and round.

internal import Digest
internal import Persona

/// Where things are in a workspace's buffer.
struct BufferSizes: Sendable {
  /// Records that start before this belong to the block.
  let block: Int
  /// File bytes: `0..<data`.
  let data: Int
  /// Texts made from a record (unescaped, joined), from here on.
  let scratch: Int
  /// The mapping's constants, from here on.
  let constants: Int
  let total: Int

  /// Readable bytes behind the data and behind the scratch space, for scanners that look at 64 bytes at once.
  static let padding = 128

  init(blockBytes: Int, joinedTexts: Int, constantBytes: Int) {
    block = min(max(1, blockBytes), Limits.blockBytes)
    data = block + Limits.recordBytes + 1
    scratch = data + Self.padding
    constants = scratch + Limits.recordBytes + joinedTexts * Limits.textBytes + Self.padding
    total = constants + constantBytes + Self.padding
  }
}

/// A block's bytes and what is made of them.
struct Workspace: Sendable {
  var bytes: [UInt8]
  var block = Block()
  var batch = EventBatch()
  var tally = BlockTally()
  /// What the framer put here.
  var outcome = Outcome.end
  /// Stored bytes read from the files when the block was framed.
  var bytesRead = 0

  enum Outcome: Sendable {
    case block
    /// There is no further block.
    case end
    case failed(Failure)
  }

  init(sizes: BufferSizes, constants: [UInt8]) {
    bytes = [UInt8](repeating: 0, count: sizes.total)
    bytes.replaceSubrange(sizes.constants..<(sizes.constants + constants.count), with: constants)
  }
}

extension Workspace {
  /// Adds the record `bytes[range]` to the block's digest.
  mutating func addToDigest(_ range: Range<Int>) {
    var digest = tally.digest
    // The span ends with the statement.
    unsafe digest.add(bytes.span.extracting(range).bytes)
    tally.digest = digest
  }
}

/// What was counted in a block.
struct BlockTally: Sendable {
  struct Reject: Sendable {
    var count = 0
    /// The first places, packed as in `EventBatch.locations`.
    var locations: [UInt64] = []
  }

  var records = 0
  var later = 0
  /// By `RejectReason`.
  var rejects = [Reject](repeating: Reject(), count: RejectReason.allCases.count)
  var digest = RecordSetDigest()
  /// The newest time of an accepted event and the first place that has it.
  var newest: (time: Int64, location: UInt64)?

  mutating func reject(_ reason: RejectReason, at location: UInt64) {
    let index = Int(reason.rawValue)
    rejects[index].count += 1
    if rejects[index].locations.count < Limits.rejectLocations { rejects[index].locations.append(location) }
  }

  /// Adds what comes behind in file order.
  mutating func add(_ next: BlockTally) {
    records += next.records
    later += next.later
    digest.add(next.digest)
    for (index, reject) in next.rejects.enumerated() where reject.count > 0 {
      rejects[index].count += reject.count
      rejects[index].locations.append(
        contentsOf: reject.locations.prefix(Limits.rejectLocations - rejects[index].locations.count))
    }
    if let other = next.newest, other.time > newest?.time ?? .min { newest = other }
  }
}
