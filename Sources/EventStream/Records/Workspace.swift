// The memory of a thread that parses: the block at hand, and what came of the blocks so far.

internal import Digest

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

/// A block's bytes, the rows of this block and those before it, and what was counted in them.
struct Workspace: Sendable {
  var bytes: [UInt8]
  var block = Block()
  var batch = EventBatch()
  var tally: RecordTally

  init(sizes: BufferSizes, constants: [UInt8], cut: Int64?) {
    tally = RecordTally(cut: cut)
    bytes = [UInt8](repeating: 0, count: sizes.total)
    bytes.replaceSubrange(sizes.constants..<(sizes.constants + constants.count), with: constants)
  }
}

extension Workspace {
  /// Counts the record `bytes[range]`.
  mutating func count(_ range: Range<Int>, time: Int64) {
    var digest = RecordSetDigest()
    // The span ends with the statement.
    unsafe digest.add(bytes.span.extracting(range).bytes)
    tally.add(digest, time: time)
  }
}
