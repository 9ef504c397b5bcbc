// The claims of the picture: for each the expected range as a box, the interval as a bar, the value as a dot.

import Persona

/// Claims drawn in a picture; the block and the evidence file have them all.
let claimsDrawn = 10

extension Canvas {
  mutating func draw(_ claims: [Evidence.ClaimResult]) {
    guard !claims.isEmpty else { return }
    heading("Claims")
    y += 23
    text(
      "Dot and bar: measured, with its 95% interval. Dashed box: expected.", x: Self.margin, y: y,
      classes: "small quiet")
    for claim in claims.prefix(claimsDrawn) { draw(claim) }
    if claims.count > claimsDrawn {
      y += 28
      text("and \(claims.count - claimsDrawn) more", x: Self.margin, y: y, classes: "quiet")
    }
  }

  private mutating func draw(_ claim: Evidence.ClaimResult) {
    y += 34
    let colour = claim.verdict.colourClass
    text(claim.verdict.rawValue.capitalizedFirst, x: Self.margin + 22, y: y, classes: "strong " + colour)
    text(claim.verdict.sign, x: Self.margin + 8, y: y, classes: "strong middle " + colour)
    y += 23
    text(fitted(claim.says, width: Self.inner, size: 17), x: Self.margin, y: y)
    guard let value = claim.value else { return }
    y += 12
    let scale = Scale(claim, value: value)
    draw(claim, value: value, scale)
    let x = scale.right + 16
    text(claim.valueTexts[0], x: x, y: y + 10, classes: "strong")
    // A number that is cut would be another one.
    for line in wrapped(claim.expectedInUnits, width: Self.margin + Self.inner - x, size: 15, lines: 2) {
      text(line, x: x, y: y + 28, classes: "small quiet")
      y += 18
    }
    y += 6
  }

  /// Scale, expected range, interval and value; the same in figures stands right of them.
  private mutating func draw(_ claim: Evidence.ClaimResult, value: Double, _ scale: Scale) {
    let (low, high) = (scale.x(claim.expectedLow ?? scale.low), scale.x(claim.expectedHigh ?? scale.high))
    if claim.expectedLow != nil || claim.expectedHigh != nil {
      rectangle(x: low, y: y, width: max(2, high - low), height: 24, classes: "expected")
    }
    path("M\(scale.left) \(y + 12)H\(scale.right)", classes: "line")
    if let interval = claim.interval {
      let (from, to) = (scale.x(interval.low), scale.x(interval.high))
      path("M\(from) \(y + 12)H\(to)M\(from) \(y + 3)v18M\(to) \(y + 3)v18", classes: "shape thick")
    }
    circle(x: scale.x(value), y: y + 12, radius: 5, classes: "shape")
  }
}

/// Where a claim's values lie on the canvas: from 0 to some room beyond the largest, for shares to 1 at most.
private struct Scale {
  let left = Canvas.margin + 8
  let right = Canvas.margin + 350
  var low = 0.0
  var high = 1.0

  init(_ claim: Evidence.ClaimResult, value: Double) {
    let drawn = [value, claim.interval?.low, claim.interval?.high, claim.expectedLow, claim.expectedHigh]
    let values = drawn.compactMap { $0 }.filter(\.isFinite)
    low = min(0, values.min() ?? 0)
    high = max(low, values.max() ?? 1)
    high = high > low ? high + (high - low) * 0.5 : low + 1
    if claim.isShare { high = min(high, 1) }
  }

  func x(_ value: Double) -> Int {
    let part = (min(max(value, low), high) - low) / (high - low)
    return left + whole(part * Double(right - left))
  }
}

extension Verdict {
  var colourClass: String {
    switch self {
    case .confirmed: "confirmed"
    case .contradicted: "contradicted"
    case .inconclusive, .noData, .stale: "undecided"
    }
  }
}
