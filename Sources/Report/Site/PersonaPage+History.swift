// How a persona came to be: each claim's verdicts, the main figures, and every commit.

internal import Markup
internal import Persona

/// Commits that the page shows at once; the others unfold.
private let momentsShown = 12
/// The same for spans of a claim's verdicts.
private let runsShown = 6

extension Site {
  /// The verdicts of a claim from its first evolution to its last: as a bar, and in words, newest first.
  func verdictHistory(_ claim: String, _ persona: SitePersona) -> HTML {
    let runs = VerdictRun.all(of: claim, in: persona)
    guard runs.contains(where: { $0.verdict != nil }) else { return "" }
    let words = runs.reversed().map { run -> HTML in
      let verdict: HTML =
        run.verdict.map {
          "<span class=\"\($0.colour)\">\(seen($0.sign))</span> \($0.rawValue.capitalizedFirst)"
        }
        ?? "Not claimed"
      return "\(verdict) \(run.words(isLast: run.end == persona.evolutions.count))"
    }
    return historyBar(runs) + list(Array(words.prefix(runsShown)), of: "runs")
      + unfolding(list(Array(words.dropFirst(runsShown)), of: "runs"), "Earlier verdicts")
  }

  private func historyBar(_ runs: [VerdictRun]) -> HTML {
    guard let count = runs.last?.end, count > 1 else { return "" }
    let parts = runs.map { run -> HTML in
      let (start, end) = (run.start * 1000 / count, run.end * 1000 / count)
      let gap = run.end == count ? 0 : 4
      return
        "<rect x=\"\(start)\" width=\"\(max(1, end - start - gap))\" height=\"6\" class=\"\(run.verdict?.colour ?? "absent")\"/>"
    }
    return
      "<svg class=\"history-bar\" viewBox=\"0 0 1000 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\(parts)</svg>\n"
  }

  /// Nothing for a persona that no commit tells of.
  func historyPart(_ persona: SitePersona) -> HTML {
    guard !persona.moments.isEmpty else { return "" }
    let moments = persona.moments.map(moment)
    let evolutions = persona.evolutions.count
    let first: HTML =
      evolutions == 1
      ? "<p class=\"quiet\">One evolution so far; the next sync with new data adds another.</p>\n" : ""
    return """
      <section aria-labelledby="history"><h2 id="history">History</h2>
      \(first)\(trends(persona))<ol class="timeline" reversed>
      \(Array(moments.prefix(momentsShown)))</ol>
      \(moments.count > momentsShown
        ? unfolding("<ol class=\"timeline\">\n\(Array(moments.dropFirst(momentsShown)))</ol>\n", "\(counted(moments.count - momentsShown, "earlier commit", "earlier commits"))") : "")\
      </section>

      """
  }

  private func unfolding(_ content: HTML, _ summary: String) -> HTML {
    content.isEmpty ? "" : "<details><summary>\(summary)</summary>\n\(content)</details>\n"
  }

  private func moment(_ moment: SiteMoment) -> HTML {
    let kind: HTML = moment.kind == .edit || moment.kind == .removal ? " class=\"edit\"" : ""
    let day = dateWords(moment.day)
    let words =
      switch moment.kind {
      case .evolution:
        moment.figures.map {
          "\(windowWords($0.window).capitalizedFirst) · Evolution, \($0.stage.rawValue), of \(day)"
        }
          ?? "\(day) · Evolution"
      case .withdrawal: "\(day) · Figures taken back"
      case .edit: "\(day) · Edited by hand"
      case .removal: "\(day) · Removed by hand"
      }
    return """
      <li\(kind)><h3><bdi>\(oneLine(moment.subject, limit: 200))</bdi></h3>
      <p class="when">\(words) · <code>\(moment.commit)</code></p>
      \(list(moment.changes.map { "\($0)" }))</li>

      """
  }

  /// How many belong over all evolutions, and the main figures over those that may be compared.
  private func trends(_ persona: SitePersona) -> HTML {
    let evolutions = persona.evolutions
    guard evolutions.count > 1 else { return "" }
    var trends = [("Share of everyone", evolutions.map(\.figures.people.share), FigureStyle.share)]
    for (name, _) in persona.evidence?.mainMetrics ?? [] {
      let words = MetricWords(name, safe: isolated)
      trends.append(
        (
          words("…").capitalizedFirst,
          evolutions.filter(\.figures.isWindowFull).compactMap { $0.figures.means[name] }, words.style
        ))
    }
    let items = trends.compactMap { name, values, style -> HTML? in
      guard values.count > 1, let first = values.first, let last = values.last else { return nil }
      let texts = figures([first, last], as: style)
      let words = "\(name): \(texts[0]) at first, \(texts[1]) now"
      return
        "<li><p>\(name)<br><span class=\"quiet\">\(texts[0]) → \(texts[1])</span></p>\(sparkline(values, label: words))</li>\n"
    }
    let (first, last) = (evolutions[0].figures.window.to, evolutions[evolutions.count - 1].figures.window.to)
    let full = evolutions.count { $0.figures.isWindowFull }
    let means =
      switch full {
      case evolutions.count: "; means."
      case 0, 1: ". Means are not compared: the data fill no two windows yet."
      default: "; means of the \(full) whose windows the data fill."
      }
    return """
      <p class="small quiet">Over \(counted(evolutions.count, "evolution", "evolutions")), the first with data to \
      \(dateWords(first)), the last to \(dateWords(last))\(means)</p>
      <ul class="trends">
      \(items)</ul>

      """
  }
}

/// Evolutions in a row that gave a claim the same verdict.
private struct VerdictRun {
  /// Nil where the claim was not made.
  var verdict: Verdict?
  /// The places of its first evolution and of the one after its last.
  var start: Int
  var end: Int
  var from: String
  var to: String

  /// Oldest first; they cover all evolutions since the claim was first made.
  static func all(of claim: String, in persona: SitePersona) -> [VerdictRun] {
    var runs: [VerdictRun] = []
    for (place, evolution) in persona.evolutions.enumerated() {
      let verdict = evolution.figures.verdicts[claim]
      if runs.last?.verdict == verdict, !runs.isEmpty {
        runs[runs.count - 1].end = place + 1
        runs[runs.count - 1].to = evolution.figures.window.to
      } else {
        runs.append(
          VerdictRun(
            verdict: verdict, start: place, end: place + 1, from: evolution.figures.window.to,
            to: evolution.figures.window.to))
      }
    }
    return runs
  }

  /// `since 31 Mar 2026 (3 evolutions)`, `31 Jan 2026 to 28 Feb 2026 (2 evolutions)`
  func words(isLast: Bool) -> String {
    let count = counted(end - start, "evolution", "evolutions")
    if isLast { return "since \(dateWords(from)) (\(count))" }
    return from == to
      ? "on \(dateWords(from)) (\(count))" : "from \(dateWords(from)) to \(dateWords(to)) (\(count))"
  }
}
