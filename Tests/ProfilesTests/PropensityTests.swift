// The model of returning people, against the figures that its authors published.

import Foundation
import Profiles
import SharedData
import Testing

@Suite("Propensity")
struct PropensityTests {
  /// The purchases of the sample of CDNOW's customers up to 30 September 1997.
  private static func customers() throws -> [ReturnHistory] {
    let folder = try #require(SharedData.folder)
    let file = folder + "/cdnow-sample/oracle/CDNOW_sample_rfm_to_1997-09-30.csv"
    return try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
      .map {
        let cells = $0.split(separator: ",")
        return ReturnHistory(
          returns: try #require(Int(cells[1])), recency: try #require(Int(cells[2])),
          age: try #require(Int(cells[3])))
      }
  }

  /// Fader, Hardie and Lee, Marketing Science 24(2), 2005, table 2; weeks.
  @Test("the published parameters are found in the published data", .needsSharedData)
  func published() throws {
    let customers = try Self.customers()
    #expect(customers.count == 2357)
    let fit = try #require(BetaGeometric.fitted(to: customers, unitDays: 7))
    for (found, published) in [
      (fit.model.r, 0.243), (fit.model.alpha, 4.414), (fit.model.a, 0.793), (fit.model.b, 2.426),
    ] {
      #expect(abs(found - published) <= 0.01 * published, "\(found) is not within 1% of \(published)")
    }
    #expect(abs(fit.logLikelihood - -9582.4) < 0.05)
  }

  @Test("the unit of time changes the scale and nothing else", .needsSharedData)
  func unit() throws {
    let customers = try Self.customers()
    let weeks = try #require(BetaGeometric.fitted(to: customers, unitDays: 7)?.model)
    let days = try #require(BetaGeometric.fitted(to: customers)?.model)
    #expect(abs(days.alpha / weeks.alpha - 7) < 1e-3)
    for (a, b) in [(days.r, weeks.r), (days.a, weeks.a), (days.b, weeks.b)] { #expect(abs(a / b - 1) < 1e-3) }
  }

  @Test("the order of the people changes nothing", .needsSharedData)
  func order() throws {
    let customers = try Self.customers()
    #expect(BetaGeometric.fitted(to: customers) == BetaGeometric.fitted(to: customers.reversed()))
  }

  /// The same paper gives what the expectation must be by its Monte Carlo; the chance of a return is checked here by
  /// simulating the model itself.
  @Test("the chances are those of the model, simulated")
  func simulated() throws {
    let model = BetaGeometric(r: 0.8, alpha: 9, a: 0.9, b: 2.5)
    var random = Generator(state: 7)
    var groups:
      [Bool: (people: Double, expected: Double, staying: Double, stayed: Double, returned: Double)] = [:]
    for _ in 0..<60_000 {
      let rate = random.gamma(model.r) / model.alpha
      let (x, y) = (random.gamma(model.a), random.gamma(model.b))
      let leaving = x / (x + y)
      var (time, day, returns, returned, stays) = (0.0, 0, 0, false, true)
      while stays {
        time += -log(1 - random.unit()) / rate
        if time > 100 { break }
        if time <= 70 {
          returns += 1
          day = Int(time.rounded())
        } else {
          returned = true
        }
        if random.unit() < leaving, time <= 70 { stays = false }
        if returned { break }
      }
      let history = ReturnHistory(returns: returns, recency: day, age: 70)
      var group = groups[returns > 0] ?? (0, 0, 0, 0, 0)
      group.people += 1
      group.expected += model.chanceOfReturn(history, withinDays: 30)
      group.staying += model.chanceOfStaying(history)
      group.stayed += stays ? 1 : 0
      group.returned += returned ? 1 : 0
      groups[returns > 0] = group
    }
    for (_, group) in groups {
      #expect(abs(group.expected - group.returned) / group.people < 0.01)
      #expect(abs(group.staying - group.stayed) / group.people < 0.01)
    }
  }

  @Test("where hardly anybody came back there is no model")
  func tooFew() {
    let once = ReturnHistory(returns: 0, recency: 0, age: 40)
    let twice = ReturnHistory(returns: 1, recency: 3, age: 40)
    #expect(
      BetaGeometric.fitted(
        to: Array(repeating: once, count: 5000) + Array(repeating: twice, count: 99)) == nil)
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
private struct Generator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }

  mutating func normal() -> Double {
    (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
  }

  /// Marsaglia and Tsang 2000, with their boost for shapes below 1.
  mutating func gamma(_ shape: Double) -> Double {
    if shape < 1 { return gamma(shape + 1) * pow(1 - unit(), 1 / shape) }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let v = pow(1 + c * x, 3)
      if v > 0, log(1 - unit()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }
}
