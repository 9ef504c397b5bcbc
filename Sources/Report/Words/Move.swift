// A figure that moved: what changes are made of.

internal import Persona

/// A metric whose mean differs between two evidences.
struct Move: Comparable {
  var metric: String
  var before: Double
  var now: Double
  /// Whether the two 95% intervals have no value in common.
  var isBeyondChance: Bool

  init(metric: String, before: Double, now: Double, isBeyondChance: Bool) {
    (self.metric, self.before, self.now, self.isBeyondChance) = (metric, before, now, isBeyondChance)
  }

  /// `nil` where a mean is not shown, or both are the same.
  ///
  /// - Parameter longer: so many times longer it went on until now.
  init?(_ metric: String, from then: Evidence.Metric, to now: Evidence.Metric, over longer: Double = 1) {
    guard let before = then.mean, let mean = now.mean, before != mean else { return nil }
    let interval = now.meanInterval.map {
      Evidence.Interval(low: $0.low / longer, high: $0.high / longer)
    }
    self.init(
      metric: metric, before: before, now: mean / longer,
      isBeyondChance: areApart(then.meanInterval, interval))
  }

  var isGrowth: Bool { now > before }

  /// Its place among the main metrics, if it is one.
  var rank: Int? { MetricWords.rank(metric) }
  /// The change as a share of what it was.
  var size: Double { abs(now - before) / max(abs(before), .leastNormalMagnitude) }

  /// `Active 4.2 -> 5.1 days a week on average`
  var words: String {
    metricWords.onAverage(change).capitalizedFirst
  }

  /// The same where room is short, without saying that these are means.
  var shortWords: String { metricWords(change).capitalizedFirst }

  private var metricWords: MetricWords {
    MetricWords(metric) { oneLine($0, limit: nameLimit) }.besideItsWindow
  }

  private var change: String {
    figures([before, now], as: metricWords.style).joined(separator: " -> ")
  }

  /// `+16%`; nil where there was nothing before.
  var growth: String? {
    guard before != 0 else { return nil }
    return (now >= before ? "+" : "-") + percent(abs(now / before - 1))
  }

  static func < (a: Move, b: Move) -> Bool {
    (a.rank ?? .max, -a.size, a.metric) < (b.rank ?? .max, -b.size, b.metric)
  }
}
