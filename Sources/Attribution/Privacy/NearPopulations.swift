// Which populations can be subtracted from each other to find a few people: a rule on pairs of personas, where all others
// are on one.

extension Attribution {
  /// For each persona, the others whose people are the same but for fewer than the minimum group on either side; personas
  /// without evidence, and those whose people are exactly the same, are near nobody.
  ///
  /// What is told of two such personas differs by what a few people did: those of one who are not of the other, or of
  /// both kinds, none of which is large enough to hide the other.
  public func nearPersonas() -> [[Int]] {
    let counts = membership.indices.map { index in
      let standing = standing(of: index)
      return standing == .fresh || standing == .stale ? membership[index].count { $0 } : nil
    }
    let order = counts.indices.filter { counts[$0] != nil }.sorted {
      (counts[$0] ?? 0, $0) < (counts[$1] ?? 0, $1)
    }
    var near = [[Int]](repeating: [], count: membership.count)
    for (place, smaller) in order.enumerated() {
      // Sizes further apart than the group leave at least the group on one side.
      for larger in order[(place + 1)...].prefix(while: { next in
        (counts[next] ?? 0) - (counts[smaller] ?? 0) < rules.minimumGroup
      }) where isNear(membership[smaller], membership[larger]) {
        near[smaller].append(larger)
        near[larger].append(smaller)
      }
    }
    return near.map { $0.sorted() }
  }

  private func isNear(_ a: [Bool], _ b: [Bool]) -> Bool {
    var (onlyA, onlyB) = (0, 0)
    for (isA, isB) in zip(a, b) where isA != isB {
      if isA { onlyA += 1 } else { onlyB += 1 }
      if onlyA >= rules.minimumGroup || onlyB >= rules.minimumGroup { return false }
    }
    return onlyA + onlyB > 0
  }
}
