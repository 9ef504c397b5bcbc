// A metric over a population and over everyone else, before anything is rounded or kept back.

internal import Parallel
internal import Persona
internal import Profiles

/// What a metric is for one persona. All figures are exact.
struct MetricFigures: Sendable {
  /// Members and others who have a value.
  var people: Int
  var others: Int
  /// Whose values the means of members and of others give away: `peopleBehindMean`.
  var behind: [Int]
  var othersBehind: [Int]
  var mean: Double
  var intervalOfMean: Evidence.Interval?
  /// At 10%, 25%, 50%, 75% and 90%.
  var quantiles: [Double]
  var intervalOfMedian: Evidence.Interval?
  var othersMean: Double
  var everyoneMean: Double
  var everyoneMedian: Double
  var test: RankTest

  static let levels = [0.1, 0.25, 0.5, 0.75, 0.9]

  /// Of each metric, the figures for each persona; several metrics at once.
  static func figures(
    of columns: [String: [Double]], membership: [[Bool]]
  ) -> [String: [MetricFigures?]] {
    let metrics = Array(columns)
    let figures = concurrentMap(metrics.indices) { index in
      (metrics[index].key, self.figures(of: metrics[index].value, membership: membership))
    }
    return Dictionary(uniqueKeysWithValues: figures)
  }

  /// For each persona, `nil` where no member has a value. The column is sorted once for all of them.
  private static func figures(of column: [Double], membership: [[Bool]]) -> [MetricFigures?] {
    let isPresent = column.map(\.isFinite)
    let isComplete = !isPresent.contains(false)
    let values = isComplete ? column : column.filter(\.isFinite)
    guard !values.isEmpty else { return membership.map { _ in nil } }
    let ranks = Ranks(values)
    let everyoneMean = arithmeticMean(values)
    let everyoneMedian = quantile(0.5, ofSorted: ranks.order.values)
    return membership.map { (members) -> MetricFigures? in
      let isMember = isComplete ? members : zip(members, isPresent).filter(\.1).map(\.0)
      let mine = presentValues(values, in: isMember)
      guard !mine.isEmpty else { return nil }
      let sorted = ranks.order.values(in: isMember)
      return MetricFigures(
        people: mine.count, others: values.count - mine.count, behind: peopleBehindMean(ofSorted: sorted),
        othersBehind: peopleBehindMean(of: SortedRest(ranks.order.values, without: sorted)),
        mean: arithmeticMean(mine), intervalOfMean: meanInterval(of: mine),
        quantiles: levels.map { quantile($0, ofSorted: sorted) },
        intervalOfMedian: medianInterval(ofSorted: sorted),
        othersMean: othersMean(values, isMember, count: values.count - mine.count),
        everyoneMean: everyoneMean,
        everyoneMedian: everyoneMedian, test: ranks.test(isMember: isMember))
    }
  }

  /// The mean of those who are no members, in their order.
  private static func othersMean(_ values: [Double], _ isMember: [Bool], count: Int) -> Double {
    let (values, isMember) = (values.span, isMember.span)
    var sum = 0.0
    for index in values.indices { sum += isMember[index] ? 0 : values[index] }
    return sum / Double(count)
  }

  /// The metric as it is published; `nil` when too few people have a value.
  ///
  /// A quantile needs the minimum group beyond it, the median only the whole group, and a mean the minimum
  /// group behind it. Everyone's figures need the same of the people outside the population (or nobody there),
  /// else theirs could be worked out. Everyone's mean stays back together with the population's own, because a
  /// claim may name that of the others.
  func published(as name: String, disclosure: inout Disclosure) -> Evidence.Metric? {
    guard disclosure.isEnough(people) else {
      disclosure.omit(from: "metrics", because: .fewPeople)
      return nil
    }
    var shown: [Double?] = []
    for (level, value) in zip(Self.levels, quantiles) {
      let beyond = Int(Double(people) * min(level, 1 - level) + 1e-9)
      let mayShow = level == 0.5 || disclosure.isEnough(beyond)
      if !mayShow { disclosure.omit(from: "metrics.\(name)", because: .fewPeople) }
      shown.append(mayShow ? publishedFigure(value) : nil)
    }
    let mayShowMean = disclosure.areSafe(behind)
    if !mayShowMean { disclosure.omit(from: "metrics.\(name)", because: .fewPeople) }
    let mayCompare = disclosure.isSafe(others)
    let mayCompareMeans = mayCompare && disclosure.areSafe(othersBehind)
    if !mayCompareMeans { disclosure.omit(from: "metrics.\(name)", because: .revealing) }
    let everyone = mayShowMean && mayCompareMeans ? everyoneMean : nil
    return Evidence.Metric(
      n: disclosure.rounded(mayCompare ? people : people + others),
      mean: mayShowMean ? publishedFigure(mean) : nil,
      meanInterval: mayShowMean ? intervalOfMean.map(publishedInterval) : nil, p10: shown[0], p25: shown[1],
      median: publishedFigure(quantiles[2]), medianInterval: intervalOfMedian.map(publishedInterval),
      p75: shown[3], p90: shown[4], everyoneMean: everyone.map(publishedFigure),
      everyoneMedian: mayCompare ? publishedFigure(everyoneMedian) : nil,
      lift: everyone.flatMap { $0 > 0 ? publishedFigure(mean / $0) : nil })
  }

  /// Whether the means of both sides may be told apart in public.
  func mayCompareMeans(_ disclosure: Disclosure) -> Bool {
    disclosure.isEnough(people) && disclosure.isEnough(others) && disclosure.areSafe(behind + othersBehind)
  }
}
