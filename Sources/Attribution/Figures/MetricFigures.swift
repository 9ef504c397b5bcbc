// A metric over a population and over everyone else, before anything is rounded or kept back.

internal import Parallel
internal import Persona

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
    let everyoneMedian = quantile(0.5, ofSorted: ranks.sorted)
    return membership.map { (members) -> MetricFigures? in
      let isMember = isComplete ? members : zip(members, isPresent).filter(\.1).map(\.0)
      let means = Means(values, isMember)
      guard means.people > 0 else { return nil }
      let (sorted, theirsSorted) = parted(ranks.sorted, by: ranks.order.map { isMember[Int($0)] })
      return MetricFigures(
        people: means.people, others: values.count - means.people, behind: peopleBehindMean(ofSorted: sorted),
        othersBehind: peopleBehindMean(ofSorted: theirsSorted), mean: means.mean,
        intervalOfMean: means.interval, quantiles: levels.map { quantile($0, ofSorted: sorted) },
        intervalOfMedian: medianInterval(ofSorted: sorted), othersMean: means.othersMean,
        everyoneMean: everyoneMean, everyoneMedian: everyoneMedian, test: ranks.test(isMember: isMember))
    }
  }

  /// What needs the values in their order: where there are many people, each copy of them is large.
  private struct Means {
    let people: Int
    let mean: Double
    let interval: Evidence.Interval?
    let othersMean: Double

    init(_ values: [Double], _ isMember: [Bool]) {
      let (mine, theirs) = parted(values, by: isMember)
      people = mine.count
      mean = arithmeticMean(mine)
      interval = meanInterval(of: mine)
      othersMean = arithmeticMean(theirs)
    }
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
      n: disclosure.rounded(people), mean: mayShowMean ? publishedFigure(mean) : nil,
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

/// The values of members and those of others, in their order.
func parted(_ values: [Double], by isMember: [Bool]) -> (mine: [Double], theirs: [Double]) {
  // Every value is written to both sides, where one of them stays: nobody can foretell who is a member.
  var mine = [Double](repeating: 0, count: values.count + 1)
  var theirs = mine
  var count = 0
  var mineSpan = mine.mutableSpan
  var theirsSpan = theirs.mutableSpan
  for index in values.indices {
    mineSpan[count] = values[index]
    theirsSpan[index - count] = values[index]
    count += isMember[index] ? 1 : 0
  }
  mine.removeLast(mine.count - count)
  theirs.removeLast(theirs.count - (values.count - count))
  return (mine, theirs)
}
