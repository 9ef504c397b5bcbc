// Personas whose people behave in more than one way.

internal import Discovery
internal import Persona
internal import Profiles

extension Attribution {
  /// At most so many of a persona's people are looked at: a valley that is worth a split is seen in them.
  private static let mostLookedAt = 1000
  private static let mostComponents = 8

  /// The personas that may be several, with the parts that their people fall into.
  ///
  /// - Throws: when the events cannot be read any more.
  func splits(
    _ known: [Int], declared: [String], _ disclosure: Disclosure
  ) throws(Failure) -> [Overview.Split] {
    let measures = try Model.Measure.all(in: table, declared: declared, disclosure)
    let features = try BehaviourFeatures(table, measures: measures)
    var splits: [Overview.Split] = []
    for persona in known {
      guard let parts = try parts(of: persona, features) else { continue }
      let shown = parts.filter { disclosure.isEnough($0.count { $0 }) }
      guard shown.count > 1 else { continue }
      splits.append(
        Overview.Split(persona: personas[persona].id, parts: try described(shown, of: persona, disclosure)))
    }
    return splits
  }

  /// Of each part its people; nil when there is only one.
  private func parts(of persona: Int, _ features: BehaviourFeatures) throws(Failure) -> [[Bool]]? {
    let members = membership[persona].indices.filter { membership[persona][$0] }
    let looked = every(members, atMost: Self.mostLookedAt)
    let options = DiscoveryOptions(
      leastPeople: rules.minimumGroup, mostComponents: Self.mostComponents, sampleSize: Self.mostLookedAt)
    guard let model = try discover(features.rows(of: looked), options: options).model else { return nil }
    let placement = try Placer(model).placement(of: features.matrix(of: members))
    return (0..<model.groupCount).map { group in
      var part = [Bool](repeating: false, count: table.count)
      for (row, profile) in members.enumerated() { part[profile] = placement.mostProbable(row) == group }
      return part
    }
  }

  /// Largest first, each with what sets it apart from the rest of the persona.
  private func described(
    _ parts: [[Bool]], of persona: Int, _ disclosure: Disclosure
  ) throws(Failure) -> [Overview.Split.Part] {
    let table = table.restricted(to: membership[persona])
    let activity = try PopulationActivity.all(in: table, membership: parts, rules: rules)
    let figures = MetricFigures.figures(of: table.metrics, membership: parts)
    return parts.indices.map { part in
      let others = zip(table.isActive, parts[part]).map { $0 && !$1 }
      return Overview.Split.Part(
        people: disclosure.rounded(parts[part].count { $0 }),
        distinctions: DistinctionFigures(
          table: table, members: parts[part], others: others, match: nil, activity: activity[part],
          metrics: figures.compactMapValues { $0[part] }
        ).distinctions(disclosure))
    }.sorted { $1.people < $0.people }
  }
}
