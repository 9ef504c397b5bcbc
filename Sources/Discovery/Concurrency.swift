// Work on all cores whose results do not depend on how it was shared out.

private import Dispatch
private import Synchronization

/// The results of a function for each place of a range, in order; several at once.
public func concurrentMap<Result: Sendable>(
  _ range: Range<Int>, _ body: @escaping @Sendable (Int) -> Result
) -> [Result] {
  let results = Mutex([Result?](repeating: nil, count: range.count))
  DispatchQueue.concurrentPerform(iterations: range.count) { place in
    let result = body(range.lowerBound + place)
    results.withLock { $0[place] = result }
  }
  return results.withLock { $0.compactMap(\.self) }
}
