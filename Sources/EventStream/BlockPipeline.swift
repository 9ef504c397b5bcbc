// Threads between the framer and the caller: blocks are framed one after the other, parsed side by side, and
// handed over in order.

private import Dispatch
internal import Persona
private import Synchronization

/// Runs a source's blocks through the parsers.
///
/// Workspaces stand in a ring; the block of number n is made in place n modulo their count. A thread waits for
/// a free place, frames the next block there under a lock, which gives the block its number, and parses it. The
/// caller takes the blocks by number. So memory is bounded, and a slow caller stops the threads.
final class BlockPipeline: Sendable {
  /// A workspace of the ring. The semaphore says when it is the caller's; the lock is never waited for.
  private final class Place: Sendable {
    let workspace: Mutex<Workspace>
    let isReady = DispatchSemaphore(value: 0)

    init(_ workspace: sending Workspace) { self.workspace = Mutex(workspace) }
  }

  /// The sequential part: one thread at a time.
  private struct Front: ~Copyable {
    var framer: BlockFramer
    var nextNumber = 0
    /// The files are read, reading failed, or the caller wants no more.
    var isOver = false
  }

  private let front: Mutex<Front>
  private let places: [Place]
  /// Counts the free places.
  private let freePlaces: DispatchSemaphore
  private let plan: RecordPlan
  private let sizes: BufferSizes
  private let until: Int64?
  private let threads: Int

  init(
    framer: consuming sending BlockFramer, plan: RecordPlan, sizes: BufferSizes, until: Int64?, threads: Int
  ) {
    self.plan = plan
    self.sizes = sizes
    self.until = until
    self.threads = threads
    places = (0..<(threads + 2)).map { _ in Place(Workspace(sizes: sizes, constants: plan.constants)) }
    freePlaces = DispatchSemaphore(value: 0)
    front = Mutex(Front(framer: framer))
  }

  /// Hands over every block in order, on this thread, and gives the number of stored bytes that were read. When
  /// it returns or throws, all threads have ended.
  func run(_ consume: (borrowing Workspace) throws -> Void) throws -> Int {
    for _ in places { freePlaces.signal() }
    let group = DispatchGroup()
    for index in 0..<threads {
      DispatchQueue(label: "persona-sync.parser.\(index)").async(group: group) { self.parseBlocks() }
    }
    defer {
      front.withLock { $0.isOver = true }
      for _ in 0..<threads { freePlaces.signal() }
      group.wait()
    }
    var number = 0
    while true {
      let place = places[number % places.count]
      place.isReady.wait()
      let isBlock = try place.workspace.withLock { work in
        switch work.outcome {
        case .block:
          try consume(work)
          return true
        case .end: return false
        case .failed(let failure): throw failure
        }
      }
      guard isBlock else { return front.withLock { $0.framer.bytesRead } }
      freePlaces.signal()
      number += 1
    }
  }

  /// Frames and parses until the files are at their end.
  private func parseBlocks() {
    var parser = BlockParser(plan: plan, sizes: sizes, until: until)
    while true {
      freePlaces.wait()
      guard let place = frameNextBlock() else { return }
      let isBlock = place.workspace.withLock { work in
        guard case .block = work.outcome else { return false }
        parser.parse(&work)
        return true
      }
      place.isReady.signal()
      if !isBlock { return }
    }
  }

  /// The place where the next block lies, not yet parsed; `nil` when there is nothing more to do.
  private func frameNextBlock() -> Place? {
    front.withLock { front in
      guard !front.isOver else { return nil }
      let place = places[front.nextNumber % places.count]
      front.nextNumber += 1
      place.workspace.withLock { work in
        do throws(Failure) {
          let isBlock = try front.framer.next(into: &work.bytes, describedBy: &work.block)
          work.bytesRead = front.framer.bytesRead
          work.outcome = isBlock ? .block : .end
        } catch {
          work.outcome = .failed(error)
        }
        if case .block = work.outcome { return }
        front.isOver = true
      }
      return place
    }
  }
}
