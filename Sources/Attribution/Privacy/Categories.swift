// Which categories of a distribution may be shown, and what their shares are shares of.

internal import Profiles

/// The categories of a distribution that may be shown, and the whole that their shares refer to.
struct ShownCategories {
  /// By falling count, then name.
  var tallies: [Tally] = []
  /// Events, sessions or people in all categories with enough people, shown or not.
  var whole = 0
}

extension Disclosure {
  /// The categories that have enough people and whose names do not look personal.
  ///
  /// Categories of too few people are not part of the whole either: else what the others leave of it would be
  /// theirs. All that remains in the whole is over enough people, whatever is subtracted from it.
  mutating func shown(_ tallies: [Tally], part: String, namesAreData: Bool = true) -> ShownCategories {
    var shown = ShownCategories()
    let byCount = tallies.filter { $0.people > 0 }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    for tally in byCount {
      guard isEnough(tally.people) else {
        omit(from: part, because: .fewPeople)
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
    return shown
  }
}
