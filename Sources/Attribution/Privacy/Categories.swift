// Which categories of a distribution may be shown, when their shares add up to a known whole.

internal import Profiles

extension Disclosure {
  /// The categories that may be shown, sorted by falling count, then name.
  ///
  /// A category stays back when its name looks personal, when too few people are behind it, and when too few
  /// are behind all the others (the rest of the whole would be theirs). Then the smallest of those left follow
  /// until at least two categories with at least the minimum of people are back, because the shares add up to
  /// the whole: one missing share could be computed. `people` are all who are behind any category.
  mutating func shown(_ tallies: [Tally], people: Int, part: String, namesAreData: Bool = true) -> [Tally] {
    var shown: [Tally] = []
    var hidden: [Tally] = []
    let byCount = tallies.filter { $0.people > 0 }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    for tally in byCount {
      // The cheap test first: there may be a million values of one person each.
      if !isEnough(tally.people) {
        hide(tally, because: .fewPeople)
      } else if namesAreData, looksPersonal(tally.name) {
        hide(tally, because: .personal)
      } else if !isSafe(people - tally.peopleOnlyHere) {
        hide(tally, because: .revealing)
      } else if shown.count == Limits.categories, namesAreData {
        hide(tally, because: .beyondLimit)
      } else {
        shown.append(tally)
      }
    }
    while !hidden.isEmpty, hidden.count == 1 || !isEnough(hidden.reduce(0) { $0 + $1.people }),
      let smallest = shown.indices.min(by: { shown[$0].people < shown[$1].people })
    {
      hide(shown.remove(at: smallest), because: .revealing)
    }
    return shown

    func hide(_ tally: Tally, because reason: Reason) {
      hidden.append(tally)
      omit(from: part, because: reason)
    }
  }
}
