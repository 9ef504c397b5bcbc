// The first page: every persona as a card.

internal import Markup
internal import Persona

extension Site {
  func indexPage() -> String {
    var content: HTML = "<div class=\"title\">\n<h1>Personas</h1>\n<p class=\"lead\">\(summary)</p>\n</div>\n"
    content += problemsPart(problems)
    if personas.isEmpty, problems.isEmpty {
      content += """
        <div class="empty"><h2>No persona yet</h2>
        <p>A persona is a Markdown file in <code>personas/</code> that is committed. <code>persona-sync add NAME</code> makes one, \
        <code>persona-sync discover</code> looks for groups of people in the data.</p></div>
        """
    } else if !personas.isEmpty {
      content += "<ul class=\"cards\">\n\(personas.map { "<li>\(card($0))</li>\n" as HTML })</ul>"
    }
    return PageFrame(title: "Personas", path: SitePath.index, current: SitePath.index, content: content)
      .html(of: self)
  }

  /// `4 personas: 1 data-first, 2 data-augmented, 1 research-driven. The data reach to 31 May 2026.`
  private var summary: String {
    guard !personas.isEmpty else { return "Nobody is described here yet." }
    let stages = Stage.allCases.reversed().compactMap { stage -> String? in
      let count = personas.count { $0.stage == stage }
      return count == 0 ? nil : "\(grouped(count)) \(stage.rawValue)"
    }
    let reach = newestDay.map { " The data reach to \(dateWords($0))." } ?? ""
    return "\(counted(personas.count, "persona", "personas")): \(listed(stages)).\(reach)"
  }

  /// The last day that any evidence looks at.
  var newestDay: String? { personas.compactMap(\.evidence?.window.to).max() }

  private func card(_ persona: SitePersona) -> HTML {
    let page = SitePath.persona(persona.id)
    var card: HTML = """
      <article class="card">
      <div><h2\(persona.languageMark)><a href="\(page)"><bdi>\(oneLine(persona.name, limit: 120))</bdi></a></h2>\(persona.stage.badge)</div>

      """
    let opening = excerpt(persona.opening, width: 600, size: 16)
    if !opening.isEmpty { card += "<p class=\"small\" dir=\"auto\"\(persona.languageMark)>\(opening)</p>\n" }
    if let evidence = persona.evidence {
      let people = evidence.people
      card +=
        "<p>\(grouped(people.matched)) of \(counted(people.of, "person", "people")) (\(percent(people.share)))</p>\n"
      card += verdictCounts(evidence.claims)
      card += shareTrend(persona)
      card += "<p class=\"small quiet\">\(freshness(evidence))</p>\n"
    } else {
      card += "<p class=\"quiet\">\(persona.silence)</p>\n"
    }
    card += "</article>"
    return card
  }

  /// How fresh evidence is beside the newest of all; a report knows no clock.
  func freshness(_ evidence: Evidence) -> String {
    let to = "Data to \(dateWords(evidence.window.to))"
    if evidence.stage == .researchDriven { return to + ", out of date" }
    guard let newestDay, newestDay > evidence.window.to else { return to }
    return to + "; the newest of all is of \(dateWords(newestDay))"
  }
}

/// How many claims have each verdict, with the sign and, for those who hear the page, the word.
func verdictCounts(_ claims: [Evidence.ClaimResult]) -> HTML {
  let counts = Verdict.allCases.compactMap { verdict -> HTML? in
    let count = claims.count { $0.verdict == verdict }
    guard count > 0 else { return nil }
    return
      "<li><span class=\"\(verdict.colour)\">\(seen(verdict.sign)) \(count)</span> \(verdict.rawValue)</li>"
  }
  return counts.isEmpty ? "" : "<ul class=\"counts\">\(counts)</ul>\n"
}

/// The share of everyone over all evolutions, as a line with its two ends in words; nothing with only one.
func shareTrend(_ persona: SitePersona) -> HTML {
  let shares = persona.evolutions.map(\.figures.people.share)
  guard shares.count > 1, let first = shares.first, let last = shares.last else { return "" }
  let texts = figures([first, last], as: .share)
  let words = "\(texts[0]) → \(texts[1]) of everyone, \(shares.count) evolutions"
  let label = "Share of everyone: \(texts[0]) at first, \(texts[1]) now"
  return
    "<div class=\"moved\">\(sparkline(shares, label: label))<p class=\"small quiet\">\(words)</p></div>\n"
}
