// The week of the picture: a square for each hour, the larger the more events, hatching where too few came.

extension Canvas {
  /// `hourOfWeek`: 168 shares from Monday 00:00, `nil` where too few people stand behind the hour.
  mutating func draw(week hourOfWeek: [Double?]) {
    guard let hours = BusyHours(hourOfWeek) else { return }
    heading("When they come, by hour")
    y += 12
    let (left, cell) = (Self.margin + 48, (width: 23, height: 21))
    let most = hourOfWeek.compactMap { $0 }.max() ?? 0
    var squares = ""
    var hatching = ""
    for (place, share) in hourOfWeek.enumerated() {
      let (x, y) = (left + place % 24 * cell.width, self.y + place / 24 * cell.height)
      if let share {
        // Area, not side, grows with the share; any share above 0 has a square that can be seen.
        let side = share > 0 ? max(2, whole((share / most).squareRoot() * 18)) : 0
        let (dx, dy) = ((cell.width - side) / 2, (cell.height - side) / 2)
        if side > 0 { squares += "M\(x + dx) \(y + dy)h\(side)v\(side)h-\(side)z" }
      } else {
        hatching += "M\(x + 5) \(y + 16)l12-12M\(x + 5) \(y + 9)l5-5M\(x + 12) \(y + 16)l5-5"
      }
    }
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
  private mutating func grid(left: Int, cell: (width: Int, height: Int)) {
    let lines = stride(from: 0, through: 24, by: 6).map {
      "M\(left + $0 * cell.width) \(y)v\(7 * cell.height)"
    }
    let frame = [0, 7].map { "M\(left) \(y + $0 * cell.height)h\(24 * cell.width)" }
    path((lines + frame).joined(), classes: "line")
  }
}
