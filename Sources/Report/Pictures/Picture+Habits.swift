// The habits of the picture: how often and how long people come, as spreads beside the middle of everyone.

import Persona

/// A metric of which the picture shows how it is spread over the persona's people.
struct Habit {
  let metric: Evidence.Metric
  /// `active 3.7 days a week`
  let words: String
  let medianText: String
  /// The median of everyone, where it may be shown.
  let everyoneText: String?

  /// The most telling metrics, at most four.
  static func all(_ metrics: [String: Evidence.Metric]) -> [Habit] {
    let named = ["active_days_per_week", "sessions_per_week", "session_minutes", "purchases_per_month"]
    return named.compactMap { name in metrics[name].map { Habit(name, $0) } }
  }

  /// What the shapes mean that the picture shows.
  static func legend(_ habits: [Habit]) -> String {
    var parts = ["Dot: the person in the middle"]
    if habits.contains(where: { $0.metric.p25 != nil }) { parts.append("Box: the middle half of them") }
    if habits.contains(where: { $0.metric.p10 != nil }) { parts.append("Bar: four in five of them") }
    if habits.contains(where: { $0.metric.everyoneMedian != nil }) {
      parts.append("Ring: the middle of everyone")
    }
    return parts.joined(separator: ". ") + "."
  }

  private init(_ name: String, _ metric: Evidence.Metric) {
    self.metric = metric
    let sentence = MetricWords(name) { oneLine($0, limit: nameLimit) }
    medianText = figure(metric.median, as: sentence.style)
    words = sentence(medianText)
    everyoneText = metric.everyoneMedian.map { figure($0, as: sentence.style) }
  }
}

extension Canvas {
  mutating func draw(habits metrics: [String: Evidence.Metric]) {
    let habits = Habit.all(metrics)
    guard !habits.isEmpty else { return }
    heading("How often and how long")
    y += 23
    for line in wrapped(Habit.legend(habits), width: Self.inner, size: 15, lines: 2) {
      text(line, x: Self.margin, y: y, classes: "small quiet")
      y += 20
    }
    y -= 20
    for habit in habits { draw(habit) }
  }

  private mutating func draw(_ habit: Habit) {
    y += 32
    text(habit.words.capitalizedFirst, x: Self.margin, y: y)
    if let everyone = habit.everyoneText {
      text("everyone \(everyone)", x: Self.margin + Self.inner, y: y, classes: "small quiet end")
    }
    y += 8
    let metric = habit.metric
    let (left, right) = (Self.margin + 8, Self.margin + Self.inner - 8)
    let most = [metric.p90, metric.p75, metric.median, metric.everyoneMedian].compactMap { $0 }.max() ?? 0
    func x(_ value: Double) -> Int { left + whole(most > 0 ? value / most * Double(right - left) : 0) }
    path("M\(left) \(y + 9)H\(right)", classes: "line")
    if let low = metric.p10, let high = metric.p90 {
      path(
        "M\(x(low)) \(y + 9)H\(x(high))M\(x(low)) \(y + 3)v12M\(x(high)) \(y + 3)v12", classes: "shape thick")
    }
    if let low = metric.p25, let high = metric.p75 {
      rectangle(x: x(low), y: y + 3, width: max(2, x(high) - x(low)), height: 12, classes: "half")
    }
    if let everyone = metric.everyoneMedian { circle(x: x(everyone), y: y + 9, radius: 6, classes: "ring") }
    circle(x: x(metric.median), y: y + 9, radius: 5, classes: "shape")
    y += 18
  }
}
