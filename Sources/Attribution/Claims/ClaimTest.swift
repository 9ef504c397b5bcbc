// One claim tested over one population: its verdict, and what of it may be published.

internal import Persona
internal import Profiles

/// A claim with its measurement over the population and, for a comparison, over everyone else.
struct ClaimTest {
  let claim: Claim
  private let table: ProfileTable
  private let values: PersonValues?
  private let here: Measurement?
  private let others: Measurement?
  /// People outside the population.
  private let outside: Int

  /// - Parameter outside: how many people are outside, of whom nobody is to be told more.
  init(_ claim: Claim, matcher: Matcher, members: [Bool], others: [Bool], outside: Int) {
    self.claim = claim
    table = matcher.table
    values = PersonValues(claim.measure, matcher: matcher)
    here = values.flatMap { Measurement($0, over: members) }
    self.outside = outside
    self.others =
      claim.expectation.isComparison ? values.flatMap { Measurement($0, over: others) } : nil
  }

  /// The verdict of a comparison counts the uncertainty of both sides: it reads the interval of the
  /// difference against 0. Any is read off a published interval, where that may be shown, so that a reader can repeat it.
  func result(isStale: Bool, disclosure: inout Disclosure) -> Evidence.ClaimResult {
    let isShare = claim.measure.isShare
    let mayShow = here.map { disclosure.areSafe($0.behind) } ?? false
    let everyone = mayShowOthers(disclosure) ? others.map { publishedValue($0, disclosure) } : nil
    var result = Evidence.ClaimResult(
      id: claim.id, says: claim.says, verdict: .noData, value: nil, interval: nil, n: 0,
      expected: claim.expectation.words(everyone: everyone, isShare: isShare),
      measure: claim.measure.words { table.publicName(of: $0, leastPeople: disclosure.minimumGroup) },
      isShare: isShare)
    let range = ExpectedRange(claim.expectation, everyone: everyone ?? .nan)
    result.expectedLow = range.low.isFinite ? range.low : nil
    result.expectedHigh = range.high.isFinite ? range.high : nil
    guard let here, canBeJudged(here, disclosure) else {
      if here != nil { disclosure.omit(from: "claims", because: .fewPeople) }
      return result
    }
    guard !tellsOfOthers(disclosure) else {
      disclosure.omit(from: "claims", because: .revealing)
      return result
    }
    result.n = disclosure.rounded(here.people)
    let interval = here.interval.map(publishedRange)
    let difference = difference(disclosure)
    if mayShow {
      result.value = publishedValue(here, disclosure)
      result.interval = interval
      if mayShowOthers(disclosure) { result.difference = difference }
    } else {
      disclosure.omit(from: "claims", because: .fewPeople)
    }
    result.verdict = isStale ? .stale : verdict(interval, difference, disclosure)
    return result
  }

  private func verdict(
    _ interval: Evidence.Interval?, _ difference: Evidence.Interval?, _ disclosure: Disclosure
  ) -> Verdict {
    guard claim.expectation.isComparison else {
      return ExpectedRange(claim.expectation, everyone: .nan).verdict(interval)
    }
    guard let others, canBeJudged(others, disclosure) else { return .noData }
    return ExpectedRange(claim.expectation, everyone: 0).verdict(difference)
  }

  /// Of a comparison, the published interval of the difference to the others; `nil` where one side has none.
  private func difference(_ disclosure: Disclosure) -> Evidence.Interval? {
    guard let others, canBeJudged(others, disclosure), let mine = here?.estimate, let theirs = others.estimate
    else { return nil }
    return publishedRange(differenceInterval(mine, theirs))
  }

  /// Whether enough people have a value; of a mean, whether enough of them make it what it is. A share that few
  /// people are behind still has an interval that holds; the mean of few values among zeros has none.
  private func canBeJudged(_ measurement: Measurement, _ disclosure: Disclosure) -> Bool {
    guard disclosure.isEnough(measurement.people) else { return false }
    guard case .mean = claim.measure else { return true }
    return disclosure.areSafe(measurement.behind)
  }

  private func publishedValue(_ measurement: Measurement, _ disclosure: Disclosure) -> Double {
    guard case .shareOfPeople = claim.measure, let passed = measurement.behind.first else {
      return publishedFigure(measurement.value)
    }
    let share = disclosure.share(passed, of: measurement.people)
    guard let interval = measurement.interval.map(publishedRange) else { return share }
    return min(max(share, interval.low), interval.high)
  }

  /// Whole percents, outwards, where people are counted: the exact counts cannot be computed back from them.
  private func publishedRange(_ interval: Evidence.Interval) -> Evidence.Interval {
    guard case .shareOfPeople = claim.measure else {
      return Evidence.Interval(low: publishedFigure(interval.low), high: publishedFigure(interval.high))
    }
    return Evidence.Interval(
      low: wholePercent((interval.low * 100).rounded(.down) / 100),
      high: wholePercent((interval.high * 100).rounded(.up) / 100))
  }

  /// Whether it is about ranks among everyone, where those outside are few.
  private func tellsOfOthers(_ disclosure: Disclosure) -> Bool {
    !disclosure.isSafe(outside) && claim.measure.scores.contains(where: ScoreFigures.ranks.contains)
  }

  private func mayShowOthers(_ disclosure: Disclosure) -> Bool {
    others.map { disclosure.isEnough($0.people) && disclosure.areSafe($0.behind) } ?? false
  }

  /// Whether the claim can be read person by person. A share of people between two bounds cannot; nor can a comparison
  /// with what may not be shown of the others, which would be told by how many are above it.
  func isPersonal(_ disclosure: Disclosure) -> Bool {
    if case .shareOfPeople = claim.measure, case .between = claim.expectation { return false }
    return here != nil && !tellsOfOthers(disclosure)
      && (!claim.expectation.isComparison || mayShowOthers(disclosure))
  }

  /// Whether the claim is true of one person; a missing value is not. Of a share of people, a person passes
  /// (or, for an upper bound, does not).
  func holds(for profile: Int) -> Bool {
    guard let value = values?.value(of: profile) else { return false }
    if case .shareOfPeople = claim.measure {
      switch claim.expectation {
      case .atLeast, .moreThan, .between: return value == 1
      case .atMost, .lessThan: return value == 0
      }
    }
    return ExpectedRange(claim.expectation, everyone: others?.value ?? .nan).contains(value)
  }
}
