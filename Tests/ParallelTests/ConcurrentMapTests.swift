// What is worked out on several threads comes in order, and fails as it would on one.

import Parallel
import Synchronization
import Testing

@Suite("Work on several threads")
struct ConcurrentMapTests {
  private struct Odd: Error, Equatable { var number: Int }

  @Test("gives the results in the order of the range", arguments: [1, 2, 7, .max])
  func order(threads: Int) {
    #expect(concurrentMap(5..<1_000, threads: threads) { $0 * $0 } == (5..<1_000).map { $0 * $0 })
    #expect(concurrentMap(3..<3, threads: threads) { $0 }.isEmpty)
  }

  @Test("throws the error of the smallest number that fails", arguments: [1, 2, 7, .max])
  func failure(threads: Int) {
    #expect(throws: Odd(number: 11)) {
      try concurrentMap(0..<1_000, threads: threads) { number throws(Odd) in
        if number > 10, number % 2 == 1 { throw Odd(number: number) }
        return number
      }
    }
  }

  @Test("begins nothing more on one thread when something failed")
  func rest() {
    let begun = Atomic(0)
    #expect(throws: Odd(number: 3)) {
      try concurrentMap(0..<1_000, threads: 1) { number throws(Odd) in
        begun.add(1, ordering: .relaxed)
        if number == 3 { throw Odd(number: number) }
      }
    }
    #expect(begun.load(ordering: .relaxed) == 4)
  }
}
