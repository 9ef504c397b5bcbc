// The intervals' promise, kept in simulation: 95% of them hold the truth, give or take two.

import Persona
import Testing

@testable import Attribution

/// A generator with a fixed seed: SplitMix64 (Steele, Lea and Flood 2014).
struct Dice: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform, more than 0 and less than 1.
  mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) / 9_007_199_254_740_992 }

  mutating func normal() -> Double { normalQuantile(uniform()) }

  mutating func lognormal(sigma: Double) -> Double { exponential(sigma * normal()) }
}

/// The share of runs whose interval holds the truth, in percent.
private func coverage(
  of truth: Double, runs: Int = 1000, seed: UInt64, _ interval: (inout Dice) -> Evidence.Interval?
) -> Double {
  var dice = Dice(seed: seed)
  var hits = 0
  for _ in 0..<runs {
    if let interval = interval(&dice), interval.low <= truth, truth <= interval.high { hits += 1 }
  }
  return 100 * Double(hits) / Double(runs)
}

@Suite("Intervals hold the truth in 93% to 97% of runs")
struct CoverageTests {
  let promised = 93.0...97.0

  @Test("a share of people", arguments: [0.1, 0.3, 0.5])
  func share(_ truth: Double) {
    let covered = coverage(of: truth, runs: 3000, seed: 1) { dice in
      wilsonInterval((0..<200).count { _ in dice.uniform() < truth }, of: 200)
    }
    #expect(promised.contains(covered), "\(covered)%")
  }

  @Test("a median of a skewed metric")
  func median() {
    let covered = coverage(of: 1, seed: 2) { dice in
      medianInterval(ofSorted: (0..<200).map { _ in dice.lognormal(sigma: 1.5) }.sorted())
    }
    #expect(promised.contains(covered), "\(covered)%")
  }

  @Test(
    "a mean of revenue: most people spend nothing, some a lot",
    arguments: [(0.3, 1.0), (0.3, 1.2), (0.5, 1.0)])
  func revenue(_ buyers: Double, _ sigma: Double) {
    let truth = buyers * exponential(sigma * sigma / 2)
    let covered = coverage(of: truth, seed: 3) { dice in
      meanInterval(
        of: (0..<200).map { _ in dice.uniform() < buyers ? dice.lognormal(sigma: sigma) : 0 })
    }
    #expect(promised.contains(covered), "\(covered)%")
  }

  @Test("a mean of a normal metric")
  func normalMean() {
    let covered = coverage(of: 5, seed: 4) { dice in
      meanInterval(of: (0..<50).map { _ in 5 + 2 * dice.normal() })
    }
    #expect(promised.contains(covered), "\(covered)%")
  }

  /// The truth is Φ((1.3 - 1)/√2): people weighted by their events have z around 1.3.
  @Test("a share of events that grows with how much somebody does", arguments: [30, 200])
  func growingShareOfEvents(people: Int) {
    let covered = coverage(of: normalCDF(0.3 / 2.0.squareRoot()), seed: 7) { dice in
      let z = (0..<people).map { _ in dice.normal() }
      let all = z.map { exponential(1.3 * $0) }
      return ratioEstimate(passing: zip(z, all).map { normalCDF($0 - 1) * $1 }, all: all)?.interval
    }
    // The further end of two is no further than it must be where what somebody does is left to chance as well.
    #expect(covered >= promised.lowerBound, "\(covered)%")
  }

  @Test("a share of events when a few people bring most of them")
  func shareOfEvents() {
    let covered = coverage(of: 0.5, seed: 5) { dice in
      var passing: [Double] = []
      var all: [Double] = []
      for _ in 0..<200 {
        let events = (20 * dice.lognormal(sigma: 1)).rounded(.up)
        all.append(events)
        passing.append(events * dice.uniform())
      }
      return ratioEstimate(passing: passing, all: all)?.interval
    }
    #expect(promised.contains(covered), "\(covered)%")
  }

  @Test("the difference of two means of revenue")
  func difference() {
    let covered = coverage(of: 0, seed: 6) { dice in
      func estimate(_ n: Int) -> Estimate? {
        let values = (0..<n).map { _ in dice.uniform() < 0.3 ? dice.lognormal(sigma: 1) : 0 }
        return meanInterval(of: values).map { Estimate(value: arithmeticMean(values), interval: $0) }
      }
      guard let a = estimate(150), let b = estimate(250) else { return nil }
      return differenceInterval(a, b)
    }
    #expect(promised.contains(covered), "\(covered)%")
  }
}
