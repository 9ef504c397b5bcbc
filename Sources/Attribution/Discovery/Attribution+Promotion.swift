// Whether behaviour tells the people of a written match as well as the match itself does.

internal import Discovery
public import Persona
internal import Profiles

/// How a persona's match and a model of its people agree.
public struct Promotion: Sendable {
  /// nil: there are too few people for a model.
  public var learned: LearnedRule?

  /// From this similarity on two groups are the same pattern (Hennig 2007). The whole interval must reach it.
  public static let leastAgreement = 0.75

  public var agrees: Bool { (learned?.agreementInterval?.low ?? 0) >= Self.leastAgreement }
}

extension Attribution {
  /// At most so many of a persona's people, and of the others, are looked at.
  private static let mostLearned = (members: 1000, others: 2000)

  /// Learns a model of the people of a persona's match.
  ///
  /// - Parameters:
  ///   - declared: names of the metrics that the settings declare.
  ///   - asOf: the end of the window, ISO 8601 in UTC.
  /// - Throws: when the events cannot be read any more.
  public func promotion(
    of persona: Int, declared: [String], asOf: String
  ) throws(Failure) -> Promotion {
    let disclosure = Disclosure(minimumGroup: rules.minimumGroup, roundPeopleTo: rules.roundPeopleTo)
    let active = table.isActive.indices.filter { table.isActive[$0] }
    let all = (
      members: active.filter { membership[persona][$0] }, others: active.filter { !membership[persona][$0] }
    )
    guard disclosure.isEnough(all.members.count), disclosure.isEnough(all.others.count) else {
      return Promotion(learned: nil)
    }
    let members = every(all.members, atMost: Self.mostLearned.members)
    let others = every(all.others, atMost: Self.mostLearned.others)
    var measures = try Model.Measure.all(in: table, declared: declared, disclosure)
    measures += (personas[persona].match?.measures ?? []).filter { own in
      !measures.contains { ($0.family, $0.name) == (own.family, own.name) }
    }
    let matrix = try BehaviourFeatures(table, measures: measures).matrix(of: members + others)
    let people = KnownPeople(
      matrix, isMember: members.map { _ in true } + others.map { _ in false },
      memberWeight: Double(all.members.count) / Double(members.count),
      otherWeight: Double(all.others.count) / Double(others.count))
    return Promotion(
      learned: try learn(people, least: rules.minimumGroup).map { found in
        LearnedRule(
          model: found.model, group: 0, origin: .promoted, learned: asOf,
          agreement: wholePercent(found.agreement),
          agreementInterval: .init(
            low: wholePercent(found.interval.low), high: wholePercent(found.interval.high)))
      })
  }

  /// Evenly chosen ones, in their order.
  func every(_ profiles: [Int], atMost most: Int) -> [Int] {
    guard profiles.count > most else { return profiles }
    return (0..<most).map { profiles[$0 * profiles.count / most] }
  }
}

extension Match {
  /// The metrics that the match tests: behaviour as well as any other.
  fileprivate var measures: [Model.Measure] {
    switch self {
    case .all(let parts), .any(let parts), .none(let parts): parts.flatMap(\.measures)
    case .condition(let condition):
      if case .metric(let name) = condition.subject { [Model.Measure(.metric, name, .level)] } else { [] }
    }
  }
}
