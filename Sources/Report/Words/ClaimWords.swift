// What the data says of a claim, in words: the verdict with its sign, and the figures behind it.

public import Persona

extension Evidence.ClaimResult {
  /// `58.2% of events (95% interval 56.9% to 59.4%); expected at least 50%`, lower case at the start.
  ///
  /// `safe` makes text from settings and data harmless where the words are going to stand.
  func measured(safe: (String) -> String) -> String {
    guard value != nil else {
      let reason =
        verdict == .noData ? "too few people to say" : "too few people to show the figures"
      return reason + expectation(safe: safe)
    }
    let texts = valueTexts
    let range = interval == nil ? nil : "95% interval \(texts[1]) to \(texts[2])"
    return sentence(texts[0], range, safe: safe) + expectation(safe: safe)
  }

  /// `66% -> 72% of events (95% interval now 71% to 73%); expected at least 50%`: the same with what it was before, where
  /// both are known and do not look alike. Each stands as it stood in its block.
  func measured(before: Evidence.ClaimResult?, safe: (String) -> String) -> String {
    guard let before, before.value != nil, value != nil, before.measure == measure,
      before.valueTexts[0] != valueTexts[0]
    else {
      return measured(safe: safe)
    }
    let texts = valueTexts
    let range = interval == nil ? nil : "95% interval now \(texts[1]) to \(texts[2])"
    return sentence("\(before.valueTexts[0]) -> \(texts[0])", range, safe: safe) + expectation(safe: safe)
  }

  /// What was expected, and why a reader who holds the figures beside it against it would come to another verdict.
  private func expectation(safe: (String) -> String) -> String {
    (expected.isEmpty ? "" : "; expected " + safe(expectedWords)) + (reason.map { "; " + $0 } ?? "")
  }

  private var reason: String? {
    guard value != nil else { return nil }
    switch verdict {
    case .noData: return "too few others have a value to compare with"
    case .inconclusive where interval == nil: return "no interval can be made"
    case .inconclusive where isComparison:
      guard let difference else { return "the others' value has no interval to compare with, or a wide one" }
      let texts = figures([difference.low, difference.high], as: style)
      return "the difference is between \(texts[0]) and \(texts[1])"
    case .confirmed, .contradicted, .inconclusive, .stale: return nil
    }
  }

  private var isComparison: Bool { expected.contains(/\ (others|everyone)( \(|$)/) }

  /// The value, the interval's ends and the expected range as text: with enough digits to tell them apart.
  var valueTexts: [String] {
    figures([value, interval?.low, interval?.high, expectedLow, expectedHigh].compactMap { $0 }, as: style)
  }

  /// What was expected: the others' value written as the value beside it is, other numbers as somebody wrote them, with commas
  /// between thousands.
  var expectedWords: String {
    expectedWords { _ in metric.map { MetricWords($0.name) { $0 }.currency } ?? "" } ?? boundWords
  }

  /// The same where no sentence says what is counted: `at most 21 minutes a session`.
  var expectedInUnits: String {
    expectedWords(unit: unit) ?? boundWords + unit(of: String(boundWords.drop { $0 != " " }.dropFirst()))
  }

  /// Of a comparison `more than others (1.4)`; `nil` for another claim.
  private func expectedWords(unit: (String) -> String) -> String? {
    guard let value, let others = expectedLow ?? expectedHigh,
      let comparison = expected.prefixMatch(of: /.* (others|everyone) \(/)
    else { return nil }
    let text = figure(others, beside: value, as: style)
    return comparison.0 + (others == value ? "the same" : text + unit(text)) + ")"
  }

  private var boundWords: String {
    expected.replacing(/([0-9]+)(\.[0-9]+)?/) { match in
      guard let whole = Int(match.1), whole >= 1000 else { return String(match.0) }
      return grouped(whole) + (match.2 ?? "")
    }
  }

  /// What stands behind a figure: ` EUR`, ` minutes a session`; empty where the words know no unit.
  private func unit(of figure: String) -> String {
    metric.map { MetricWords($0.name) { $0 }.unit(of: figure) } ?? ""
  }

  /// How the claim's figures are written.
  private var style: FigureStyle {
    isShare ? .share : metric.map { MetricWords($0.name) { $0 }.style } ?? .number
  }

  private func sentence(_ value: String, _ range: String?, safe: (String) -> String) -> String {
    if let metric {
      let details = [metric.statistic, range].compactMap { $0 }.joined(separator: ", ")
      return MetricWords(metric.name, safe: safe)(value) + " (\(details))"
    }
    let of = measure.hasPrefix("share of ") ? " of " + safe(String(measure.dropFirst(9))) : ""
    let what = of.isEmpty && !measure.isEmpty ? safe(measure) + ": " : ""
    return what + value + of + (range.map { " (\($0))" } ?? "")
  }

  /// The statistic and the metric of `median of purchases_per_month`.
  private var metric: (statistic: String, name: String)? {
    for (prefix, statistic) in [("median of ", "median"), ("mean of ", "mean")]
    where measure.hasPrefix(prefix) {
      return (statistic, String(measure.dropFirst(prefix.count)))
    }
    return nil
  }
}

/// `2 claims confirmed, 1 contradicted`: the claims with these verdicts, counted; empty without any.
///
/// `turned` claims had another verdict before: `2 claims now confirmed, 1 now contradicted`.
func verdictSummary(
  _ claims: [Evidence.ClaimResult], of verdicts: [Verdict] = Verdict.allCases, turned: Bool = false
) -> String {
  var parts: [String] = []
  for verdict in verdicts {
    let count = claims.count { $0.verdict == verdict }
    guard count > 0 else { continue }
    let claims = parts.isEmpty ? (count == 1 ? " claim" : " claims") : ""
    parts.append("\(grouped(count))\(claims) \(turned ? "now " : "")\(verdict.inSummary)")
  }
  return parts.joined(separator: ", ")
}

/// `2 confirmed, 1 contradicted`
func verdictCounts(_ claims: [Evidence.ClaimResult]) -> String {
  Verdict.allCases.compactMap { verdict in
    let count = claims.count { $0.verdict == verdict }
    return count == 0 ? nil : "\(grouped(count)) \(verdict.inSummary)"
  }.joined(separator: ", ")
}

extension Verdict {
  /// As it stands behind the claims that have it.
  var inSummary: String { self == .noData ? "without data" : rawValue }
}

/// What the data says of the claims, as a section of Markdown to go with what people wrote; empty without evidence of any.
public func claimsMarkdown(_ evidence: Evidence) -> String {
  guard !evidence.claims.isEmpty else { return "" }
  let lines = evidence.claims.map { claim in
    let measured = claim.measured(safe: escapedMarkdown).withoutInterval
    return "- \(claim.verdict.rawValue.capitalizedFirst): \(escapedMarkdown(claim.says)) (\(measured))"
  }
  return "## What the data says\n\n\(peopleWords(evidence)).\n\n" + lines.joined(separator: "\n")
}

extension String {
  /// What was measured, without the interval, which is for those who read the file.
  var withoutInterval: String {
    replacing(/, 95% interval [^)]*| \(95% interval [^)]*\)/, with: "")
  }
}
