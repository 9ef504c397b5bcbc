// The page of a persona: the story that people wrote, what the data says, how it came to be, and beside them where it
// all comes from.

internal import Markup
internal import Persona

extension Site {
  public func personaPage(_ persona: SitePersona) -> String {
    let history = historyPart(persona)
    let content: HTML = """
      \(titlePart(persona, hasHistory: !history.isEmpty))\
      \(sliderPart(persona))\
      <div class="columns">
      <div>
      <section aria-labelledby="story"><h2 id="story">Story</h2>
      \(storyPart(persona))</section>
      <section aria-labelledby="data"><h2 id="data">What the data says</h2>
      \(dataPart(persona))</section>
      \(history)</div>
      \(provenancePart(persona))</div>
      """
    return PageFrame(
      title: "\(oneLine(persona.name, limit: 120)) – Personas", path: SitePath.persona(persona.id),
      content: content
    ).html(of: self)
  }

  private func titlePart(_ persona: SitePersona, hasHistory: Bool) -> HTML {
    var lead = persona.researchWords
    if let evidence = persona.evidence {
      lead = peopleWords(evidence) + "."
      if evidence.stage == .researchDriven { lead = "Out of date. " + lead }
    }
    let handout = "../" + SitePath.handout(persona.id)
    return """
      <div class="title">
      \(persona.stage.badge)
      <h1\(persona.languageMark)><bdi>\(oneLine(persona.name, limit: 300))</bdi></h1>
      <p class="lead">\(lead)</p>
      <nav aria-label="On this page"><ul><li><a href="#story">Story</a></li><li><a href="#data">What the data says</a></li>\
      \(hasHistory ? "<li><a href=\"#history\">History</a></li>" : "" as HTML)\
      <li><a href="#provenance">Where it comes from</a></li><li><a href="\(handout)">Handout</a></li></ul></nav>
      </div>

      """
  }

  private func storyPart(_ persona: SitePersona) -> HTML {
    guard !persona.story.isEmpty else {
      return "<p class=\"quiet\">Nobody has written anything about this persona yet.</p>\n"
    }
    return "<div class=\"story\"\(persona.languageMark)>\(persona.story)</div>\n"
  }

  private func dataPart(_ persona: SitePersona) -> HTML {
    guard let evidence = persona.evidence else {
      let missing: HTML =
        persona.missing.isEmpty ? "" : "<p class=\"quiet\">Needed: \(commandWords(persona.missing)).</p>\n"
      return "<div class=\"empty\"><p>\(persona.silence)</p>\n\(missing)</div>\n"
    }
    return [
      tiles(evidence), glance(evidence, persona.name),
      part("Claims", claimsPart(persona, evidence)),
      part("What sets them apart", distinctionsPart(evidence)),
      part("What they lean to", affinitiesPart(evidence)),
      part("Where they leave", leavingPart(evidence.distributions)),
      part("When and where they come", visitsPart(evidence)),
      part("Since the window before", driftPart(evidence.drift)),
      part("Who they are", traitsPart(evidence.distributions)),
      part("Figures", figuresPart(evidence)),
    ].joined()
  }

  /// The main figures, large.
  private func tiles(_ evidence: Evidence) -> HTML {
    let tiles = evidence.mainMetrics.prefix(4).map { name, metric -> HTML in
      let words = MetricWords(name, safe: isolated)
      let text = figure(metric.median, as: words.style)
      let (before, after) = words.parts(around: text)
      let everyone: HTML =
        metric.everyoneMedian.map { "<span class=\"quiet\">everyone \(figure($0, as: words.style))</span>" }
        ?? ""
      return """
        <li><span>\(before.capitalizedFirst)</span><strong>\(text)</strong>\
        <span>\(after)</span>\(everyone)</li>

        """
    }
    guard !tiles.isEmpty else { return "" }
    return "<p class=\"small quiet\">In the median:</p>\n<ul class=\"tiles\">\n\(tiles)</ul>\n"
  }

  /// The picture that the persona's file shows.
  private func glance(_ evidence: Evidence, _ name: String) -> HTML {
    let picture = dataURL(.svg, Array(pictureSVG(evidence, name: name).utf8))
    return part(
      "At a glance",
      "<p class=\"glance\"><img alt=\"\(pictureWords(evidence)). The same in words follows.\" src=\"\(picture)\"></p>\n"
    )
  }
}

extension Evidence {
  /// The main metrics, most telling first.
  var mainMetrics: [(name: String, metric: Metric)] {
    metrics.compactMap { name, metric in MetricWords.rank(name).map { ($0, name, metric) } }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { ($0.1, $0.2) }
  }

  /// All metrics, the main ones first.
  var sortedMetrics: [(name: String, metric: Metric)] {
    let main = mainMetrics
    let names = Set(main.map(\.name))
    return main
      + metrics.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
