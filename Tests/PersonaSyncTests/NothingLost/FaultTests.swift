// Every call of a sync that may write is refused once, as SQLite is tested: the n-th for
// n = 1, 2, ... until a run has no n-th.

#if DEBUG
  import Foundation
  import Persona
  import PersonaSync
  import Synchronization
  import Testing

  @testable import Workspace

  /// Counts the calls of a run that may write, from its planning on, and refuses some.
  final class CallCounter: Sendable {
    private let calls = Mutex<Int?>(nil)
    private let refuses: @Sendable (Int) -> Int32?

    /// - Parameter refuses: the error number of a call, by its number from 1.
    init(refusing refuses: @escaping @Sendable (Int) -> Int32?) { self.refuses = refuses }

    var count: Int { calls.withLock { $0 ?? 0 } }

    @Sendable func watch(_ progress: RunProgress) {
      if progress.step == .committing { calls.withLock { $0 = $0 ?? 0 } }
    }

    @Sendable func call(mayWrite: Bool) -> Int32? {
      guard mayWrite else { return nil }
      let number = calls.withLock { calls in
        calls? += 1
        return calls
      }
      return number.flatMap(refuses)
    }
  }

  @Suite("Faults")
  struct FaultTests {
    /// What becomes of the calls after the refused one.
    enum Fault: CaseIterable {
      /// They are made: the run takes back itself what it has done.
      case once
      /// They are refused as well, as after a crash or with a disk that has died: the next run has to do it.
      case fromThenOn

      func number(ofCall call: Int, at refused: Int) -> Int32? {
        switch self {
        case .once: call == refused ? ENOSPC : nil
        case .fromThenOn: call >= refused ? EIO : nil
        }
      }
    }

    @Test(
      "after a fault in any call nothing is lost or left over, and a sync ends as an undisturbed one",
      arguments: Fault.allCases)
    func everyCall(fault: Fault) throws {
      let template = try DisturbedWorkspace.make(isFirst: fault == .once)
      let undisturbed = try template.copy()
      try undisturbed.sync()
      let tree = try undisturbed.tree()
      for refused in 1...100_000 {
        let disturbed = try template.copy()
        let counter = CallCounter { fault.number(ofCall: $0, at: refused) }
        var failure: Failure?
        do {
          try Interruption.$point.withValue(counter.call) { _ = try disturbed.sync(watch: counter.watch) }
        } catch let error as Failure {
          failure = error
        }
        let comment: Comment = "call \(refused), \(fault): \(failure.map { "\($0)" } ?? "no failure")"
        disturbed.requireSoundRepository(comment)
        try disturbed.requireWords(comment)
        if fault == .once { try disturbed.requireNoDebris(comment) }
        let outcome = try disturbed.sync()
        #expect(fault == .fromThenOn || outcome.recovery == nil, comment)
        try disturbed.requireNoDebris(comment)
        #expect(try disturbed.tree(comment) == tree, comment)
        if counter.count < refused {
          #expect(refused > 100, "the calls of an apply are seen")
          return
        }
      }
    }
  }
#endif
