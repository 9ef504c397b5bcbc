// What is claimed of a persona: `claims` from nodes to values.

public import Persona

extension RuleReader {
  private static let measureKeys = ["share", "median", "mean"]
  private static let expectationKeys = ["at_least", "at_most", "more_than", "less_than", "between"]
  private static let claimKeys =
    ["says", "id"] + measureKeys + ["where", "match"] + expectationKeys

  private enum ShareOf: String, CaseIterable {
    case events, people
  }

  /// The claims of a list, which may have none yet. Those with a problem are left out; ids are unique.
  public mutating func claims(_ node: Node) -> [Claim] {
    if case .list(let items) = node.kind, items.isEmpty { return [] }
    let claims = nodes.items(node, of: "`claims`").compactMap { claim($0) }
    return withUniqueIDs(claims)
  }

  /// One claim. Its id is empty when none is written.
  private mutating func claim(_ node: Node) -> Claim? {
    let errors = nodes.errorCount
    let fields = nodes.fields(node, of: "a claim", known: Self.claimKeys)
    guard case .map = node.kind else { return nil }
    let says: String?
    if let written = fields["says"] {
      says = nodes.text(written, of: "`says`").map(oneLine)
    } else {
      says = nil
      nodes.report("a claim needs `says`", at: node.location, hint: "the sentence that the data can test")
    }
    let id = fields["id"].map { writtenID($0) } ?? ""
    let measure = self.measure(fields)
    let expectation = self.expectation(fields, isShare: fields["share"] != nil)
    guard nodes.errorCount == errors, let says, let id, let measure, let expectation else { return nil }
    return Claim(id: id, says: says, measure: measure, expectation: expectation, location: node.location)
  }

  private mutating func measure(_ fields: Fields) -> Claim.Measure? {
    let measures = fields.members.filter { Self.measureKeys.contains($0.key) }
    guard let measure = measures.first, measures.count == 1 else {
      nodes.report(
        measures.isEmpty
          ? "a claim needs share, median or mean" : "a claim has one of share, median and mean",
        at: measures.last?.keyLocation ?? fields.location,
        hint: measures.isEmpty ? "for example `share: events` or `median: sessions_per_week`" : nil)
      return nil
    }
    switch measure.key {
    case "share":
      return shareMeasure(measure.value, fields)
    case "median":
      refuse(["where", "match"], in: fields, beside: "`median`")
      return nodes.text(measure.value, of: "`median`").map { .median($0) }
    default:
      refuse(["where", "match"], in: fields, beside: "`mean`")
      return nodes.text(measure.value, of: "`mean`").map { .mean($0) }
    }
  }

  private mutating func shareMeasure(_ node: Node, _ fields: Fields) -> Claim.Measure? {
    switch nodes.choice(node, of: "`share`", among: ShareOf.self) {
    case .events:
      refuse(["match"], in: fields, beside: "`share: events`")
      guard let filter = fields["where"] else {
        nodes.report(
          "`share: events` needs `where`", at: node.location, hint: "for example `where: { hours: [7-9] }`")
        return nil
      }
      return .shareOfEvents(self.filter(filter))
    case .people:
      refuse(["where"], in: fields, beside: "`share: people`")
      guard let match = fields["match"] else {
        nodes.report(
          "`share: people` needs `match`", at: node.location,
          hint: "for example `match: { metric: purchases, at_least: 1 }`")
        return nil
      }
      return self.match(match).map { .shareOfPeople($0) }
    case nil:
      return nil
    }
  }

  private mutating func refuse(_ keys: [String], in fields: Fields, beside measure: String) {
    for key in keys {
      guard let member = fields.member(key) else { continue }
      nodes.report(
        "`\(key)` has no meaning beside \(measure)", at: member.keyLocation,
        hint: key == "where" ? "`where` goes with `share: events`" : "`match` goes with `share: people`")
    }
  }

  private mutating func expectation(_ fields: Fields, isShare: Bool) -> Claim.Expectation? {
    let expectations = fields.members.filter { Self.expectationKeys.contains($0.key) }
    guard let member = expectations.first, expectations.count == 1 else {
      nodes.report(
        expectations.isEmpty ? "a claim needs an expectation" : "a claim has one expectation",
        at: expectations.last?.keyLocation ?? fields.location,
        hint: expectations.isEmpty
          ? "one of " + Self.expectationKeys.joined(separator: ", ")
          : fields.location.isInJSON
            ? #"for a range write `"between": [low, high]`"# : "for a range write `between: [low, high]`")
      return nil
    }
    let what = "`\(member.key)`"
    if member.key == "between" {
      return bounds(member.value, of: what, areShares: isShare).map { .between($0, $1) }
    }
    guard let bound = bound(member.value, of: what, isShare: isShare) else { return nil }
    switch member.key {
    case "at_least": return .atLeast(bound)
    case "at_most": return .atMost(bound)
    case "more_than": return .moreThan(bound)
    default: return .lessThan(bound)
    }
  }

  private mutating func bound(_ node: Node, of what: String, isShare: Bool) -> Claim.Bound? {
    if node.text == "everyone" { return .everyone }
    if isShare { return nodes.share(node, of: what).map { .number($0) } }
    if let word = node.text, node.number == nil, let hint = didYouMean(word, among: ["everyone"]) {
      nodes.report("\(what) needs a number or `everyone`, not `\(word)`", at: node.location, hint: hint)
      return nil
    }
    return nodes.number(node, of: what).map { .number($0) }
  }
}

// Ids of claims.
extension RuleReader {
  private mutating func writtenID(_ node: Node) -> String? {
    guard let id = nodes.text(node, of: "`id`") else { return nil }
    if id == slug(of: id) || id.utf8.allSatisfy(isIDByte) { return id }
    nodes.report(
      "an id is made of letters, digits, `-`, `_` and `.`, not `\(id)`", at: node.location,
      hint: "write `\(slug(of: id))`")
    return nil
  }

  /// Written ids stay and may not repeat; the others are made from what the claim says, `-2` and so on added
  /// where that is taken.
  private mutating func withUniqueIDs(_ claims: [Claim]) -> [Claim] {
    var taken: Set<String> = []
    for claim in claims where !claim.id.isEmpty && !taken.insert(claim.id).inserted {
      nodes.report(
        "two claims have the id `\(claim.id)`", at: claim.location ?? SourceLocation(file: ""),
        hint: "ids tell the claims of a persona apart")
    }
    return claims.map { claim in
      guard claim.id.isEmpty else { return claim }
      var claim = claim
      let slug = slug(of: claim.says)
      var number = 1
      claim.id = slug
      while !taken.insert(claim.id).inserted {
        number += 1
        claim.id = "\(slug)-\(number)"
      }
      return claim
    }
  }
}

/// Lower-case letters and digits with `-` between words, at most 60 characters, cut at a word.
private func slug(of text: String) -> String {
  let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
  var slug = ""
  for word in words {
    guard slug.count + word.count < 60 else { break }
    slug += slug.isEmpty ? String(word) : "-" + word
  }
  return slug.isEmpty ? "claim" : slug
}

private func isIDByte(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    || "-_.".utf8.contains(byte)
}

/// Text that was folded over several lines, on one.
private func oneLine(_ text: String) -> String {
  text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
