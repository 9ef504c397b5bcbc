// The week of the picture: a square for each hour, the larger the more events, hatching where too few came.

import Persona

extension Canvas {
  mutating func drawWeek(_ distributions: Evidence.Distributions) {
    guard let hours = BusyHours(distributions) else { return }
    let hourOfWeek = distributions.hourOfWeek
    heading("When they come, by hour")
    y += 12
    let (left, cell) = (Self.margin + 48, (width: 23, height: 21))
    let hatching = weekHatching(hourOfWeek, left: left, top: y, cell: cell)
    let squares = weekSquares(hourOfWeek, left: left, top: y, cell: cell, largest: 18)
    grid(left: left, cell: cell)
    path(hatching, classes: "line")
    path(squares, classes: "shape")
    for (day, name) in ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].enumerated() {
      text(name, x: Self.margin, y: y + day * cell.height + 16, classes: "small")
    }
    y += 7 * cell.height + 18
    for hour in stride(from: 0, through: 24, by: 6) {
      text(
        "\(hour):00", x: left + hour * cell.width, y: y,
        classes: "small quiet " + (hour < 24 ? "middle" : "end"))
    }
    y += 27
    let hatched = hatching.isEmpty ? "" : "; hatched: too few people to show"
    text("The larger the square, the more events\(hatched).", x: Self.margin, y: y, classes: "small quiet")
    y += 22
    for line in wrapped(hours.sentence, width: Self.inner, size: 15, lines: 2) {
      text(line, x: Self.margin, y: y, classes: "small")
      y += 20
    }
    y -= 20
  }

  /// A frame around the days and a line every six hours.
  mutating func grid(left: Int, cell: (width: Int, height: Int)) {
    let lines = stride(from: 0, through: 24, by: 6).map {
      "M\(left + $0 * cell.width) \(y)v\(7 * cell.height)"
    }
    let frame = [0, 7].map { "M\(left) \(y + $0 * cell.height)h\(24 * cell.width)" }
    path((lines + frame).joined(), classes: "line")
  }
}

/// Hatching for each hour in which too few people came to be shown, as the data of a path.
func weekHatching(_ hourOfWeek: [Double?], left: Int, top: Int, cell: (width: Int, height: Int)) -> String {
  let side = min(cell.width, cell.height) * 4 / 7
  var hatching = ""
  for (place, share) in hourOfWeek.enumerated() where share == nil {
    let x = left + place % 24 * cell.width + (cell.width - side) / 2
    let y = top + place / 24 * cell.height + (cell.height - side) / 2
    let half = side / 2
    hatching += "M\(x) \(y + side)l\(side)-\(side)M\(x) \(y + half)l\(half)-\(half)"
    hatching += "M\(x + side - half) \(y + side)l\(half)-\(half)"
  }
  return hatching
}

/// A square for each hour of the week, the area of which grows with its share, as the data of a path.
func weekSquares(
  _ hourOfWeek: [Double?], left: Int, top: Int, cell: (width: Int, height: Int), largest: Int
) -> String {
  let most = hourOfWeek.compactMap { $0 }.max() ?? 0
  var squares = ""
  for (place, share) in hourOfWeek.enumerated() {
    guard let share, share > 0 else { continue }
    let (x, y) = (left + place % 24 * cell.width, top + place / 24 * cell.height)
    // Any share above 0 has a square that can be seen.
    let side = max(2, whole((share / most).squareRoot() * Double(largest)))
    let (dx, dy) = ((cell.width - side) / 2, (cell.height - side) / 2)
    squares += "M\(x + dx) \(y + dy)h\(side)v\(side)h-\(side)z"
  }
  return squares
}
