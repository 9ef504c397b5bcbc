// Why a profile is or is not attributed to a persona, condition by condition.

internal import Persona
internal import Profiles

/// One condition of a match as it stands for one profile. Shown on a terminal only, never written.
public struct ConditionOutcome: Sendable, Equatable {
  /// The groups around the condition, outermost first: `["all", "any"]`; empty for a lone condition.
  public var path: [String]
  /// The condition: `age between 25 and 40`.
  public var words: String
  /// The profile's value: `31`, or `no value`.
  public var actual: String
  /// Whether the condition itself holds; inside `none` it should not.
  public var passed: Bool

  public init(path: [String], words: String, actual: String, passed: Bool) {
    self.path = path
    self.words = words
    self.actual = actual
    self.passed = passed
  }
}

extension Matcher {
  /// Every condition of the match in the order in which it was written.
  func outcomes(of match: Match, profile: Int, path: [String] = []) -> [ConditionOutcome] {
    switch match {
    case .all(let parts):
      parts.flatMap { outcomes(of: $0, profile: profile, path: path + ["all"]) }
    case .any(let parts):
      parts.flatMap { outcomes(of: $0, profile: profile, path: path + ["any"]) }
    case .none(let parts):
      parts.flatMap { outcomes(of: $0, profile: profile, path: path + ["none"]) }
    case .condition(let condition):
      [
        ConditionOutcome(
          path: path, words: condition.words, actual: actual(condition.subject, profile: profile),
          passed: passing(condition)[profile])
      ]
    }
  }

  private func actual(_ subject: Condition.Subject, profile: Int) -> String {
    let number: Double? =
      switch subject {
      case .trait: nil
      case .metric(let name): table.metric(name)?[profile]
      case .score(let name): table.scores[name]?[profile]
      case .event(let filter): counts[filter].map { Double($0[profile]) }
      }
    if let number, !number.isNaN { return numberWords(publishedFigure(number)) }
    if case .trait(let name) = subject, let trait = table.traits[name], trait.codes[profile] >= 0 {
      return trait.values[Int(trait.codes[profile])]
    }
    return "no value"
  }
}
