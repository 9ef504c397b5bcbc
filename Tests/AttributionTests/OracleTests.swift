// The statistics against SciPy and statsmodels: Oracle/oracle.py made the expected values.

import Foundation
import Persona
import Testing

@testable import Attribution

/// The expected values, read from the file beside the script that made them.
struct Oracle: Decodable {
  struct Ratio: Decodable {
    var passing, all: [Double]
    var share, low, high: Double
  }
  struct Mean: Decodable {
    var values: [Double]
    var low, high: Double
    init(from decoder: any Decoder) throws {
      var fields = try decoder.unkeyedContainer()
      values = try fields.decode([Double].self)
      low = try fields.decode(Double.self)
      high = try fields.decode(Double.self)
    }
  }
  struct Distance: Decodable {
    var a, b: [Double]
    var distance: Double
    init(from decoder: any Decoder) throws {
      var fields = try decoder.unkeyedContainer()
      a = try fields.decode([Double].self)
      b = try fields.decode([Double].self)
      distance = try fields.decode(Double.self)
    }
  }

  var normalCdf, normalQuantile, studentCdf, studentQuantile, wilson, newcombe, medianRank: [[Double]]
  var quantiles, twoProportions, falseDiscovery: [[Double]]
  var a, b, c, mannWhitney: [Double]
  var jensenShannon: [Distance]
  var ratio: Ratio
  var mean: [Mean]

  static let values = Result {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Oracle/statistics.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Oracle.self, from: Data(contentsOf: file))
  }
}

private func expectEqual(
  _ actual: Double?, _ expected: Double, relative: Double = 1e-9,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let difference = ((actual ?? .nan) - expected).magnitude
  let isEqual = difference <= relative * max(expected.magnitude, 1e-300) || difference <= 1e-15
  #expect(isEqual, "\(String(describing: actual)) is not \(expected)", sourceLocation: sourceLocation)
}

@Suite("Statistics agree with SciPy and statsmodels")
struct OracleTests {
  let oracle: Oracle

  init() throws { oracle = try Oracle.values.get() }

  @Test("normal distribution and quantiles")
  func normal() {
    for row in oracle.normalCdf { expectEqual(normalCDF(row[0]), row[1]) }
    for row in oracle.normalQuantile { expectEqual(normalQuantile(row[0]), row[1], relative: 1e-14) }
  }

  @Test("Student's distribution and quantiles for whole degrees of freedom")
  func student() {
    for row in oracle.studentCdf {
      #expect((studentCDF(row[0], degrees: Int(row[1])) - row[2]).magnitude < 1e-12)
    }
    for row in oracle.studentQuantile {
      expectEqual(studentQuantile(row[0], degrees: Int(row[1])), row[2], relative: 1e-11)
    }
  }

  @Test("Wilson's interval of a share of people")
  func wilson() {
    for row in oracle.wilson {
      let interval = wilsonInterval(Int(row[0]), of: Int(row[1]))
      expectEqual(interval?.low, row[2])
      expectEqual(interval?.high, row[3])
    }
  }

  @Test("the difference of two Wilson intervals is Newcombe's")
  func newcombe() throws {
    for row in oracle.newcombe {
      let a = try #require(wilsonInterval(Int(row[0]), of: Int(row[1])))
      let b = try #require(wilsonInterval(Int(row[2]), of: Int(row[3])))
      let interval = differenceInterval(
        Estimate(value: row[0] / row[1], interval: a), Estimate(value: row[2] / row[3], interval: b))
      expectEqual(interval.low, row[4])
      expectEqual(interval.high, row[5])
    }
  }

  @Test("ranks of the median's interval by the exact binomial distribution")
  func medianRanks() {
    for row in oracle.medianRank { #expect(medianIntervalRank(Int(row[0])) ?? 0 == Int(row[1])) }
  }

  @Test("quantiles are NumPy's default")
  func quantiles() {
    let sorted = oracle.a.sorted()
    for row in oracle.quantiles { expectEqual(quantile(row[0], ofSorted: sorted), row[1]) }
  }

  @Test("Mann and Whitney's test with ties, and its effect")
  func mannWhitney() {
    let isMember = oracle.b.map { _ in true } + oracle.c.map { _ in false }
    let test = Ranks(oracle.b + oracle.c).test(isMember: isMember)
    expectEqual(test.p, oracle.mannWhitney[0])
    expectEqual(test.effect, oracle.mannWhitney[1])
  }

  @Test("the test of two shares, and Cohen's h")
  func twoProportions() {
    for row in oracle.twoProportions {
      expectEqual(proportionTest(Int(row[0]), of: Int(row[1]), against: Int(row[2]), of: Int(row[3])), row[4])
      expectEqual(cohenH(row[0] / row[1], row[2] / row[3]), row[5])
    }
  }

  @Test("p values adjusted for false discoveries")
  func falseDiscovery() {
    for (actual, expected) in zip(
      adjustedForFalseDiscovery(oracle.falseDiscovery[0]), oracle.falseDiscovery[1])
    {
      expectEqual(actual, expected)
    }
  }

  @Test("Jensen-Shannon distance in base 2")
  func jensenShannon() {
    for row in oracle.jensenShannon { expectEqual(jensenShannonDistance(row.a, row.b), row.distance) }
  }

  @Test("a share of events is the weighted regression through the origin with HC3 errors")
  func ratio() {
    let estimate = ratioEstimate(passing: oracle.ratio.passing, all: oracle.ratio.all)
    expectEqual(estimate?.value, oracle.ratio.share)
    expectEqual(estimate?.interval.low, oracle.ratio.low)
    expectEqual(estimate?.interval.high, oracle.ratio.high)
  }

  @Test("the mean of a skewed metric by Hall's transformation")
  func mean() {
    for row in oracle.mean {
      let interval = meanInterval(of: row.values)
      if row.low > 0 || row.values.contains(where: { $0 < 0 }) { expectEqual(interval?.low, row.low) }
      expectEqual(interval?.high, row.high)
    }
  }
}
