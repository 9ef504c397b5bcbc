// Whether evidence that is made anew by other rules can be subtracted from that of before to find a few people.

public import Persona
public import Profiles

/// What figures are made of in one reading of the sources: of each person their part of each thing, and who belongs to a
/// persona.
public struct FigureSources: Sendable {
  private let contributions: [String: [UInt32]]

  /// Throws when the events cannot be read any more.
  public init(_ table: ProfileTable) throws(Failure) { contributions = try table.contributions() }

  /// Whether what differs is made by enough people on either side to hide each of them, or by nobody.
  ///
  /// A figure of `self` and one of `other` are subtracted. What is left is made by those whose part of it is another: each
  /// thing that figures are made of is looked at by itself, so that a change for everybody in one does not hide a change
  /// for one in another. Counts of people are rounded, and no such thing.
  ///
  /// - Parameters:
  ///   - members: who is meant in each, by profile; nil: all.
  ///   - minimum: the minimum group.
  public func hidesEverybody(
    _ members: [Bool]? = nil, against other: FigureSources, _ otherMembers: [Bool]? = nil, minimum: Int
  ) -> Bool {
    contributions.allSatisfy { name, parts in
      // What only one of them has cannot be subtracted.
      guard let otherParts = other.contributions[name] else { return true }
      let (a, b) = (sorted(parts, of: members), sorted(otherParts, of: otherMembers))
      // What fewer have a part of is not told, so there is nothing to subtract.
      guard min(a.count, b.count) >= minimum else { return true }
      let (onlyA, onlyB) = differences(a, b)
      return onlyA + onlyB == 0 || max(onlyA, onlyB) >= minimum
    }
  }
}

/// The parts of some people, without those that are nothing.
private func sorted(_ parts: [UInt32], of members: [Bool]?) -> [UInt32] {
  guard let members else { return parts.filter { $0 != 0 }.sorted() }
  return zip(parts, members).lazy.filter { $0 != 0 && $1 }.map(\.0).sorted()
}

/// How many elements each of two sorted collections has that the other has not, as often as it has them.
private func differences(_ a: [UInt32], _ b: [UInt32]) -> (onlyA: Int, onlyB: Int) {
  var (i, j, onlyA, onlyB) = (0, 0, 0, 0)
  while i < a.count, j < b.count {
    if a[i] == b[j] {
      i += 1
      j += 1
    } else if a[i] < b[j] {
      onlyA += 1
      i += 1
    } else {
      onlyB += 1
      j += 1
    }
  }
  return (onlyA + a.count - i, onlyB + b.count - j)
}
