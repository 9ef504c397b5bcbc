// How the personas stand together, as far as their committed evidence tells.

internal import Markup
internal import Persona

extension Site {
  func coveragePage() -> String {
    let measured = personas.compactMap { persona in persona.evidence.map { (persona, $0) } }
    var content: HTML = """
      <div class="title">
      <h1>Coverage and overlap</h1>
      <p class="lead">\(coverageWords(measured.map(\.1)))</p>
      </div>

      """
    if measured.isEmpty {
      content += """
        <div class="empty"><h2>No evidence yet</h2>
        <p>A persona has people once a sync has found enough who match it.</p></div>
        """
    } else {
      content += peopleTable(measured)
      content += sideBySide(measured)
      content += """
        <p class="small quiet after">Which people nobody describes, which personas may be one and which may be several takes the data itself: \
        <code>persona-sync coverage</code> says it.</p>

        """
    }
    return PageFrame(
      title: "Coverage – Personas", path: SitePath.coverage, current: SitePath.coverage, content: content
    ).html(of: self)
  }

  /// The newest evidence knows of all personas.
  private func coverageWords(_ evidences: [Evidence]) -> String {
    guard let newest = evidences.max(by: { ($0.asOf, $1.persona) < ($1.asOf, $0.persona) }),
      let coverage = newest.coverage
    else { return "Whom the personas describe, and who belongs to several." }
    return
      "All personas together describe \(percent(coverage.covered)) of everyone, \(windowWords(newest.window))."
  }

  private func peopleTable(_ measured: [(SitePersona, Evidence)]) -> HTML {
    let sorted = measured.sorted { ($1.1.people.share, $0.0.id) < ($0.1.people.share, $1.0.id) }
    let rows = sorted.map { persona, evidence -> HTML in
      let shared = evidence.coverage.map { $0.shared == 0 ? "none or too few" : percent($0.shared) } ?? "–"
      return """
        <tr><th scope="row">\(link(to: persona))\(otherWindow(evidence))</th><td class="wide">\(bar(evidence.people.share))</td>\
        <td class="right">\(percent(evidence.people.share))</td><td class="right">\(grouped(evidence.people.matched))</td>\
        <td class="right">\(shared)</td></tr>

        """
    }
    return """
      <section><h2>People</h2>
      <table><caption>Counts are rounded; a person may belong to several personas.</caption>
      <thead><tr><th scope="col">Persona</th><td class="wide"></td><th scope="col" class="right">Of everyone</th>\
      <th scope="col" class="right">People</th><th scope="col" class="right">Also in another</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></section>

      """
  }

  /// The main metrics of all personas, one beside the other.
  private func sideBySide(_ measured: [(SitePersona, Evidence)]) -> HTML {
    let names = Set(measured.flatMap { $0.1.mainMetrics.map(\.name) })
      .sorted { (MetricWords.rank($0) ?? .max, $0) < (MetricWords.rank($1) ?? .max, $1) }
    let tables = names.map { name -> HTML in
      let words = MetricWords(name, safe: isolated)
      let values = measured.compactMap { persona, evidence in
        evidence.metrics[name].map { ("\(link(to: persona))\(otherWindow(evidence))" as HTML, $0.median) }
      }
      let texts = values.map { figure($0.1, as: words.style) }
      let largest = values.map(\.1).max() ?? 1
      let rows = zip(values, texts).map { value, text -> HTML in
        "<tr><th scope=\"row\">\(value.0)</th><td>\(bar(value.1, besideLargest: largest))</td><td>\(text)</td></tr>\n"
      }
      return """
        <li><table class="shares"><caption>\(words("…").capitalizedFirst)</caption>
        <thead class="heard"><tr><th scope="col">Persona</th><th scope="col">Bar</th><th scope="col">Median</th></tr></thead>
        <tbody>
        \(rows)</tbody></table></li>

        """
    }
    guard !tables.isEmpty else { return "" }
    return
      "<section><h2>Side by side</h2>\n<p class=\"small quiet\">Medians.</p>\n<ul class=\"side\">\n\(tables)</ul></section>\n"
  }

  /// Of figures that do not end with the newest ones, with which day they do.
  private func otherWindow(_ evidence: Evidence) -> HTML {
    evidence.window.to == newestDay
      ? "" : "<br><span class=\"small quiet\">data to \(dateWords(evidence.window.to))</span>"
  }

  func link(to persona: SitePersona) -> HTML {
    "<a href=\"\(SitePath.persona(persona.id))\"><bdi>\(oneLine(persona.name, limit: nameLimit))</bdi></a>"
  }
}
