// Since when the verdict of each claim about a persona has stood, and from which records it came: what `git blame` is to lines.

internal import Persona

/// For each claim the evolution since which its verdict stands, and for each main figure the one in which it last moved;
/// then the records behind the evolutions that were named.
///
/// - Parameters:
///   - milestones: evolutions with evidence, newest first, as far back as they follow on each other; at least one.
///   - safe: makes text from data and files harmless where it is going to stand.
public func blameText(of persona: String, _ milestones: [Milestone], safe: @escaping (String) -> String)
  -> String
{
  var blame = Blame(milestones: milestones, safe: safe)
  guard let now = blame.evidences.first else { return "" }
  let stage = blame.since { $0.stage == now.stage }
  var text = "\(safe(persona)): \(now.stage.rawValue) \(blame.words(stage)), \(peopleWords(now))\n"
  let claims = now.claims.map { blame.lines(about: $0) }
  if !claims.isEmpty { text += "\nClaims\n" + claims.joined() }
  let figures = blame.figureLines()
  if !figures.isEmpty { text += "\nMain figures, means\n" + figures.joined() }
  return text + "\nMade of these records\n" + blame.sourceLines()
}

/// Looks back through evolutions.
private struct Blame {
  let milestones: [Milestone]
  let evidences: [Evidence]
  let safe: (String) -> String
  /// Places of the evolutions that were named.
  private var named: Set<Int> = [0]

  init(milestones: [Milestone], safe: @escaping (String) -> String) {
    let known = milestones.filter { $0.evidence != nil }
    self.milestones = known
    evidences = known.compactMap(\.evidence)
    self.safe = safe
  }

  /// The place of the oldest evolution from which on, up to now, something holds.
  func since(_ holds: (Evidence) -> Bool) -> Int {
    (evidences.firstIndex { !holds($0) } ?? evidences.count) - 1
  }

  /// `since ccc8dbe7d6 (31 May 2026)`
  mutating func words(_ place: Int) -> String {
    named.insert(place)
    let isOpen = place == evidences.count - 1 && milestones[place].isCutOff
    return "\(isOpen ? "at least " : "")since \(milestones[place].name)"
  }

  mutating func lines(about claim: Evidence.ClaimResult) -> String {
    let place = since { $0.claims.first { $0.id == claim.id }?.verdict == claim.verdict }
    let then = evidences[place].claims.first { $0.id == claim.id }
    let before = place + 1 < evidences.count ? evidences[place + 1].claims.first { $0.id == claim.id } : nil
    let was = before.map { ", before that \($0.verdict.rawValue)" } ?? ""
    return """
        \(claim.verdict.sign) \(safe(claim.says))
            \(claim.verdict.rawValue) \(words(place))\(was)
            \(claim.measured(before: place == 0 ? nil : then, safe: safe))

      """
  }

  mutating func figureLines() -> [String] {
    let now = evidences[0]
    let moves = zip(evidences, evidences.dropFirst()).map { Changes(from: $1, to: $0).moves }
    return now.mainMetrics.compactMap { name, metric in
      guard let mean = metric.mean else { return nil }
      let words = MetricWords(name, safe: safe)
      let text = figure(mean, as: words.style)
      let turn = moves.firstIndex { $0.contains { $0.metric == name } }
      if let turn, let move = moves[turn].first(where: { $0.metric == name }) {
        let texts = figures([move.before, move.now], as: words.style)
        let since = turn == 0 || texts[1] == text ? "" : " to \(texts[1])"
        named.insert(turn)
        return "  \(words(text).capitalizedFirst)\n"
          + "      last moved in \(milestones[turn].name), from \(texts[0])\(since)\n"
      }
      let place = since { $0.metrics[name]?.mean != nil }
      let then = figure(evidences[place].metrics[name]?.mean ?? mean, as: words.style)
      return "  \(words(text).capitalizedFirst)\n"
        + "      no jump \(self.words(place))" + (then == text ? "\n" : ", \(then) then\n")
    }
  }

  func sourceLines() -> String {
    named.sorted().map { "  \(milestones[$0].name): \(sourceNames(evidences[$0], safe: safe))\n" }.joined()
  }
}
