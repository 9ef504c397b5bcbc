// What a population leans to: events, channels, screens and values of properties that take a larger part of what it does
// than of what everyone does.

internal import Persona
internal import Profiles

/// Finds the affinities of one population.
struct AffinityFigures {
  let activity: PopulationActivity

  /// Leanings below this are trifles.
  private static let least = 1.25

  /// At most 8 of each kind, strongest first.
  ///
  /// The lift is the share here over everyone's share, r, pulled towards 1 as if the minimum group k of people had
  /// leaned to nothing: (n r + k) / (n + k) with n people behind the share here. Only what is leaned to is told, and
  /// only what may be published of the population and of the people outside it.
  func affinities(_ disclosure: Disclosure) -> [Evidence.Affinity] {
    let kinds: [(Evidence.Affinity.Kind, Dimension)] = [
      (.event, .event), (.channel, .channel), (.screen, .screen),
    ]
    let named = kinds.flatMap { kind, dimension in
      let part = PropertyActivity(
        name: "", tallies: activity.tallies[dimension], rest: activity.rest(dimension),
        others: activity.others(dimension))
      return strongest(kind, part, disclosure)
    }
    return named
      + activity.properties.flatMap { property in
        strongest(.property, property, disclosure).map { affinity in
          var affinity = affinity
          affinity.name = "\(property.name)=\(affinity.name)"
          return affinity
        }
      }
  }

  private func strongest(
    _ kind: Evidence.Affinity.Kind, _ part: PropertyActivity, _ disclosure: Disclosure
  ) -> [Evidence.Affinity] {
    Array(
      affinities(kind, part, disclosure).sorted { ($1.lift, $0.name) < ($0.lift, $1.name) }
        .prefix(Limits.affinities))
  }

  private func affinities(
    _ kind: Evidence.Affinity.Kind, _ part: PropertyActivity, _ disclosure: Disclosure
  ) -> [Evidence.Affinity] {
    // The shares that the distributions show: others would tell of what those leave out.
    var copy = disclosure
    let shown = copy.shown(part.tallies, part: "", rest: part.rest)
    // Of a few people outside, everyone's shares would tell what they did.
    guard disclosure.isSafe(part.others.map(\.people).max() ?? 0) else { return [] }
    let others = Dictionary(part.others.map { ($0.name, $0) }) { first, _ in first }
    let everyone = Self.everyone(part.tallies, others).filter { disclosure.isEnough($0.people) }
    let counts = Dictionary(everyone.map { ($0.name, $0.count) }) { first, _ in first }
    let whole = everyone.reduce(0) { $0 + $1.count }
    return shown.tallies.compactMap { tally in
      guard let count = counts[tally.name], disclosure.isSafe(others[tally.name]?.people ?? 0) else {
        return nil
      }
      let share = Double(tally.count) / Double(shown.whole)
      let base = Double(count) / Double(whole)
      let (people, group) = (Double(tally.people), Double(disclosure.minimumGroup))
      let lift = (people * share / base + group) / (people + group)
      guard lift >= Self.least else { return nil }
      return Evidence.Affinity(
        kind: kind, name: tally.name, share: publishedShare(share), everyone: publishedShare(base),
        lift: publishedFigure(lift))
    }
  }

  /// The population and the others together.
  private static func everyone(_ here: [Tally], _ others: [String: Tally]) -> [Tally] {
    let mine = Dictionary(here.map { ($0.name, $0) }) { first, _ in first }
    return mine.merging(others) {
      Tally(name: $0.name, count: $0.count + $1.count, people: $0.people + $1.people)
    }.values.sorted { $0.name < $1.name }
  }
}
