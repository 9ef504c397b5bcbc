// Which figures may leave the machine: the one value that every figure of an evidence passes through.

internal import Persona

/// The rules on groups of people, and the list of what they have kept back.
struct Disclosure {
  /// No figure over fewer people is shown.
  let minimumGroup: Int
  /// Counts of people are rounded to multiples of this.
  let roundPeopleTo: Int
  private var omitted: [Omission: Int] = [:]

  enum Reason: Hashable {
    case fewPeople, revealing, merged, personal, personalTrait, beyondLimit

    func words(minimumGroup: Int) -> String {
      switch self {
      case .fewPeople: "fewer than \(minimumGroup) people"
      case .revealing: "would reveal another"
      case .merged: "fewer than \(minimumGroup) people, counted with the rest"
      case .personalTrait: "a trait that tells who somebody is"
      case .personal: "looks like personal data"
      case .beyondLimit: "beyond the \(Limits.categories) largest"
      }
    }
  }

  private struct Omission: Hashable {
    var part: String
    var reason: Reason
  }

  init(minimumGroup: Int, roundPeopleTo: Int) {
    self.minimumGroup = max(1, minimumGroup)
    self.roundPeopleTo = max(1, roundPeopleTo)
  }

  /// Whether a group is large enough to be spoken of.
  func isEnough(_ people: Int) -> Bool { people >= minimumGroup }

  /// Whether a group is empty or large enough: nobody can be found in it.
  func isSafe(_ people: Int) -> Bool { people <= 0 || isEnough(people) }

  /// Whether both a part of a group and the rest of it are safe.
  func isSafe(_ people: Int, of total: Int) -> Bool { isSafe(people) && isSafe(total - people) }

  /// A count of people, rounded to the nearest step, halves to the even one; never to 0.
  func rounded(_ people: Int) -> Int {
    guard people > 0 else { return 0 }
    let steps = (Double(people) / Double(roundPeopleTo)).rounded(.toNearestOrEven)
    return max(1, Int(steps)) * roundPeopleTo
  }

  /// A share of people, from the rounded counts, in whole percents.
  func share(_ people: Int, of total: Int) -> Double {
    guard people > 0, total > 0 else { return 0 }
    return min(1, wholePercent(rounded(people), of: rounded(total)))
  }

  /// A count whose group or rest is too small, counted with the other: nobody, or everybody.
  mutating func merged(_ people: Int, of total: Int, part: String) -> Int {
    if !isSafe(people) || !isSafe(total - people) { omit(from: part, because: .merged) }
    if !isSafe(people) { return 0 }
    return isSafe(total - people) ? people : total
  }

  /// A few are at most such a part of the people with whom they are counted, or "few or none" would be no word for it.
  private static let fewParts = 10

  /// A count of people as it may be told, and the one the furthest from it that it may stand for: where its group or rest is too small it is
  /// told with the other, nobody or everybody, and whatever the few do is between the two. `nil` where they are no small part.
  func bounded(_ people: Int, of total: Int) -> (told: Int, furthest: Int)? {
    if isSafe(people, of: total) { return (people, people) }
    let most = minimumGroup - 1
    guard Self.fewParts * most <= total else { return nil }
    return isSafe(people) ? (total, total - most) : (0, most)
  }

  /// Notes that `count` figures of `part` were left out.
  mutating func omit(_ count: Int = 1, from part: String, because reason: Reason) {
    guard count > 0 else { return }
    omitted[Omission(part: part, reason: reason), default: 0] += count
  }

  /// What was left out, sorted by part and reason.
  var suppressions: [Evidence.Suppression] {
    omitted.map { omission, count in
      Evidence.Suppression(
        part: omission.part, count: count, reason: omission.reason.words(minimumGroup: minimumGroup))
    }.sorted { ($0.part, $0.reason) < ($1.part, $1.reason) }
  }
}
