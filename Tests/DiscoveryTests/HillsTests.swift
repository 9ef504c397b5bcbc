// What parts hills, where little is known of some people.

import Persona
import Testing

@testable import Discovery

@Suite("Hills")
struct HillsTests {
  /// Two crowds, and between them people of whom so little is known that they look like everybody's middle.
  private func hills() throws -> Hills {
    var points = Points(dimensions: 1)
    for place in 0..<45 {
      let offset = Double(place) / 45 - 0.5
      points.append([-4 + offset], noise: 0.3)
      points.append([4 + offset], noise: 0.3)
    }
    for place in 0..<10 { points.append([Double(place) / 10 - 0.5], noise: 6) }
    let mixture = try #require(
      Mixture([(0.4, -4), (0.2, 0), (0.4, 4)].map { .init(weight: $0, mean: [$1], covariance: [0.2]) }))
    return Hills(mixture, of: points)
  }

  /// A row of three narrow distributions with valleys between them, and people who are spread evenly along it.
  @Test("a valley that the people of two hills do not show is none")
  func tiled() throws {
    var points = Points(dimensions: 2)
    for place in 0..<150 { points.append([Double(place) / 25 - 3, Double(place % 5) / 10], noise: 0) }
    let mixture = try #require(
      Mixture([-2.0, 0, 2].map { .init(weight: 1.0 / 3, mean: [$0, 0.2], covariance: [0.2, 0, 0, 0.2]) }))
    let hills = Hills(mixture, of: points)
    #expect(hills.count == 3)
    #expect(hills.floor(between: 0, and: 1, noise: 0) < 0.2)
    #expect(hills.valleys([0, 1, 2]).filter { $0.b == $0.a + 1 }.allSatisfy { $0.floor > 0.6 })
  }

  @Test("people of whom little is known cannot be told from either crowd, and are no bridge between them")
  func bridge() throws {
    let hills = try hills()
    #expect(hills.hillOfComponent == [0, 1, 2])
    func floor(_ groups: [Int], _ a: Int, _ b: Int) throws -> Double {
      try #require(hills.valleys(groups).first { $0.a == a && $0.b == b }).floor
    }
    #expect(try floor([0, 1, 2], 0, 1) > 0.99)
    #expect(try floor([0, 1, 2], 1, 2) > 0.99)
    // With all variances 0.2 + 0.3, by Python, from x = -4 and from x = 0 to x = 4 in 40 steps:
    // f = lambda x: 0.2*exp(-x*x) + 0.4*exp(-(x-4)**2) + 0.4*exp(-(x+4)**2); min(map(f, xs)) / min(f(xs[0]), f(xs[-1]))
    #expect(abs(try floor([0, 1, 2], 0, 2) - 0.027473456787236367) < 1e-5)
    // The third as one of the first crowd is seen as well as that crowd is.
    #expect(abs(try floor([0, 0, 1], 0, 1) - 0.051362180405974026) < 1e-5)
  }
}
