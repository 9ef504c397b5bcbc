// Whose values a mean tells of. Its own file because every mean of an evidence asks it, whatever it is a mean of.

/// Groups of people whose values a mean gives away; each must be empty or large enough for the mean to be shown.
///
/// A mean is a total over a count. Where most values are 0, the total is that of the few others: one buyer
/// among 40 people is found by his revenue. The same is true of any other value that at least half share.
///
/// - Parameter values: Sorted, each of one person.
func peopleBehindMean(ofSorted values: [Double]) -> [Int] {
  guard let last = values.indices.last else { return [] }
  // A value that at least half of the people share is one of the middle ones.
  let apart = Set([values[last / 2], values[(last + 1) / 2]]).map { others(than: $0, inSorted: values) }
  return [others(than: 0, inSorted: values)] + apart.filter { 2 * $0 <= values.count }
}

/// How many sorted values are not this one.
private func others(than value: Double, inSorted values: [Double]) -> Int {
  func firstPlace(where isBeyond: (Double) -> Bool) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(values[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
  return firstPlace { $0 >= value } + values.count - firstPlace { $0 > value }
}

extension Disclosure {
  /// Whether no mean of these groups tells of too few people.
  func areSafe(_ groups: [Int]) -> Bool { groups.allSatisfy { isSafe($0) } }
}
