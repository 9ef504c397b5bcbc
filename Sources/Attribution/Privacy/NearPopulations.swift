// Which populations can be subtracted from each other to find a few people: a rule on pairs of personas, where all others
// are on one.

extension Attribution {
  /// For each persona, the others whose people are the same but for fewer than the minimum group on either side, and those
  /// whose people are exactly the same; personas without evidence are near nobody.
  ///
  /// What is told of two that are near each other differs by what a few people did: those of one who are not of the other, or of
  /// both kinds, none of which is large enough to hide the other.
  public func nearPersonas() -> (near: [[Int]], same: [[Int]]) {
    let counts = membership.indices.map { index in
      let standing = standing(of: index)
      return standing == .fresh || standing == .stale ? membership[index].count { $0 } : nil
    }
    let order = counts.indices.filter { counts[$0] != nil }.sorted {
      (counts[$0] ?? 0, $0) < (counts[$1] ?? 0, $1)
    }
    var near = [[Int]](repeating: [], count: membership.count)
    var same = near
    for (place, smaller) in order.enumerated() {
      // Sizes further apart than the group leave at least the group on one side.
      for larger in order[(place + 1)...].prefix(while: { next in
        (counts[next] ?? 0) - (counts[smaller] ?? 0) < rules.minimumGroup
      }) {
        guard
          let difference = Self.difference(
            membership[smaller], membership[larger], minimum: rules.minimumGroup)
        else { continue }
        for (a, b) in [(smaller, larger), (larger, smaller)] {
          if difference == 0 { same[a].append(b) } else { near[a].append(b) }
        }
      }
    }
    return (near.map { $0.sorted() }, same.map { $0.sorted() })
  }

  /// How many people belong to one of two populations and not to the other; nil where on either side at least the minimum
  /// group do.
  public static func difference(_ a: [Bool], _ b: [Bool], minimum: Int) -> Int? {
    var (onlyA, onlyB) = (0, 0)
    for (isA, isB) in zip(a, b) where isA != isB {
      if isA { onlyA += 1 } else { onlyB += 1 }
      if onlyA >= minimum || onlyB >= minimum { return nil }
    }
    return onlyA + onlyB
  }
}
