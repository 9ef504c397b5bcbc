// The order of columns against that of the standard library.

import Testing

@testable import Profiles

@Suite("Order of columns")
struct RisingOrderTests {
  @Test("numbers rise, and equal ones stay in their order")
  func risingNumbers() {
    let mixed = (0..<5000).map { $0 * 7919 % 5003 - 2500 }
    let counts: [Double] = mixed.map { Double($0 % 613) }
    let fractions: [Double] = mixed.map { Double($0) / 7 }
    let large: [Double] = mixed.map { Double($0) * 1e300 }
    let tiny = Double.leastNonzeroMagnitude
    let extremes: [Double] = [-1, 1, -.infinity, .infinity, -tiny, tiny, -2.5, 0, -0.0, 0]
    // They differ in the lower half of their bits, alone or after a few that are equal.
    let near: [Double] = mixed.map { 1 + Double($0) * Double.ulpOfOne }
    let nearGroups: [Double] = mixed.map { Double($0 % 7) * 1e6 + Double($0 % 11) * 1e-6 }
    for values in [
      [], [3], [2, 1, 2, 0, 1], extremes, counts, fractions, large, near, nearGroups, near.map(-),
    ] {
      let expected = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
      let order = RisingOrder(of: values)
      #expect(order.places.map(Int.init) == expected)
      #expect(order.values == expected.map { values[$0] })
    }
  }
}
