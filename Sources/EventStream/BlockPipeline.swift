// Threads between the files and the caller: blocks are framed one after the other and parsed side by side.

private import Dispatch
internal import Persona
private import Synchronization

/// Runs a source's blocks through the parsers.
///
/// A thread frames the next block under a lock, in memory of its own, and parses it into its own batch; when the
/// batch is large, or its stretch of the file is at an end, it hands it over and begins another. So no thread waits
/// for another but for framing, which is short, and memory is bounded.
final class BlockPipeline: Sendable {
  /// The sequential part: one thread at a time.
  private struct Front: ~Copyable {
    var framer: BlockFramer
    /// The files are read, something failed, or the caller wants no more.
    var isOver = false
    /// What was found of each stretch.
    var stretches: [Int: StretchTally] = [:]
    /// Records found so far, for the progress.
    var records: Int

    mutating func add(_ tally: RecordTally, _ blocks: [BlockHash], to stretch: Int) {
      guard stretches[stretch] != nil else {
        stretches[stretch] = StretchTally(tally: tally, blocks: blocks)
        return
      }
      stretches[stretch]?.tally.add(tally)
      stretches[stretch]?.blocks += blocks
    }
  }

  /// What the threads counted in a stretch of a file.
  struct StretchTally: Sendable {
    var tally: RecordTally
    var blocks: [BlockHash] = []
  }

  /// What was found when all is read.
  struct Outcome: Sendable {
    var readings: [FileReading]
    var stretches: [Int: StretchTally]
    /// Stored bytes that were read.
    var bytes: Int
    var lacking: [LackingColumns]
  }

  private let front: Mutex<Front>
  /// Held while a block is read. Threads that wait for it sleep; for the lock alone they would spin, for up to 4% of
  /// the CPU time of JSON lines.
  private let turn = DispatchSemaphore(value: 1)
  private let interruption: Interruption
  private let plan: RecordPlan
  private let sizes: BufferSizes
  private let cut: Int64?
  private let options: ReadOptions
  private let progress: ReadingTotals
  private let isHashed: Bool

  /// - Parameter isHashed: whether the bytes of plain files are hashed, to know them again.
  init(
    framer: consuming sending BlockFramer, plan: RecordPlan, sizes: BufferSizes, cut: Int64?,
    options: ReadOptions, progress: ReadingTotals, isHashed: Bool
  ) {
    self.isHashed = isHashed
    self.plan = plan
    self.sizes = sizes
    self.cut = cut
    self.options = options
    self.progress = progress
    interruption = framer.interruption
    front = Mutex(Front(framer: framer, records: progress.records))
  }

  /// What takes the batches of one thread.
  typealias Consumer = (borrowing EventBatch, BatchPlace) throws -> Void

  /// Hands over every batch with its place, on several threads at once, each to a consumer of its own. When it
  /// returns or throws, all threads have ended.
  func run(_ makeConsumer: @escaping @Sendable () -> Consumer) throws -> Outcome {
    try inParallel(threads: options.threads) {
      do {
        try self.parseBlocks(makeConsumer())
      } catch {
        // Before the lock is asked for: another thread may hold it while it waits for a command.
        self.interruption.ask()
        self.front.withLock { $0.isOver = true }
        throw error
      }
    }
    return front.withLock { front in
      Outcome(
        readings: front.framer.readings, stretches: front.stretches, bytes: front.framer.bytesRead,
        lacking: front.framer.lacking)
    }
  }

  /// Frames and parses until the files are at their end.
  private func parseBlocks(_ consume: Consumer) throws {
    var work = Workspace(sizes: sizes, constants: plan.constants, cut: cut)
    var parser = BlockParser(plan: plan, sizes: sizes)
    parser.begin(&work)
    var place: BatchPlace?
    var blocks: [BlockHash] = []
    func handOver(_ work: inout Workspace) throws {
      guard let place, work.batch.rowCount > 0 else { return }
      try consume(work.batch, place)
      parser.begin(&work)
    }
    func endStretch(_ work: inout Workspace) throws {
      try handOver(&work)
      guard let place else { return }
      front.withLock { $0.add(work.tally, blocks, to: place.stretch) }
      work.tally = RecordTally(cut: cut)
      blocks.removeAll(keepingCapacity: true)
    }

    var found = 0
    while try frameNextBlock(&work, found: found) {
      let next = BatchPlace(file: work.block.file, stretch: work.block.stretch)
      if next != place {
        try endStretch(&work)
        place = next
      }
      if isHashed, !work.block.raw.isEmpty { blocks.append(work.rawHash) }
      let before = work.tally.accepted
      parser.parse(&work)
      found = work.tally.accepted - before
      if work.batch.isLarge(options) { try handOver(&work) }
    }
    try endStretch(&work)
  }

  /// Puts the next block into the thread's memory; `false` when there is nothing more to do. `found` are the
  /// records of the block before.
  private func frameNextBlock(_ work: inout Workspace, found: Int) throws -> Bool {
    turn.wait()
    defer { turn.signal() }
    return try front.withLock { front in
      front.records += found
      // It stays over when the framer fails: asked again, it would go on behind the failure.
      let wasOver = front.isOver
      front.isOver = true
      let isBlock = try !wasOver && front.framer.next(into: &work.bytes, describedBy: &work.block)
      front.isOver = !isBlock
      options.progress?(progress.bytes + front.framer.bytesRead, front.records, progress.totalBytes)
      return isBlock
    }
  }
}

/// Where the records of a batch come from.
struct BatchPlace: Sendable, Hashable {
  /// Index in the source's files.
  var file: Int
  /// As in `FileReading.Stretch`.
  var stretch: Int
}

/// What was read before the blocks, and what there is to read in all.
struct ReadingTotals: Sendable {
  var bytes = 0
  var records = 0
  /// `nil`: unknown.
  var totalBytes: Int?
}

/// Does the same on several threads at once, and waits for all; throws the first failure of any.
func inParallel(threads: Int, _ body: @escaping @Sendable () throws -> Void) throws {
  let failure = Mutex<(any Error)?>(nil)
  let group = DispatchGroup()
  for index in 0..<max(1, threads) {
    DispatchQueue(label: "persona-sync.reader.\(index)").async(group: group) {
      do {
        try body()
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
  }
  group.wait()
  if let failure = failure.withLock({ $0 }) { throw failure }
}

extension Workspace {
  /// The hash of the bytes that the block was cut from.
  fileprivate var rawHash: BlockHash {
    BlockHash(end: block.rawEnd, hash: hash64(of: bytes.span.extracting(block.raw)))
  }
}

extension EventBatch {
  fileprivate func isLarge(_ options: ReadOptions) -> Bool {
    rowCount >= options.batchRows || strings.count >= options.batchRows
      || strings.bytes.count >= options.batchBytes
  }
}
