// Work on several threads whose results do not depend on how it was shared out.

private import Dispatch
import Persona
private import Synchronization

/// Calls `body` for 0..<count on several threads, and gives the results in that order.
///
/// Threads take the next number when they are free. When calls fail, the failure of the smallest number is
/// thrown; calls that have not begun by then are left out. What they freed goes back to the system in the end.
func inParallel<Result: Sendable>(
  _ count: Int, threads: Int, progress: @Sendable (Double) -> Void = { _ in },
  _ body: @escaping @Sendable (Int) throws(Failure) -> Result
) throws(Failure) -> [Result] {
  let results = Mutex([Result?](repeating: nil, count: count))
  let failure = Mutex<(number: Int, failure: Failure)?>(nil)
  let next = Atomic(0)
  let done = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    while true {
      let number = next.add(1, ordering: .relaxed).oldValue
      guard number < count, failure.withLock({ $0 == nil }) else { return }
      do throws(Failure) {
        let result = try body(number)
        results.withLock { $0[number] = result }
        progress(Double(done.add(1, ordering: .relaxed).newValue) / Double(count))
      } catch {
        failure.withLock { if number < $0?.number ?? .max { $0 = (number, error) } }
      }
    }
  }
  if let failure = failure.withLock({ $0?.failure }) { throw failure }
  returnFreedMemory()
  return results.withLock { $0.compactMap(\.self) }
}
