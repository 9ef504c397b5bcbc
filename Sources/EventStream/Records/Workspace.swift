// The memory of a thread that parses: the block at hand, and what came of the blocks so far.

internal import Digest

/// Where things are in a workspace's buffer.
struct BufferSizes: Sendable {
  /// Records that start before this belong to the block.
  let block: Int
  /// File bytes: `0..<data`.
  let data: Int
  /// The mapping's constants, from here on.
  let constants: Int
  /// Texts made from records (unescaped, joined), from here on; more room is made for them as it is needed.
  let scratch: Int

  /// Readable bytes behind the data and behind the scratch space, for scanners that look at 64 bytes at once.
  static let padding = 128

  init(blockBytes: Int, constantBytes: Int) {
    block = min(max(1, blockBytes), Limits.blockBytes)
    data = block + Limits.recordBytes + 1
    constants = data + Self.padding
    scratch = constants + constantBytes + Self.padding
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
    // With room for most texts, so that the block is not moved to make it.
    bytes = [UInt8](repeating: 0, count: sizes.scratch + Limits.textBytes + BufferSizes.padding)
    bytes.replaceSubrange(sizes.constants..<(sizes.constants + constants.count), with: constants)
  }
}

extension [UInt8] {
  /// Makes room for a text at a place behind all that is in use, and for the padding behind it.
  mutating func makeRoom(for textBytes: Int, at place: Int) {
    let missing = place + textBytes + BufferSizes.padding - count
    if missing > 0 { append(contentsOf: repeatElement(0, count: Swift.max(missing, Limits.textBytes))) }
  }
}
