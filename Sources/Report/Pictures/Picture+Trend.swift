// The trend of the picture: a column for each week, as high as the share of people who came.

import Persona

extension Canvas {
  mutating func drawTrend(_ evidence: Evidence) {
    guard let trend = Trend(evidence) else { return }
    heading("How many of them came, week by week")
    y += 14
    let axis = ShareAxis(trend.weeks, left: Self.margin + 48, right: Self.margin + Self.inner, top: y)
    for mark in [0, axis.most / 2, axis.most] {
      path("M\(axis.left) \(axis.y(mark))H\(axis.right)", classes: "line")
      text(percent(mark), x: axis.left - 8, y: axis.y(mark) + 5, classes: "small quiet end")
    }
    for (place, week) in trend.weeks.enumerated() {
      draw(week, from: axis.x(place), to: axis.x(place + 1), axis)
    }
    y = axis.y(0) + 20
    text("from " + dateWords(trend.first.monday), x: axis.left, y: y, classes: "small quiet")
    text("from " + dateWords(trend.last.monday), x: axis.right, y: y, classes: "small quiet end")
    y += 4
    if trend.weeks.contains(where: { $0.share == 1 }) {
      y += 20
      text(
        "Outlined: nearly all of them; those who did not come are too few to show.", x: Self.margin, y: y,
        classes: "small quiet")
    }
    for line in wrapped(trend.sentence + ".", width: Self.inner, size: 15, lines: 2) {
      y += 20
      text(line, x: Self.margin, y: y, classes: "small")
    }
  }

  private mutating func draw(_ week: Evidence.Week, from left: Int, to right: Int, _ axis: ShareAxis) {
    // A week in which nobody came is still seen.
    let height = max(2, axis.y(0) - axis.y(week.share))
    rectangle(
      x: left + 2, y: axis.y(0) - height, width: max(1, right - left - 4), height: height,
      classes: week.share == 1 ? "half" : "shape")
  }
}

/// Where weeks and shares lie on the canvas.
private struct ShareAxis {
  let left: Int
  let right: Int
  /// The share at the top: the least of a fifth, half and everyone that holds all weeks.
  let most: Double
  private let top: Int
  private let weeks: Int
  private static let height = 96

  init(_ weeks: [Evidence.Week], left: Int, right: Int, top: Int) {
    self.left = left
    self.right = right
    self.top = top
    self.weeks = weeks.count
    let largest = weeks.map(\.share).max() ?? 0
    most = [0.2, 0.5].first { largest <= $0 } ?? 1
  }

  func x(_ week: Int) -> Int { left + week * (right - left) / weeks }
  func y(_ share: Double) -> Int { top + Self.height - whole(share / most * Double(Self.height)) }
}
