// All personas side by side: whom they leave out, and which of them may be one.

internal import Discovery
internal import Parallel
public import Persona
internal import Profiles

extension Attribution {
  /// How the personas stand together. Those with too few people are left out.
  ///
  /// - Parameter declared: names of the metrics that the settings declare.
  /// - Throws: when the events cannot be read any more.
  public func overview(
    _ window: Evidence.Window, declared: [String] = []
  ) throws(Failure) -> Overview {
    let disclosure = Disclosure(minimumGroup: rules.minimumGroup, roundPeopleTo: rules.roundPeopleTo)
    let known = personas.indices.filter { disclosure.isEnough(membership[$0].count { $0 }) }
    var overview = Overview(
      window: window, uncovered: .unknown, uncoveredDistinctions: [], uncoveredEvents: [],
      personas: known.map { persona($0, disclosure) }, pairs: pairs(known, disclosure),
      splits: try splits(known, declared: declared, disclosure))
    let covered = table.isActive.indices.map { profile in membership.contains { $0[profile] } }
    let uncovered = zip(table.isActive, covered).map { $0 && !$1 }
    overview.uncovered = self.uncovered(uncovered.count { $0 }, disclosure)
    if case .people = overview.uncovered { try describe(uncovered, covered, in: &overview, disclosure) }
    return overview
  }

  private func uncovered(_ people: Int, _ disclosure: Disclosure) -> Overview.Uncovered {
    let others = table.activeCount - people
    if disclosure.isEnough(people) {
      return disclosure.isSafe(others) ? .people(self.people(people, disclosure)) : .nearlyEverybody
    }
    return disclosure.isEnough(others) ? .hardlyAnybody : .unknown
  }

  func people(_ people: Int, _ disclosure: Disclosure) -> Evidence.People {
    Evidence.People(
      matched: disclosure.rounded(people), of: disclosure.rounded(table.activeCount),
      share: disclosure.share(people, of: table.activeCount))
  }

  private func describe(
    _ uncovered: [Bool], _ covered: [Bool], in overview: inout Overview, _ disclosure: Disclosure
  ) throws(Failure) {
    guard let activity = try PopulationActivity.all(in: table, membership: [uncovered], rules: rules).first
    else { return }
    let figures = MetricFigures.figures(
      of: table.publicMetrics(leastPeople: rules.minimumGroup), membership: [uncovered]
    ).compactMapValues { $0[0] }
    overview.uncoveredDistinctions = DistinctionFigures(
      table: table, members: uncovered, others: covered, match: nil, activity: activity, metrics: figures
    ).distinctions(disclosure)
    var noted = disclosure
    overview.uncoveredEvents =
      DistributionFigures(table: table, members: uncovered, activity: activity).distributions(&noted).events
  }

  private func persona(_ index: Int, _ disclosure: Disclosure) -> Overview.Persona {
    let members = membership[index]
    let count = members.count { $0 }
    let shared = members.indices.count { profile in
      members[profile] && membership.indices.contains { $0 != index && membership[$0][profile] }
    }
    var noted = disclosure
    return Overview.Persona(
      id: personas[index].id, people: people(count, disclosure),
      shared: disclosure.share(noted.merged(shared, of: count, part: ""), of: count),
      traits: traits(of: members, disclosure), medians: medians(of: members, disclosure))
  }

  /// What one in twenty is, neither here nor among everyone, is not worth a line.
  private static let leastShare = 0.05

  /// The medians of traits that are numbers of many values, where those of the persona and of everyone differ.
  private func medians(of members: [Bool], _ disclosure: Disclosure) -> [Overview.Median] {
    table.traits.sorted { $0.key < $1.key }.compactMap { name, column in
      guard column.isMeasure, !isPersonalTrait(name) else { return nil }
      func values(_ group: [Bool]) -> [Double] {
        zip(column.codes, group).filter { $1 && $0 >= 0 }.map { column.numbers[Int($0.0)] }.sorted()
      }
      let (here, everyone) = (values(members), values(table.isActive))
      guard disclosure.isEnough(here.count), disclosure.isSafe(everyone.count - here.count) else {
        return nil
      }
      let median = Overview.Median(
        name: name, here: publishedFigure(quantile(0.5, ofSorted: here)),
        everyone: publishedFigure(quantile(0.5, ofSorted: everyone)))
      return median.here == median.everyone ? nil : median
    }
  }

  /// Values of traits whose share of the persona differs from everyone's by at least a small effect.
  private func traits(of members: [Bool], _ disclosure: Disclosure) -> [Overview.Trait] {
    var found: [(trait: Overview.Trait, effect: Double)] = []
    for (name, column) in table.traits.sorted(by: { $0.key < $1.key })
    where !column.isMeasure && !isPersonalTrait(name) {
      let here = column.tallies(members: members)
      let everyone = column.tallies(members: table.isActive)
      let (known, all) = (here.reduce(0) { $0 + $1.people }, everyone.reduce(0) { $0 + $1.people })
      guard disclosure.isEnough(known), disclosure.isSafe(all - known) else { continue }
      for (mine, total) in zip(here, everyone)
      where disclosure.isSafe(mine.people, of: known) && disclosure.isEnough(total.people)
        && disclosure.isSafe(total.people - mine.people, of: all - known) && !looksPersonal(mine.name)
      {
        let effect = cohenH(
          Double(mine.people) / Double(known), Double(total.people) / Double(all))
        guard effect.magnitude >= smallEffect else { continue }
        let trait = Overview.Trait(
          name: name, value: mine.name, here: disclosure.share(mine.people, of: known),
          everyone: disclosure.share(total.people, of: all))
        guard max(trait.here, trait.everyone) >= Self.leastShare else { continue }
        found.append((trait, effect.magnitude))
      }
    }
    return found.sorted {
      ($1.effect, $0.trait.name, $0.trait.value) < ($0.effect, $1.trait.name, $1.trait.value)
    }
    .prefix(Limits.distinctions).map(\.trait)
  }

  private func pairs(_ known: [Int], _ disclosure: Disclosure) -> [Overview.Pair] {
    let all = known.indices.flatMap { place in known[(place + 1)...].map { (known[place], $0) } }
    return concurrentMap(all.indices) { index in
      let (a, b) = all[index]
      return likeness(of: membership[a], and: membership[b], disclosure).map {
        Overview.Pair(personas[a].id, personas[b].id, reason: $0)
      }
    }.compactMap(\.self)
  }

  /// Whether two populations may be one: four of five people of either are in both, or the people who are in one
  /// of them only behave alike.
  private func likeness(
    of a: [Bool], and b: [Bool], _ disclosure: Disclosure
  ) -> Overview.Pair.Reason? {
    let both = zip(a, b).count { $0 && $1 }
    let either = zip(a, b).count { $0 || $1 }
    if Double(both) >= 0.8 * Double(either) {
      return .samePeople(share: disclosure.share(both, of: either))
    }
    let (onlyA, onlyB) = (zip(a, b).map { $0 && !$1 }, zip(a, b).map { $1 && !$0 })
    guard disclosure.isEnough(onlyA.count { $0 }), disclosure.isEnough(onlyB.count { $0 }) else { return nil }
    var compared = 0
    for (_, column) in table.metrics {
      let (mine, theirs) = (presentValues(column, in: onlyA), presentValues(column, in: onlyB))
      guard disclosure.isEnough(mine.count), disclosure.isEnough(theirs.count) else { continue }
      let isMine = [Bool](repeating: true, count: mine.count) + [Bool](repeating: false, count: theirs.count)
      let effect = Ranks(mine + theirs).test(isMember: isMine).effect
      guard cohenD(rankBiserial: effect).magnitude < smallEffect else { return nil }
      compared += 1
    }
    return compared == 0 ? nil : .alike(metrics: compared)
  }
}

extension ProfileTable.TraitColumn {
  /// Whether its values are many numbers, so that a median says more of them than shares do.
  fileprivate var isMeasure: Bool { values.count > 12 && numbers.allSatisfy { !$0.isNaN } }
}
