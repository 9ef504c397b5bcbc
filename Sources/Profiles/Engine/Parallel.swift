// Work on several threads that gives back what it freed.

import Parallel
import Persona
private import Synchronization

/// Calls `body` for 0..<count on several threads, and gives the results in that order.
///
/// The failure of the smallest number is thrown. What the calls freed goes back to the system in the end.
func inParallel<Result: Sendable>(
  _ count: Int, threads: Int, progress: @Sendable (Double) -> Void = { _ in },
  _ body: @Sendable (Int) throws(Failure) -> Result
) throws(Failure) -> [Result] {
  let done = Atomic(0)
  let results = try concurrentMap(0..<count, threads: threads) { number throws(Failure) in
    let result = try body(number)
    progress(Double(done.add(1, ordering: .relaxed).newValue) / Double(count))
    return result
  }
  returnFreedMemory()
  return results
}
