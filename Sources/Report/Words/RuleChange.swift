// That the rules of a persona are not those of its last evidence, and what of the two can be compared all the same.

internal import Persona

/// How the rules behind an evidence differ from those behind the one before.
public struct RuleChange: Sendable, Equatable {
  /// What changed of who is counted and how, such as `its match`; empty when nothing did. Figures by another basis are of other
  /// people, or measured otherwise, and say nothing of what people do now and did before.
  public var basis: [String]
  /// Ids of the claims that ask something else now.
  public var claims: Set<String>

  public init(basis: [String], claims: Set<String>) {
    self.basis = basis
    self.claims = claims
  }

  /// `its match and the settings changed`; nil where the basis is the same.
  var words: String? { basis.isEmpty ? nil : basis.joined(separator: " and ") + " changed" }
}

/// A claim that another verdict is given than before, that asks something else, or that came or went.
struct ClaimChange {
  var before: Evidence.ClaimResult?
  var after: Evidence.ClaimResult?
  /// Whether it asks something else than before.
  var isRewritten = false

  /// Whether it is what people do that gave it another verdict.
  var isTurned: Bool { before != nil && after != nil && !isRewritten }

  /// `Now confirmed (was inconclusive): Plays in the evening - 58% of events (95% interval 57% to 59%); ...`
  var words: String {
    guard let after else { return "No longer claimed: \(oneLine(before?.says ?? "", limit: claimLimit))" }
    guard let before else { return "Now \(after.verdict.rawValue) (new): \(after.inWords)" }
    guard isRewritten else {
      return "Now \(after.verdict.rawValue) (was \(before.verdict.rawValue)): \(after.inWords)"
    }
    let expected =
      before.expected == after.expected ? "" : ", expected \(oneLine(before.expectedWords, limit: nameLimit))"
    return
      "Rewritten (was \(before.verdict.rawValue)\(expected)): \(after.verdict.rawValue), \(after.inWords)"
  }
}

extension [ClaimChange] {
  /// Parts of a subject: what turned, what was rewritten, came and went, each counted.
  var inSubject: [[String]] {
    let turned = filter(\.isTurned).compactMap(\.after)
    var parts = [[verdictSummary(turned, turned: true)]]
    if count == 1, let claim = turned.first {
      parts[0].insert("\"\(oneLine(claim.says, limit: 72))\" now \(claim.verdict.inSummary)", at: 0)
    }
    let rewritten = filter(\.isRewritten).compactMap(\.after)
    let new = filter { $0.before == nil }.compactMap(\.after)
    for (claims, one, many) in [
      (rewritten, "claim rewritten", "claims rewritten"), (new, "new claim", "new claims"),
    ] where !claims.isEmpty {
      let words = counted(claims.count, one, many)
      parts.append(["\(words): \(verdictCounts(claims))", words])
    }
    let gone = count { $0.after == nil }
    if gone > 0 { parts.append([counted(gone, "claim gone", "claims gone")]) }
    return parts
  }
}

extension Evidence.ClaimResult {
  /// The claim and the figures behind it on one line of plain text.
  var inWords: String {
    oneLine(says, limit: claimLimit) + " - " + measured { oneLine($0, limit: nameLimit) }
  }
}
