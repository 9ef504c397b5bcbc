// Threads between the files and the caller: blocks are framed one after the other and parsed side by side.

private import Dispatch
internal import Persona
private import Synchronization

/// Runs a source's blocks through the parsers.
///
/// A thread frames the next block under a lock, in memory of its own, and parses it into its own batch; when the
/// batch is large it hands it over and begins another. So no thread waits for another but for framing, which is
/// short, and memory is bounded.
final class BlockPipeline: Sendable {
  /// The sequential part: one thread at a time.
  private struct Front: ~Copyable {
    var framer: BlockFramer
    /// The files are read, something failed, or the caller wants no more.
    var isOver = false
    /// The first failure that a thread met.
    var failure: (any Error)?
    /// What the threads counted that have ended.
    var tally: RecordTally
    /// Records found so far, for the progress.
    var records = 0
  }

  private let front: Mutex<Front>
  private let interruption: Interruption
  private let plan: RecordPlan
  private let sizes: BufferSizes
  private let cut: Int64?
  private let options: ReadOptions
  private let totalBytes: Int?

  init(
    framer: consuming sending BlockFramer, plan: RecordPlan, sizes: BufferSizes, cut: Int64?,
    options: ReadOptions, totalBytes: Int?
  ) {
    self.plan = plan
    self.sizes = sizes
    self.cut = cut
    self.options = options
    self.totalBytes = totalBytes
    interruption = framer.interruption
    front = Mutex(Front(framer: framer, tally: RecordTally(cut: cut)))
  }

  /// Hands over every batch, on several threads at once; gives what was counted and the number of stored bytes
  /// that were read. When it returns or throws, all threads have ended.
  func run(
    _ consume: @escaping @Sendable (borrowing EventBatch) throws -> Void
  ) throws -> (RecordTally, bytes: Int) {
    let group = DispatchGroup()
    for index in 0..<max(1, options.threads) {
      DispatchQueue(label: "persona-sync.parser.\(index)").async(group: group) {
        do {
          try self.parseBlocks(consume)
        } catch {
          // Before the lock is asked for: another thread may hold it while it waits for a command.
          self.interruption.ask()
          self.front.withLock { front in
            front.isOver = true
            if front.failure == nil { front.failure = error }
          }
        }
      }
    }
    group.wait()
    return try front.withLock { front in
      if let failure = front.failure { throw failure }
      return (front.tally, front.framer.bytesRead)
    }
  }

  /// Frames and parses until the files are at their end.
  private func parseBlocks(_ consume: (borrowing EventBatch) throws -> Void) throws {
    var work = Workspace(sizes: sizes, constants: plan.constants, cut: cut)
    var parser = BlockParser(plan: plan, sizes: sizes)
    parser.begin(&work)
    var found = 0
    while try frameNextBlock(&work, found: found) {
      let before = work.tally.accepted
      parser.parse(&work)
      found = work.tally.accepted - before
      if work.batch.isLarge(rows: options.batchRows) {
        try consume(work.batch)
        parser.begin(&work)
      }
    }
    if work.batch.rowCount > 0 { try consume(work.batch) }
    front.withLock { $0.tally.add(work.tally) }
  }

  /// Puts the next block into the thread's memory; `false` when there is nothing more to do. `found` are the
  /// records of the block before.
  private func frameNextBlock(_ work: inout Workspace, found: Int) throws -> Bool {
    try front.withLock { front in
      front.records += found
      // It stays over when the framer fails: asked again, it would go on behind the failure.
      let wasOver = front.isOver
      front.isOver = true
      let isBlock = try !wasOver && front.framer.next(into: &work.bytes, describedBy: &work.block)
      front.isOver = !isBlock
      options.progress?(front.framer.bytesRead, front.records, totalBytes)
      return isBlock
    }
  }
}

extension EventBatch {
  fileprivate func isLarge(rows: Int) -> Bool { rowCount >= rows || strings.count >= rows }
}
