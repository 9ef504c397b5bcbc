// Work on several threads whose results do not depend on how it was shared out.

private import Dispatch
private import Synchronization

/// The results of a function for each number of a range, in order; several are worked out at once.
///
/// Threads take the next number when they are free. When calls fail, the error of the smallest number is thrown; calls
/// that have not begun by then are left out.
///
/// - Parameter threads: the most that work at once, if the computer has as many cores.
public func concurrentMap<Value: Sendable, Failed: Error>(
  _ range: Range<Int>, threads: Int = .max, _ body: @Sendable (Int) throws(Failed) -> Value
) throws(Failed) -> [Value] {
  let values = Mutex([Value?](repeating: nil, count: range.count))
  let failure = Mutex<(place: Int, error: Failed)?>(nil)
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: min(threads, range.count)) { _ in
    while true {
      let place = next.add(1, ordering: .relaxed).oldValue
      guard place < range.count, failure.withLock({ $0 == nil }) else { return }
      do throws(Failed) {
        let value = try body(range.lowerBound + place)
        values.withLock { $0[place] = value }
      } catch {
        failure.withLock { if place < $0?.place ?? .max { $0 = (place, error) } }
      }
    }
  }
  if let failure = failure.withLock({ $0?.error }) { throw failure }
  return values.withLock { $0.compactMap(\.self) }
}
