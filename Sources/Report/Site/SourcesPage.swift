// What was read, what was rejected, and what was left out so that nobody can be found.

internal import Markup
internal import Persona

extension Site {
  func sourcesPage() -> String {
    let evidences = personas.compactMap(\.evidence)
    let newest = evidences.max { ($0.asOf, $1.persona) < ($1.asOf, $0.persona) }
    var content: HTML = """
      <div class="title">
      <h1>Sources</h1>
      <p class="lead">\(newest.map { "What the newest evidence was made of: all that the sources hold up to \(dateWords($0.window.to))." } ?? "What the evidence is made of.")</p>
      </div>

      """
    if let newest, !newest.sources.isEmpty {
      content += sourcesTable(newest.sources)
    } else {
      content += """
        <div class="empty"><h2>Nothing was read yet</h2>
        <p><code>persona-sync sources FILE --write</code> looks at a file and proposes how to read it.</p></div>

        """
    }
    content += suppressions()
    return PageFrame(
      title: "Sources – Personas", path: SitePath.sources, current: SitePath.sources, content: content
    ).html(of: self)
  }

  private func sourcesTable(_ sources: [Evidence.Source]) -> HTML {
    let items = sources.map { source -> HTML in
      let share = source.events.map {
        percent(Double(source.rejected) / Double(max(1, $0 + source.rejected)))
      }
      let rejected =
        source.rejected == 0 ? "none" : grouped(source.rejected) + (share.map { " (\($0))" } ?? "")
      let days =
        source.from.flatMap { from in source.to.map { "\(dateWords(from)) to \(dateWords($0))" } } ?? "–"
      let records: [(String, HTML)] = source.records.map { [("Records", "\(grouped($0))")] } ?? []
      let facts: [(String, HTML)] =
        records + [
          ("Events", "\(source.events.map(grouped) ?? "not told: of few people")"),
          ("Rejected", "\(rejected)"),
          ("Repeated", source.duplicates == 0 ? "none" : "\(grouped(source.duplicates))"),
          ("Days", "\(days)"),
          ("Digest", "<code>\(oneLine(source.digest, limit: 80))</code>"),
        ]
      return """
        <li class="card"><h2><bdi>\(oneLine(source.name, limit: 120))</bdi></h2>
        <dl class="facts">\(facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>\n" as HTML })</dl></li>

        """
    }
    return """
      <ul class="cards sources">
      \(items)</ul>
      <p class="small quiet after">A rejected record could not be read; the sync that met it said where and why. A repeated one has the id \
      of an event that was there already. The digest is the same in any order of the records.</p>

      """
  }

  private func suppressions() -> HTML {
    let parts = personas.compactMap { persona -> HTML? in
      guard let suppressed = persona.evidence?.suppressed, !suppressed.isEmpty else { return nil }
      return """
        <section><h3>\(link(to: persona))</h3>
        <p>\(omissionWords(suppressed, safe: isolated)).</p>
        <details><summary>One by one\(heard(" for \(oneLine(persona.name, limit: nameLimit))"))</summary>
        \(list(suppressed.map { "\(suppressionWords($0))" }))</details></section>

        """
    }
    guard !parts.isEmpty else { return "" }
    return """
      <section class="after"><h2 id="left-out">Left out</h2>
      <p class="quiet">Figures over too few people and values that look like personal data are not written down.</p>
      \(parts)</section>

      """
  }
}
