// What sets a population apart from everyone else: differences beyond chance and beyond trifles.

internal import Persona
internal import Profiles

/// A difference that was tested.
private struct Candidate {
  var distinction: Evidence.Distinction
  var p: Double
  /// Of one family only the strongest is told.
  var family: String
  /// The effect on the scale of Cohen's d and h.
  var strength: Double
}

extension Evidence.Distinction {
  /// Whether it is that hardly anybody here does what others do.
  fileprivate var isAbsence: Bool { kind != .metric && here == 0 }
}

/// Cohen's (1988) small effect: h = 0.2, or d = 0.2, which is a rank-biserial correlation of 0.1125.
let smallEffect = 0.2

/// Finds the distinctions of one population.
struct DistinctionFigures {
  let table: ProfileTable
  let members: [Bool]
  let others: [Bool]
  /// What its members were chosen by; nil where nothing was demanded of them.
  let match: Match?
  let activity: PopulationActivity
  /// By metric name.
  let metrics: [String: MetricFigures]

  /// At most 8, two of them of what nobody does, strongest first: Benjamini and Hochberg at 5% over all candidates, then the smallest effect.
  ///
  /// Candidates are metrics (Mann-Whitney), and events, channels, screens and trait values by their share of
  /// people (two-proportion z). What may not be published is no candidate; nor is what the match demands. Where a few people do
  /// something, or a few do not, the difference must be one whatever number of them there is.
  func distinctions(_ disclosure: Disclosure) -> [Evidence.Distinction] {
    let demanded = match?.families ?? []
    let candidates = (metricCandidates(disclosure) + shareCandidates(disclosure)).filter {
      !demanded.contains($0.family) && !demanded.contains("\($0.distinction.kind) \($0.distinction.name)")
    }
    let adjusted = adjustedForFalseDiscovery(candidates.map(\.p))
    let found = zip(candidates, adjusted).filter { $1 <= 0.05 && $0.strength >= smallEffect }.map(\.0)
    let strongest = found.sorted {
      ($1.strength, $0.distinction.kind.rawValue, $0.distinction.name)
        < ($0.strength, $1.distinction.kind.rawValue, $1.distinction.name)
    }
    var families: Set<String> = []
    var absences = 0
    let told = strongest.filter { candidate in
      guard families.insert(candidate.family).inserted else { return false }
      // What nobody here does is told twice at most: it says little of what they do.
      absences += candidate.distinction.isAbsence ? 1 : 0
      return !candidate.distinction.isAbsence || absences <= Limits.absences
    }
    return Array(told.prefix(Limits.distinctions).map(\.distinction))
  }

  /// Means that are nearer to each other than this part of the larger one are as good as the same, whatever the ranks say.
  private static let leastDifference = 0.1

  /// Metrics whose means differ the same way as their ranks: a figure that contradicts the finding is not told, nor one in which
  /// nobody would see it.
  private func metricCandidates(_ disclosure: Disclosure) -> [Candidate] {
    metrics.sorted { $0.key < $1.key }.compactMap { name, figures in
      guard figures.mayCompareMeans(disclosure) else { return nil }
      let effect = figures.test.effect
      let difference = figures.mean - figures.othersMean
      guard difference * effect > 0,
        abs(difference) >= Self.leastDifference * max(abs(figures.mean), abs(figures.othersMean))
      else { return nil }
      return Candidate(
        distinction: Evidence.Distinction(
          kind: .metric, name: name, here: publishedFigure(figures.mean),
          others: publishedFigure(figures.othersMean), effect: publishedFigure(effect)),
        p: figures.test.p, family: metricFamily(name), strength: cohenD(rankBiserial: effect).magnitude)
    }
  }

  private func shareCandidates(_ disclosure: Disclosure) -> [Candidate] {
    let totals = (here: members.count { $0 }, others: others.count { $0 })
    var candidates: [Candidate] = []
    for (kind, dimension) in [
      (Evidence.Distinction.Kind.event, Dimension.event), (.channel, .channel), (.screen, .screen),
    ] {
      candidates += shareCandidates(
        kind, activity.tallies[dimension], activity.others(dimension), of: totals, disclosure)
    }
    for (name, column) in table.traits.sorted(by: { $0.key < $1.key }) where !isPersonalTrait(name) {
      let here = column.tallies(members: members)
      let there = column.tallies(members: others)
      let known = (here: here.reduce(0) { $0 + $1.people }, others: there.reduce(0) { $0 + $1.people })
      candidates += shareCandidates(.trait, trait: name, here, there, of: known, disclosure)
    }
    return candidates
  }

  private func shareCandidates(
    _ kind: Evidence.Distinction.Kind, trait: String? = nil, _ here: [Tally], _ there: [Tally],
    of totals: (here: Int, others: Int), _ disclosure: Disclosure
  ) -> [Candidate] {
    guard disclosure.isEnough(totals.here), disclosure.isEnough(totals.others) else { return [] }
    let names = Set((here + there).filter { disclosure.isEnough($0.people) }.map(\.name))
    func people(_ tallies: [Tally]) -> [String: Int] {
      let named = tallies.filter { names.contains($0.name) }.map { ($0.name, $0.people) }
      return Dictionary(named) { first, _ in first }
    }
    let (peopleHere, peopleThere) = (people(here), people(there))
    return names.sorted().compactMap { name in
      guard let a = disclosure.bounded(peopleHere[name] ?? 0, of: totals.here),
        let b = disclosure.bounded(peopleThere[name] ?? 0, of: totals.others), !looksPersonal(name)
      else { return nil }
      let effect = cohenH(
        Double(a.furthest) / Double(totals.here), Double(b.furthest) / Double(totals.others))
      let (mine, theirs) = (
        disclosure.share(a.told, of: totals.here), disclosure.share(b.told, of: totals.others)
      )
      // What is told must say which way the difference goes: "nearly all" beside "nearly all" says nothing.
      guard (mine - theirs) * effect > 0 else { return nil }
      return Candidate(
        distinction: Evidence.Distinction(
          kind: kind, name: trait.map { "\($0)=\(name)" } ?? name, here: mine, others: theirs,
          effect: publishedFigure(effect)),
        p: proportionTest(a.furthest, of: totals.here, against: b.furthest, of: totals.others),
        // The same numbers of people on both sides are, as a rule, the same people under two names.
        family: trait.map { "trait \($0)" } ?? "people \(a.furthest)/\(b.furthest)",
        strength: effect.magnitude)
    }
  }
}
