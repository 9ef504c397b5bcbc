// Whether evidence that is made anew by other rules can be subtracted from that of before to find a few people.

public import Persona
public import Profiles

/// What figures are made of in one reading of the sources: of each person their part of each thing, and who belongs to a
/// persona.
public struct FigureSources: Sendable {
  private let contributions: Contributions

  /// Throws when the events cannot be read any more.
  public init(_ table: ProfileTable) throws(Failure) { contributions = try Contributions(table) }

  private init(_ contributions: Contributions) { self.contributions = contributions }

  /// The same of a table with the same people and events, by other rules.
  public func sharing(with table: ProfileTable) -> FigureSources {
    FigureSources(contributions.sharing(with: table))
  }

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
    // Where the same is known of everybody in both, those make a difference who are meant in one only.
    let moved = Self.moved(members, otherMembers)
    // What only one of them has cannot be subtracted.
    return contributions.names.intersection(other.contributions.names).allSatisfy { name in
      let profiles = contributions.isSame(name, as: other.contributions) ? moved : nil
      let difference = Difference(
        parts(of: name, profiles, members), other.parts(of: name, profiles, otherMembers))
      if difference.only + difference.otherOnly == 0 || max(difference.only, difference.otherOnly) >= minimum
      {
        return true
      }
      // What fewer have a part of is not told, so there is nothing to subtract.
      let count = parts(of: name, nil, members).count { $0 != 0 }
      return min(count, other.parts(of: name, nil, otherMembers).count { $0 != 0 }) < minimum
    }
  }

  /// The places of people who are meant in one of two lists, as far as both reach; a list that is nil means all.
  private static func moved(_ members: [Bool]?, _ otherMembers: [Bool]?) -> [Int] {
    guard members != nil || otherMembers != nil else { return [] }
    return (0..<min(members?.count ?? .max, otherMembers?.count ?? .max)).filter {
      (members?[$0] ?? true) != (otherMembers?[$0] ?? true)
    }
  }

  /// Parts of a thing, 0 for those who are not meant.
  private func parts(of name: String, _ profiles: [Int]?, _ members: [Bool]?) -> [UInt32] {
    let parts = contributions.parts(of: name, profiles: profiles) ?? []
    guard let members else { return parts }
    return parts.indices.map { members[profiles?[$0] ?? $0] ? parts[$0] : 0 }
  }
}

/// How the parts of some people differ from those of others. Parts are values: whose they are is no matter. Nobody has a
/// part that is zero.
private struct Difference {
  /// How many parts there are on one side that the other has not, as often as it has them.
  private(set) var only = 0
  private(set) var otherOnly = 0

  init(_ parts: [UInt32], _ otherParts: [UInt32]) {
    var (left, right) = ([UInt32](), [UInt32]())
    for place in 0..<max(parts.count, otherParts.count) {
      let part = place < parts.count ? parts[place] : 0
      let otherPart = place < otherParts.count ? otherParts[place] : 0
      // Mostly the same people stand at the same places. Equal parts make no difference wherever they stand.
      guard part != otherPart else { continue }
      if part != 0 { left.append(part) }
      if otherPart != 0 { right.append(otherPart) }
    }
    left.sort()
    right.sort()
    compare(left, right)
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
