// Which categories of a distribution may be shown, and what their shares are shares of.

internal import Profiles

/// The categories of a distribution that may be shown, and the whole that their shares refer to.
struct ShownCategories {
  /// By falling count, then name.
  var tallies: [Tally] = []
  /// Events, sessions or people that the shares refer to.
  var whole = 0
}

extension Disclosure {
  /// The categories that have enough people and whose names do not look personal.
  ///
  /// Shares add up to a known whole, so what the shown ones leave of it is told as well. The categories of too
  /// few people are part of the whole only when enough people are behind them together; `rest` is all of them as
  /// one.
  mutating func shown(
    _ tallies: [Tally], part: String, namesAreData: Bool = true, rest: Tally
  ) -> ShownCategories {
    var shown = ShownCategories()
    var small = 0
    let byCount = tallies.filter { $0.people > 0 }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    for tally in byCount {
      guard isEnough(tally.people) else {
        small += 1
        continue
      }
      shown.whole += tally.count
      if namesAreData, looksPersonal(tally.name) {
        omit(from: part, because: .personal)
      } else if namesAreData, shown.tallies.count == Limits.categories {
        omit(from: part, because: .beyondLimit)
      } else {
        shown.tallies.append(tally)
      }
    }
    omit(small, from: part, because: .fewPeople)
    if small > 0, isEnough(rest.people) { shown.whole += rest.count }
    return shown
  }
}
