// Two personas side by side, or one at two points of its life.

internal import Markup
internal import Persona

/// A persona that can be chosen.
public struct SiteChoice: Sendable {
  public var id: String
  public var name: String

  public init(id: String, name: String) {
    self.id = id
    self.name = name
  }
}

extension Site {
  /// - Parameters:
  ///   - left: nil, as `right`, where there is no persona.
  public func comparePage(_ left: SitePersona?, _ right: SitePersona?, of choices: [SiteChoice]) -> String {
    var content: HTML = """
      <div class="title">
      <h1>Compare</h1>
      <p class="lead">Two personas, or one at two points of its life.</p>
      </div>

      """
    if let left, let right {
      content += comparisonForm(left, right, choices)
      content += comparison(left, right)
    } else {
      content += "<div class=\"empty\"><p>There is no persona to compare yet.</p></div>\n"
    }
    return PageFrame(
      title: "Compare – Personas", path: SitePath.compare, current: SitePath.compare, content: content
    ).html(of: self)
  }

  private func comparisonForm(_ left: SitePersona, _ right: SitePersona, _ choices: [SiteChoice]) -> HTML {
    """
    <form class="compare" method="get">
    \(chooser("left", "Left", left, choices))\
    \(chooser("right", "Right", right, choices))\
    <button>Compare</button>
    </form>

    """
  }

  private func chooser(
    _ name: String, _ title: String, _ persona: SitePersona, _ choices: [SiteChoice]
  ) -> HTML {
    let personas = choices.map { choice -> HTML in
      option(choice.id, choice.name, isChosen: choice.id == persona.id)
    }
    let evolutions = (persona.point?.evolutions ?? []).enumerated().reversed().map {
      place, evolution -> HTML in
      option(
        "\(place + 1)",
        "\(dateWords(evolution.day)), \(place + 1) of \(persona.point?.evolutions.count ?? 0)",
        isChosen: persona.point?.number == place + 1)
    }
    let when: HTML =
      evolutions.isEmpty
      ? "" : "<label>Evolution <select name=\"\(name)-at\">\(evolutions)</select></label>\n"
    return """
      <fieldset><legend>\(title)</legend>
      <label>Persona <select name="\(name)">\(personas)</select></label>
      \(when)</fieldset>

      """
  }

  private func option(_ value: String, _ words: String, isChosen: Bool) -> HTML {
    let mark: HTML = isChosen ? " selected" : ""
    return "<option value=\"\(value)\"\(mark)>\(oneLine(words, limit: 80))</option>\n"
  }

  private func comparison(_ left: SitePersona, _ right: SitePersona) -> HTML {
    let both: HTML = "<div class=\"both\">\n\(summary(left))\(summary(right))</div>\n"
    guard let first = left.evidence, let second = right.evidence else { return both }
    let isOne = left.id == right.id
    let changes = isOne ? changesInWords(from: first, to: second) : []
    let none = isOne && changes.isEmpty
    return [
      both,
      part(
        "What changed", level: 2,
        none ? "<p>Nothing that a commit would tell of.</p>\n" : list(changes.map { "\($0)" })),
      part("Figures", level: 2, figuresSideBySide(first, second, columns(left, right))),
      part("Claims", level: 2, claimsSideBySide(first, second, columns(left, right))),
      part(
        "At a glance", level: 2,
        "<div class=\"both\">\n\(glance(first, left.name))\(glance(second, right.name))</div>\n"),
    ].joined()
  }

  /// Heads of the two columns: names, with the last days of their data where these differ, or points in one life.
  private func columns(_ left: SitePersona, _ right: SitePersona) -> [String] {
    let days = [left, right].compactMap(\.evidence?.window.to)
    return [left, right].map { persona in
      if left.id == right.id, let point = persona.point { return point.words }
      let day = Set(days).count > 1 ? persona.evidence?.window.to : nil
      return isolated(persona.name) + (day.map { ", to \(dateWords($0))" } ?? "")
    }
  }

  private func summary(_ persona: SitePersona) -> HTML {
    let lead = persona.evidence.map { peopleWords($0) + "." } ?? persona.researchWords
    let at = persona.point.map { "<p class=\"small quiet\">\($0.words)</p>\n" as HTML } ?? ""
    return """
      <section><h2\(persona.languageMark)><a href="\(SitePath.persona(persona.id))"><bdi>\(oneLine(persona.name, limit: 120))</bdi></a></h2>
      \(persona.stage.badge)
      \(at)<p>\(lead)</p></section>

      """
  }

  private func glance(_ evidence: Evidence, _ name: String) -> HTML {
    let picture = dataURL(.svg, Array(pictureSVG(evidence, name: name).utf8))
    return "<p class=\"glance\"><img alt=\"\(pictureWords(evidence)).\" src=\"\(picture)\"></p>\n"
  }
}

/// Means of all metrics, the main ones first. What differs between two windows is no change while data do not fill both.
private func figuresSideBySide(_ left: Evidence, _ right: Evidence, _ columns: [String]) -> HTML {
  let filling = left.window == right.window ? nil : fillingWords(left, right)
  let names = (left.sortedMetrics + right.sortedMetrics).map(\.name)
  var seenNames: Set<String> = []
  let rows = names.filter { seenNames.insert($0).inserted }.map { name -> HTML in
    let words = MetricWords(name, safe: isolated)
    let means = [left, right].map { $0.metrics[name]?.mean }
    let texts = figures(means.compactMap { $0 }, as: words.style)
    let (first, second) = (means[0], means[1])
    let shown = [first == nil ? "–" : texts.first ?? "–", second == nil ? "–" : texts.last ?? "–"]
    return """
      <tr><th scope="row">\(words("…").capitalizedFirst)</th><td class="right">\(shown[0])</td>\
      <td class="right">\(shown[1])</td><td class="right">\(filling == nil ? difference(first, second) : "–")</td></tr>

      """
  }
  guard !rows.isEmpty else { return "" }
  return """
    <div class="scroll" tabindex="0" role="region" aria-label="Figures"><table class="figures"><caption>Means.\(filling.map { " \($0)." } ?? "")</caption>
    <thead><tr><th scope="col">Figure</th><th scope="col" class="right">\(columns[0])</th><th scope="col" class="right">\(columns[1])</th>\
    <th scope="col" class="right">Difference</th></tr></thead>
    <tbody>
    \(rows)</tbody></table></div>

    """
}

/// `+12%`, of the left one.
private func difference(_ left: Double?, _ right: Double?) -> String {
  guard let left, let right, left > 0 else { return "–" }
  let change = (right - left) / left
  return (change > 0 ? "+" : change < 0 ? "−" : "") + percent(abs(change))
}

/// All claims of either, those of the left one first.
private func claimsSideBySide(_ left: Evidence, _ right: Evidence, _ columns: [String]) -> HTML {
  let known = Set(left.claims.map(\.id))
  let claims = left.claims + right.claims.filter { !known.contains($0.id) }
  let rows = claims.map { claim -> HTML in
    let cells = [left, right].map { evidence -> HTML in
      guard let own = evidence.claims.first(where: { $0.id == claim.id }) else {
        return "<td>Not claimed</td>"
      }
      return
        "<td>\(own.verdict.label)<br><span class=\"small\">\(own.measured(safe: isolated).capitalizedFirst)</span></td>"
    }
    return "<tr><th scope=\"row\"><bdi>\(oneLine(claim.says, limit: 300))</bdi></th>\(cells)</tr>\n"
  }
  guard !rows.isEmpty else { return "" }
  return """
    <table class="claims-table">
    <thead><tr><th scope="col">Claim</th><th scope="col">\(columns[0])</th><th scope="col">\(columns[1])</th></tr></thead>
    <tbody>
    \(rows)</tbody></table>

    """
}
