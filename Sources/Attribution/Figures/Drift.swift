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

/// The drift between two windows; `nil` when too few people matched in the window before.
///
/// A metric moved when Mann and Whitney's test of the two populations stands at 5% after Benjamini and
/// Hochberg over all metrics, the effect is at least small, and the means moved the same way. Many people are
/// in both windows, which makes the test err towards no change.
func drift(
  from before: Population, to now: Population, window: Evidence.Window, disclosure: Disclosure
) -> Evidence.Drift? {
  guard disclosure.isEnough(before.people), disclosure.isEnough(now.people) else { return nil }
  return Evidence.Drift(
    from: window.from, to: window.to, eventsDistance: publishedFigure(eventsDistance(before, now)),
    changes: changes(from: before, to: now, disclosure))
}

private func eventsDistance(_ before: Population, _ now: Population) -> Double {
  func counts(_ population: Population) -> [String: Int] {
    Dictionary(population.tallies[.event].map { ($0.name, $0.count) }) { first, _ in first }
  }
  let (a, b) = (counts(before), counts(now))
  let names = Set(a.keys).union(b.keys).sorted()
  return jensenShannonDistance(names.map { Double(a[$0] ?? 0) }, names.map { Double(b[$0] ?? 0) })
}

private func changes(
  from before: Population, to now: Population, _ disclosure: Disclosure
) -> [Evidence.Drift.Change] {
  var moved: [(change: Evidence.Drift.Change, test: RankTest)] = []
  for (name, column) in now.table.metrics.sorted(by: { $0.key < $1.key }) {
    guard let columnBefore = before.table.metrics[name] else { continue }
    let values = Measurement.present(column, in: now.members)
    let valuesBefore = Measurement.present(columnBefore, in: before.members)
    guard disclosure.isEnough(values.count), disclosure.isEnough(valuesBefore.count),
      disclosure.areSafe(
        peopleBehindMean(ofSorted: values.sorted()) + peopleBehindMean(ofSorted: valuesBefore.sorted()))
    else { continue }
    let isNow = [Bool](repeating: true, count: values.count)
    let test = Ranks(values + valuesBefore).test(
      isMember: isNow + [Bool](repeating: false, count: valuesBefore.count))
    let (mean, meanBefore) = (arithmeticMean(values), arithmeticMean(valuesBefore))
    let change = Evidence.Drift.Change(
      metric: name, before: publishedFigure(meanBefore), now: publishedFigure(mean))
    if (mean - meanBefore) * test.effect > 0 {
      moved.append((change, test))
    } else {
      moved.append((change, .none))
    }
  }
  let adjusted = adjustedForFalseDiscovery(moved.map(\.test.p))
  let strongest = zip(moved, adjusted).filter {
    $1 <= 0.05 && cohenD(rankBiserial: $0.test.effect).magnitude >= smallEffect
  }.map(\.0).sorted {
    ($1.test.effect.magnitude, $0.change.metric) < ($0.test.effect.magnitude, $1.change.metric)
  }
  var families: Set<String> = []
  return strongest.map(\.change).filter { families.insert(metricFamily($0.metric)).inserted }
    .prefix(Limits.changes).map { $0 }
}
