// Whether evidence that is made anew by other rules can be subtracted from that of before to find a few people.

public import Persona
public import Profiles

/// What figures are made of in one reading of the sources: of each person their part of each thing, and who belongs to a
/// persona.
public struct FigureSources: Sendable {
  private let contributions: Contributions

  /// Throws when the events cannot be read any more.
  public init(_ table: ProfileTable) throws(Failure) { contributions = try Contributions(table) }

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
    contributions.names.allSatisfy { name in
      // What only one of them has cannot be subtracted.
      guard let parts = contributions.parts(of: name), let otherParts = other.contributions.parts(of: name)
      else { return true }
      let difference = Difference(parts, members, otherParts, otherMembers)
      // What fewer have a part of is not told, so there is nothing to subtract.
      guard min(difference.count, difference.otherCount) >= minimum else { return true }
      let (only, otherOnly) = (difference.only, difference.otherOnly)
      return only + otherOnly == 0 || max(only, otherOnly) >= minimum
    }
  }
}

/// How the parts of some people differ from those of others. Parts are values: whose they are is no matter. Nobody has a
/// part that is zero.
private struct Difference {
  /// How many have a part, on either side.
  private(set) var count = 0
  private(set) var otherCount = 0
  /// How many parts there are on one side that the other has not, as often as it has them.
  private(set) var only = 0
  private(set) var otherOnly = 0

  init(_ parts: [UInt32], _ members: [Bool]?, _ otherParts: [UInt32], _ otherMembers: [Bool]?) {
    var (left, right) = ([UInt32](), [UInt32]())
    for place in 0..<max(parts.count, otherParts.count) {
      let part = Self.part(parts, members, place)
      let otherPart = Self.part(otherParts, otherMembers, place)
      if part != 0 { count += 1 }
      if otherPart != 0 { otherCount += 1 }
      // Mostly the same people stand at the same places. Equal parts make no difference wherever they stand.
      guard part != otherPart else { continue }
      if part != 0 { left.append(part) }
      if otherPart != 0 { right.append(otherPart) }
    }
    left.sort()
    right.sort()
    compare(left, right)
  }

  private static func part(_ parts: [UInt32], _ members: [Bool]?, _ place: Int) -> UInt32 {
    place < parts.count && members?[place] ?? true ? parts[place] : 0
  }

  /// Counts what only one of two sorted lists has.
  private mutating func compare(_ left: [UInt32], _ right: [UInt32]) {
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      if left[i] == right[j] {
        i += 1
        j += 1
      } else if left[i] < right[j] {
        only += 1
        i += 1
      } else {
        otherOnly += 1
        j += 1
      }
    }
    only += left.count - i
    otherOnly += right.count - j
  }
}
