// A score over a population, before anything is rounded or kept back.

internal import Parallel
internal import Persona
internal import Profiles

/// What a score is for one persona. All figures are exact.
struct ScoreFigures: Sendable {
  /// Members who have the score.
  var people: Int
  /// Whose values the mean gives away: `peopleBehindMean`.
  var behind: [Int]
  var mean: Double
  var median: Double

  /// Of each score, the figures for each population, `nil` where no member has it; several scores at once.
  static func figures(
    of columns: [String: [Double]], membership: [[Bool]]
  ) -> [String: [ScoreFigures?]] {
    let scores = Array(columns)
    let figures = concurrentMap(scores.indices) { index in
      (scores[index].key, self.figures(of: scores[index].value, membership: membership))
    }
    return Dictionary(uniqueKeysWithValues: figures)
  }

  private static func figures(of column: [Double], membership: [[Bool]]) -> [ScoreFigures?] {
    membership.map { members -> ScoreFigures? in
      let sorted = RisingOrder(of: presentValues(column, in: members)).values
      guard !sorted.isEmpty else { return nil }
      return ScoreFigures(
        people: sorted.count, behind: peopleBehindMean(ofSorted: sorted), mean: arithmeticMean(sorted),
        median: quantile(0.5, ofSorted: sorted))
    }
  }

  /// The scores that are ranks among everyone: those of all but a few tell what is left for these.
  static let ranks: Set = ["quantity", "frequency", "intensity", "maturity"]

  /// The score as it is published; `nil` when too few people have it, or it would tell of a few of them or of the others.
  func published(as name: String, outside: Int, disclosure: inout Disclosure) -> Evidence.Score? {
    guard disclosure.isEnough(people), disclosure.areSafe(behind) else {
      disclosure.omit(from: "scores", because: .fewPeople)
      return nil
    }
    guard !Self.ranks.contains(name) || disclosure.isSafe(outside) else {
      disclosure.omit(from: "scores", because: .revealing)
      return nil
    }
    return Evidence.Score(mean: publishedFigure(mean), median: publishedFigure(median))
  }
}
