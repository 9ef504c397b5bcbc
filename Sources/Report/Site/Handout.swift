// A persona on one sheet of paper, A4 or Letter: for the wall, the workshop and the meeting.

internal import Markup
internal import Persona

extension Site {
  public func handoutPage(_ persona: SitePersona) -> String {
    let content: HTML = """
      <article class="sheet">
      <header><div>\(persona.stage.badge)
      <h1\(persona.languageMark)><bdi>\(fitted(persona.name, width: 1450, size: 34, isBold: true))</bdi></h1></div></header>
      \(handoutBody(persona))
      <footer>\(handoutFooter(persona))</footer>
      </article>
      <p class="screen"><a href="../\(SitePath.persona(persona.id))">Back to the persona</a>. Print this page: it fits one sheet of A4 or Letter.</p>

      """
    return PageFrame(
      title: "\(oneLine(persona.name, limit: 120)) – handout", path: SitePath.handout(persona.id),
      content: content,
      kind: "handout"
    ).html(of: self)
  }

  private func handoutBody(_ persona: SitePersona) -> HTML {
    let story = HandoutText.lines(persona.opening, lines: 7)
    let opening: HTML =
      story.isEmpty ? "" : "<p class=\"opening\" dir=\"auto\"\(persona.languageMark)>\(story)</p>\n"
    guard let evidence = persona.evidence else {
      return """
        \(opening)<section><h2>What the data says</h2><p>Nothing yet. Needed: \(commandWords(persona.missing)).</p></section>

        """
    }
    return """
      <p class="lead">\(peopleWords(evidence)).</p>
      \(opening)\(handoutTiles(evidence))<div class="halves">
      \(handoutPart("Claims", handoutClaims(persona, evidence), more: evidence.claims.count - Self.claimsOnSheet))\
      <div>
      \(handoutPart("What sets them apart", evidence.distinctions.prefix(5).map { "\(HandoutText.sentence(distinctionWords($0, safe: isolated)))" }))\
      \(handoutPart("When they come", BusyHours(evidence.distributions).map { ["\($0.sentence)"] } ?? []))\
      \(handoutPart("Where they get stuck", evidence.distributions.lastBeforeLeaving.prefix(3).map { "\(isolated($0.name, limit: 30)): last screen of \(percent($0.share)) of sessions" }))\
      </div>
      </div>

      """
  }

  private func handoutPart(_ heading: String, _ items: [HTML], more: Int = 0) -> HTML {
    guard !items.isEmpty else { return "" }
    let rest: [HTML] = more > 0 ? ["and \(more) more"] : []
    return "<section><h2>\(heading)</h2>\n\(list(items + rest, of: "plain"))</section>\n"
  }

  /// So many claims fit a sheet with two lines each for what they say and for what was measured.
  private static let claimsOnSheet = 6
  private static let linesOnSheet = 24

  /// Fewer claims have more room.
  private func handoutClaims(_ persona: SitePersona, _ evidence: Evidence) -> [HTML] {
    let claims = evidence.claims.prefix(Self.claimsOnSheet)
    let lines = min(8, Self.linesOnSheet / max(1, claims.count) - 2)
    return claims.map { claim in
      let says = HandoutText.lines(claim.says, lines: lines, isHalf: true)
      let measured = HandoutText.sentence(claim.measured(safe: isolated).withoutInterval)
      return """
        <bdi\(persona.languageMark)>\(says)</bdi><br>\(claim.verdict.label)\
        \(claim.value == nil ? "" : "<span class=\"quiet\">: \(measured)</span>" as HTML)
        """
    }
  }

  private func handoutTiles(_ evidence: Evidence) -> HTML {
    let tiles = evidence.mainMetrics.prefix(4).map { name, metric -> HTML in
      let words = MetricWords(name) { fitted($0, width: 8, size: 1) }
      let median = figure(metric.median, as: words.style)
      let (before, after) = words.parts(around: median)
      return """
        <li><span>\(before.capitalizedFirst)</span><strong>\(median)</strong><span>\(after)</span></li>

        """
    }
    return tiles.isEmpty ? "" : "<ul class=\"tiles\">\n\(tiles)</ul>\n"
  }

  private func handoutFooter(_ persona: SitePersona) -> HTML {
    guard let evidence = persona.evidence else {
      return "persona-sync. The words are those of the persona file."
    }
    let last = persona.moments.first { $0.figures != nil }
    let commit: HTML = last.map { " Commit <code>\($0.commit)</code>, \(dateWords($0.day))." } ?? ""
    return
      "Large figures are medians; none is over too few people. \(dateWords(evidence.window.from)) to \(dateWords(evidence.window.to)).\(commit)"
  }
}

/// Text that takes no more lines of a sheet than it may, however wide its script is.
enum HandoutText {
  /// Widths in units of which a letter takes about half of the font's size: the narrower of the two papers.
  private static let (width, half, size) = (1150, 520, 17)

  static func lines(_ text: String, lines: Int, isHalf: Bool = false) -> String {
    excerpt(text, width: (isHalf ? half : width) * lines * 9 / 10, size: size)
  }

  /// A sentence of the tool's on two lines of a half.
  static func sentence(_ line: String) -> String { excerptLine(line, width: half * 2 * 9 / 10, size: size) }
}
