// Reading very many contents of files on several threads. Its own file: libgit2's objects belong to one thread at a time,
// so each thread opens the repository for itself.

private import Dispatch
public import Persona
private import Synchronization

extension Reachable {
  /// Contents that one thread reads in a row: versions of one file are near each other. As many as git makes differences
  /// of one another (50), or a few more: the threads share libgit2's small store of bases.
  private static let stretch = 64

  /// Calls `body` with a stretch of the contents after the other, on several threads, and gives the results in order.
  ///
  /// - Parameters:
  ///   - workspace: the root of the workspace.
  ///   - progress: called with how many contents are done, on any thread.
  public func readContents<Result: Sendable>(
    workspace: String, surroundings: Surroundings, threads: Int,
    progress: @escaping @Sendable (Int) -> Void,
    _ body: @escaping @Sendable (Repository, ArraySlice<Blob>) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    let count = (blobs.count + Self.stretch - 1) / Self.stretch
    let blobs = blobs
    let results = Mutex((parts: [Result?](repeating: nil, count: count), contents: 0))
    let failure = Mutex<Failure?>(nil)
    skipHashing()
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      do throws(Failure) {
        let repository = try Repository.open(workspace: workspace, surroundings: surroundings)
        while true {
          let number = next.add(1, ordering: .relaxed).oldValue
          guard number < count, failure.withLock({ $0 == nil }) else { return }
          let range = number * Self.stretch..<min(blobs.count, (number + 1) * Self.stretch)
          let result = try body(repository, blobs[range])
          results.withLock {
            $0.parts[number] = result
            $0.contents += range.count
            // Under the lock, so that the counts rise.
            progress($0.contents)
          }
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let failure = failure.withLock(\.self) { throw failure }
    return results.withLock { $0.parts.compactMap(\.self) }
  }
}
