// The history of a persona to be looked at: its trends, then its commits, newest first.

internal import Persona

/// The trends of a persona over its evolutions and a line or two for each commit; plain text that fits 80 columns where
/// names are short.
///
/// - Parameters:
///   - milestones: newest first.
///   - safe: makes text from data and files harmless where it is going to stand.
public func historyGraph(of persona: String, _ milestones: [Milestone], safe: (String) -> String) -> String {
  let evidences = milestones.filter(\.isEvolution).map(\.evidence)
  var text =
    safe(persona)
    + (evidences.first.flatMap { $0 }.map { ", \($0.stage.rawValue): \(peopleWords($0))" } ?? "") + "\n"
  let trends = trendLines(evidences.prefix(trendLength).reversed(), safe)
  text += trends.map { "  \($0)\n" }.joined()
  if evidences.count > trendLength, !trends.isEmpty {
    text += "  (the last \(trendLength) of \(evidences.count) evolutions)\n"
  }
  if !trends.isEmpty { text += "\n" }
  for (place, milestone) in milestones.enumerated() {
    let isLast = place == milestones.count - 1
    text += commitLines(milestone, of: persona, isLast: isLast, safe).map { "  \($0)\n" }.joined()
  }
  return text
}

/// So many evolutions fit beside their words.
private let trendLength = 24

extension Milestone {
  fileprivate var isEvolution: Bool {
    if case .edit = kind { false } else { true }
  }
}

/// People, the main metrics and the claims, oldest evolution first.
private func trendLines(_ evidences: [Evidence?], _ safe: (String) -> String) -> [String] {
  guard evidences.count > 1, let last = evidences.last.flatMap({ $0 }) else { return [] }
  func line(_ values: [Double?], _ style: FigureStyle, _ words: (String) -> String) -> String? {
    let known = values.compactMap(\.self)
    guard let first = known.first, let now = known.last, known.count > 1 else { return nil }
    let texts = figures([first, now], as: style)
    return "\(trendBlocks(values))  \(words(first == now ? texts[1] : "\(texts[0]) -> \(texts[1])"))"
  }
  let people = line(evidences.map { $0.map { Double($0.people.matched) } }, .number) { "\($0) people" }
  let metrics = MetricWords.main.prefix(4).compactMap { name -> String? in
    let words = MetricWords(name, safe: safe)
    // While data do not fill a window, its figures are compared with nothing.
    return line(evidences.map { ($0?.isWindowFull ?? false) ? $0?.metrics[name]?.mean : nil }, words.style) {
      words.onAverage($0).capitalizedFirst
    }
  }
  let claims = last.claims.map { claim in
    let signs = evidences.map { evidence in
      evidence?.claims.first { $0.id == claim.id }?.verdict.sign ?? " "
    }
    return "\(signs.joined())  \(safe(oneLine(claim.says, limit: 72 - evidences.count)))"
  }
  return [people].compactMap(\.self) + metrics + claims
}

private func commitLines(
  _ milestone: Milestone, of persona: String, isLast: Bool, _ safe: (String) -> String
) -> [String] {
  let subject = safe(
    milestone.subject.hasPrefix(persona + ": ")
      ? String(milestone.subject.dropFirst(persona.count + 2)) : milestone.subject)
  guard milestone.isEvolution else {
    return ["· \(milestone.commit)  \(dateWords(milestone.day)): \(subject), by \(safe(milestone.author))"]
  }
  var line = "● \(milestone.commit)  "
  if let evidence = milestone.evidence {
    line += "\(grouped(evidence.people.matched)) people to \(dateWords(evidence.window.to))"
    let verdicts = Verdict.allCases.compactMap { verdict -> String? in
      let count = evidence.claims.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(verdict.sign) \(count)"
    }
    if !verdicts.isEmpty { line += "   " + verdicts.joined(separator: "  ") }
  } else {
    let what =
      if case .withdrawal = milestone.kind { "figures taken back" } else {
        "without evidence that can be read"
      }
    line += "\(dateWords(milestone.day)), \(what)"
  }
  // The message of a commit that a clone begins with may be about another persona.
  let words = milestone.isCutOff ? "as it was where this shallow clone begins" : subject
  return [line, "\(isLast ? " " : "│")   \(words)"]
}
