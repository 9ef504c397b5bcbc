// How well a model of returning people predicts: what it said at an earlier day against what came.

public import Persona

/// Predictions and what came of them, for people known at the start of a holdout.
public struct BackTest: Sendable {
  /// A tenth of the people, by rising prediction.
  public struct Decile: Sendable {
    public var people: Int
    /// Mean of the predicted chances, 0...1.
    public var predicted: Double
    /// Share of those who came back, 0...1.
    public var returned: Double
  }

  public let people: Int
  /// Empty without people.
  public let deciles: [Decile]
  /// Mean of the squared difference between the chance and what came (0 or 1) (Brier 1950): the less the better.
  public let brierScore: Double
  /// The same for who gives everybody the share of those who came back.
  public let brierScoreOfShare: Double

  /// - Parameters:
  ///   - chances: of each person, 0...1, in an order that says nothing of them.
  ///   - returned: whether the person came back.
  public init(chances: [Double], returned: [Bool]) {
    people = chances.count
    let order = RisingOrder(of: chances).places
    deciles = (0..<10).compactMap { tenth in
      let places = order[(tenth * order.count / 10)..<((tenth + 1) * order.count / 10)]
      guard !places.isEmpty else { return nil }
      let sum = places.reduce(0) { $0 + chances[Int($1)] }
      return Decile(
        people: places.count, predicted: sum / Double(places.count),
        returned: Double(places.count { returned[Int($0)] }) / Double(places.count))
    }
    let share = Double(returned.count { $0 }) / Double(max(1, people))
    brierScore = Self.brier(chances, returned)
    brierScoreOfShare = share * (1 - share)
  }

  private static func brier(_ chances: [Double], _ returned: [Bool]) -> Double {
    let sum = zip(chances, returned).reduce(0) { sum, pair in
      let difference = pair.0 - (pair.1 ? 1 : 0)
      return sum + difference * difference
    }
    return sum / Double(max(1, chances.count))
  }
}

extension ProfileGraph {
  /// Fits the model to what was known at the start of `holdout`, and compares what it predicts with the holdout. `nil`
  /// when too few people had come back by then.
  ///
  /// Throws when the events cannot be read any more.
  public func backTest(
    over holdout: Span, days: Int, by rules: MeasureRules,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws(Failure) -> (fit: BetaGeometric.Fit, test: BackTest)? {
    let propensity = try measured(
      over: Span(from: .min, to: holdout.from), by: rules, progress: { progress($0 / 2) }
    ).propensity
    guard let fit = propensity.fit else { return nil }
    let isActive = try measured(
      over: holdout, by: rules, progress: { progress(0.5 + $0 / 2) }
    ).isActive
    let known = zip(propensity.histories, isActive).compactMap { history, isActive in
      history.map { ($0, isActive) }
    }
    let chances = known.map { fit.model.chanceOfReturn($0.0, withinDays: Double(days)) }
    return (fit, BackTest(chances: chances, returned: known.map(\.1)))
  }
}
