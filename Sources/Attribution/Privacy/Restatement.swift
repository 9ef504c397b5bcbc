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
  /// A figure of `self` and one of `other` are subtracted. What is left is made by those whose part of it is another, in
  /// the persona or among all: each thing that figures are made of is looked at by itself, so that a change for everybody
  /// in one does not hide a change for one in another. Counts of people are rounded, and no such thing.
  ///
  /// - Parameters:
  ///   - members: who belongs to the persona, by profile.
  ///   - minimum: the minimum group.
  public func hidesEverybody(
    _ members: [Bool], against other: FigureSources, _ otherMembers: [Bool], minimum: Int
  ) -> Bool {
    func hides(_ a: [UInt32], _ b: [UInt32]) -> Bool {
      let (a, b) = (a.filter { $0 != 0 }.sorted(), b.filter { $0 != 0 }.sorted())
      // What fewer have a part of is not told, so there is nothing to subtract.
      guard min(a.count, b.count) >= minimum else { return true }
      let (onlyA, onlyB) = differences(a, b)
      return onlyA + onlyB == 0 || max(onlyA, onlyB) >= minimum
    }
    return contributions.allSatisfy { name, parts in
      // What only one of them has cannot be subtracted.
      guard let otherParts = other.contributions[name] else { return true }
      return hides(parts, otherParts)
        && hides(
          zip(parts, members).map { $1 ? $0 : 0 }, zip(otherParts, otherMembers).map { $1 ? $0 : 0 })
    }
  }
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
