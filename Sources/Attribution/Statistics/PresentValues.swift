// The values of some people in a column, in its order or rising.

internal import Profiles

/// The values of a group's people who have one.
func presentValues(_ column: [Double], in group: [Bool]) -> [Double] {
  // Every value is written, where the next takes its place unless it counts: nobody can foretell which does.
  var values = [Double](repeating: 0, count: group.count { $0 } + 1)
  var count = 0
  do {
    let (column, group) = (column.span, group.span)
    var values = values.mutableSpan
    for place in column.indices {
      values[count] = column[place]
      count += group[place] && !column[place].isNaN ? 1 : 0
    }
  }
  values.removeLast(values.count - count)
  return values
}

extension RisingOrder {
  /// The values of a group's people, rising; all have one.
  func values(in group: [Bool]) -> [Double] { presentValues(values, in: places.map { group[Int($0)] }) }
}
