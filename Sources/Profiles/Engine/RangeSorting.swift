// Sorts a few of many values where they stand.

extension Array {
  /// Sorts a range, equal elements in their own order: by insertion while few are out of place, since a slice to sort would
  /// be a copy, and most ranges here are short or nearly in order.
  mutating func sort(_ range: Range<Int>, by precedes: (Element, Element) -> Bool) {
    if !insert(range, by: precedes) { self[range].sort(by: precedes) }
  }

  /// Whether the range is sorted in the end, and not given up for having too many out of place.
  private mutating func insert(_ range: Range<Int>, by precedes: (Element, Element) -> Bool) -> Bool {
    var elements = mutableSpan
    var moves = 8 * range.count + 64
    for place in range.dropFirst() {
      let element = elements[place]
      var target = place
      while target > range.lowerBound, precedes(element, elements[target - 1]) {
        elements[target] = elements[target - 1]
        target -= 1
      }
      elements[target] = element
      moves -= place - target
      if moves < 0 { return false }
    }
    return true
  }
}
