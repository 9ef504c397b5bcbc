// Who runs when, and what is made of it.

import Testing

@testable import benchmark

@Suite("Paired runs")
struct PairedRunsTests {
  private let usage = Usage(wallSeconds: 1, cpuSeconds: 1, peakBytes: 1)

  @Test("every other round goes the other way")
  func alternates() throws {
    var order: [String] = []
    let contestants = ["A", "B"].map { name in
      Contestant(name: name) {
        order.append(name)
        return usage
      }
    }
    _ = try pairedRuns(of: contestants, rounds: 3)
    #expect(order == ["A", "B", "B", "A", "A", "B"])
  }

  @Test("a ratio is taken within a round, so that a slow minute does not count")
  func ratios() {
    func samples(_ seconds: [Double]) -> Samples {
      Samples(name: "", usages: seconds.map { Usage(wallSeconds: $0, cpuSeconds: 0, peakBytes: 0) })
    }
    #expect(samples([1, 10, 2]).ratio(to: samples([4, 40, 8]), \.wallSeconds) == 0.25)
  }

  @Test(
    "the median of an even number lies between the two in the middle",
    arguments: [
      ([3.0], 3.0), ([1.0, 3.0], 2.0), ([9.0, 1.0, 3.0], 3.0), ([4.0, 1.0, 2.0, 100.0], 3.0),
    ])
  func medians(values: [Double], expected: Double) {
    #expect(median(values) == expected)
  }

  @Test("a peer that fails is left out; persona-sync must not fail")
  func failures() throws {
    let works = Contestant(name: "A") { usage }
    let fails = Contestant(name: "B") { throw Failure("out of memory") }
    let samples = try pairedRuns(of: [works, fails], rounds: 2)
    #expect(samples[0].usages.count == 2)
    #expect(samples[1].failure == "out of memory")
    #expect(throws: Failure.self) { try pairedRuns(of: [fails, works], rounds: 2) }
  }
}
