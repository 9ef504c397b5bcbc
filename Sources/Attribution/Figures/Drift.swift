// How far a persona's population of this window differs from that of the window before.

internal import Persona
internal import Profiles

/// One population in one window.
struct Population {
  let table: ProfileTable
  let members: [Bool]
  let tallies: PopulationTallies

  var people: Int { members.count { $0 } }
}

/// A metric of a population that may have moved between two windows, and how far that is beyond chance.
struct Move {
  let change: Evidence.Drift.Change
  let test: RankTest
}

/// Every metric of a population in two windows; none when too few people matched in one of them.
///
/// Mann and Whitney's test of the two populations, by what each of them did in a day for which they were known
/// (`ProfileTable.pace`); it finds nothing where the means moved the other way. Many people
/// are in both windows, which makes the test err towards no change. `days_known` grows by itself and is no change.
func moves(from before: Population, to now: Population, _ disclosure: Disclosure) -> [Move] {
  guard disclosure.isEnough(before.people), disclosure.isEnough(now.people) else { return [] }
  return now.table.metrics.sorted { $0.key < $1.key }.compactMap { name, column in
    guard name != "days_known", let columnBefore = before.table.metric(name) else { return nil }
    let values = presentValues(column, in: now.members)
    let valuesBefore = presentValues(columnBefore, in: before.members)
    guard disclosure.isEnough(values.count), disclosure.isEnough(valuesBefore.count) else { return nil }
    let isSafe = [values, valuesBefore].allSatisfy { values in
      disclosure.areSafe(peopleBehindMean(ofSorted: RisingOrder(of: values).values))
    }
    guard isSafe, let test = test(of: name, from: before, to: now, disclosure) else { return nil }
    let (mean, meanBefore) = (arithmeticMean(values), arithmeticMean(valuesBefore))
    let change = Evidence.Drift.Change(
      metric: name, before: publishedFigure(meanBefore), now: publishedFigure(mean))
    return Move(change: change, test: (mean - meanBefore) * test.effect > 0 ? test : .none)
  }
}

/// The test of one metric; `nil` where too few people can be compared.
private func test(
  of metric: String, from before: Population, to now: Population, _ disclosure: Disclosure
) -> RankTest? {
  guard let paceBefore = before.table.pace(of: metric) else { return nil }
  let valuesBefore = presentValues(paceBefore, in: before.members)
  func test(missing: Double) -> RankTest? {
    guard let pace = now.table.pace(of: metric, missing: missing) else { return nil }
    let values = presentValues(pace, in: now.members)
    guard disclosure.isEnough(values.count), disclosure.isEnough(valuesBefore.count) else { return nil }
    let isNow = values.map { _ in true } + valuesBefore.map { _ in false }
    return Ranks(values + valuesBefore).test(isMember: isNow)
  }
  // An export that ends early on the last day of its window makes everybody look late, and seldom there. It cannot be told from
  // a quiet evening: what stands must stand either way.
  guard let whole = test(missing: 0) else { return nil }
  guard now.table.hasPace(metric), let cut = test(missing: now.table.daysWithoutEvents) else { return whole }
  guard whole.effect * cut.effect > 0 else { return RankTest.none }
  return whole.p > cut.p ? whole : cut
}

/// Of each population the moves that stand at 5% over all metrics of all of them together: without a change, at
/// most one run in twenty finds any.
func beyondChance(_ populations: [[Move]]) -> [[Move]] {
  var adjusted = adjustedForFamilyWiseError(populations.joined().map(\.test.p))[...]
  return populations.map { moves in
    defer { adjusted = adjusted.dropFirst(moves.count) }
    return zip(moves, adjusted).filter { $1 <= 0.05 }.map(\.0)
  }
}

/// The drift between two windows; `nil` when too few people matched in one of them.
///
/// Of the moves beyond chance those are told whose effect is at least small, the strongest of each family of metrics.
func drift(
  from before: Population, to now: Population, window: Evidence.Window, moves: [Move], disclosure: Disclosure
) -> Evidence.Drift? {
  guard disclosure.isEnough(before.people), disclosure.isEnough(now.people) else { return nil }
  let strongest = moves.filter { cohenD(rankBiserial: $0.test.effect).magnitude >= smallEffect }.sorted {
    ($1.test.effect.magnitude, $0.change.metric) < ($0.test.effect.magnitude, $1.change.metric)
  }
  var families: Set<String> = []
  let told = strongest.map(\.change).filter { families.insert(metricFamily($0.metric)).inserted }
  return Evidence.Drift(
    from: window.from, to: window.to,
    eventsDistance: publishedFigure(eventsDistance(before, now, disclosure)),
    changes: Array(told.prefix(Limits.changes)))
}

/// Over the events behind which, in both windows, enough people stand or nobody: the distance would tell of others.
private func eventsDistance(
  _ before: Population, _ now: Population, _ disclosure: Disclosure
) -> Double {
  func tallies(_ population: Population) -> [String: Tally] {
    Dictionary(population.tallies[.event].map { ($0.name, $0) }) { first, _ in first }
  }
  let (a, b) = (tallies(before), tallies(now))
  let names = Set(a.keys).union(b.keys).sorted().filter { name in
    disclosure.isSafe(a[name]?.people ?? 0) && disclosure.isSafe(b[name]?.people ?? 0)
  }
  return jensenShannonDistance(
    names.map { Double(a[$0]?.count ?? 0) }, names.map { Double(b[$0]?.count ?? 0) })
}
