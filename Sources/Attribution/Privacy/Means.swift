// Whose values a mean tells of. Its own file because every mean of an evidence asks it, whatever it is a mean of.

/// Groups of people whose values a mean gives away; each must be empty or large enough for the mean to be shown.
///
/// A mean is a total over a count. Where most values are 0, the total is that of the few others: one buyer
/// among 40 people is found by his revenue. The same is true of any other value that at least half share.
///
/// - Parameter values: Sorted, each of one person.
func peopleBehindMean(ofSorted values: [Double]) -> [Int] { peopleBehindMean(of: SortedRest(values)) }

/// The same of values without some of them.
func peopleBehindMean(of rest: SortedRest) -> [Int] {
  guard rest.count > 0 else { return [] }
  // A value that at least half of the people share is one of the middle ones.
  let apart = Set([rest[(rest.count - 1) / 2], rest[rest.count / 2]]).map(rest.others)
  return [rest.others(than: 0)] + apart.filter { 2 * $0 <= rest.count }
}

/// Sorted values without some of them, which nobody has to write out.
struct SortedRest {
  private let all: [Double]
  private let without: [Double]

  /// - Parameters:
  ///   - all: sorted.
  ///   - without: some of them, sorted.
  init(_ all: [Double], without: [Double] = []) {
    self.all = all
    self.without = without
  }

  var count: Int { all.count - without.count }

  /// By rising value.
  subscript(place: Int) -> Double {
    // The value up to which more of the rest lie than before the place.
    all[firstPlace(in: all) { value in count { $0 <= value } > place }]
  }

  /// How many are not this value.
  func others(than value: Double) -> Int { count - (count { $0 <= value } - count { $0 < value }) }

  /// How many of the rest are so far down that the condition holds.
  private func count(where isBelow: (Double) -> Bool) -> Int {
    firstPlace(in: all) { !isBelow($0) } - firstPlace(in: without) { !isBelow($0) }
  }

  /// The first place from which on a condition holds; the count where it holds nowhere.
  private func firstPlace(in values: [Double], where isBeyond: (Double) -> Bool) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(values[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Disclosure {
  /// Whether no mean of these groups tells of too few people.
  func areSafe(_ groups: [Int]) -> Bool { groups.allSatisfy { isSafe($0) } }
}
