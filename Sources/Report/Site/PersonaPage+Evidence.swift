// The evidence on a persona's page, in sentences and tables.

internal import Markup
internal import Persona

/// The longest claim that a page shows.
private let saysLimit = 600

extension Site {
  func claimsPart(_ persona: SitePersona, _ evidence: Evidence) -> HTML {
    guard !evidence.claims.isEmpty else {
      return ""
    }
    let claims = evidence.claims.map { claim -> HTML in
      """
      <li>\(claim.verdict.label)
      <p class="says"\(persona.languageMark)><bdi>\(oneLine(claim.says, limit: saysLimit))</bdi></p>
      <p class="small">\(claim.measured(safe: isolated).capitalizedFirst)</p>
      \(verdictHistory(claim.id, persona))</li>

      """
    }
    return "<ul class=\"claims\">\n\(claims)</ul>\n"
  }

  func distinctionsPart(_ evidence: Evidence) -> HTML {
    list(evidence.distinctions.map { "\(distinctionWords($0, safe: isolated))" })
  }

  func affinitiesPart(_ evidence: Evidence) -> HTML {
    list(
      evidence.affinities.sorted { ($1.lift, $0.name) < ($0.lift, $1.name) }.map {
        "\(affinityWords($0, safe: isolated))"
      })
  }

  func leavingPart(_ distributions: Evidence.Distributions) -> HTML {
    var html = shareTable(
      "Last screen before leaving, share of sessions", of: "Screen", distributions.lastBeforeLeaving)
    for (name, steps) in distributions.enteredFunnels {
      html += shareTable(
        "Steps of \(isolated(name)), share of all of them", of: "Step", steps.map { ($0.event, $0.share) })
    }
    return html
  }

  func visitsPart(_ evidence: Evidence) -> HTML {
    let distributions = evidence.distributions
    var html = HTML()
    if let hours = BusyHours(distributions) {
      html += "<p>\(hours.sentence).</p>\n"
      if let day = hours.busiestDay {
        html += "<p>\(day.name) is the busiest day (\(percent(day.share)) of events).</p>\n"
      }
    }
    if let trend = Trend(evidence) { html += "<p>\(trend.sentence).</p>\n" }
    return html
      + shareTable(
        "Channels, share of the events that have one", of: "Channel", distributions.channels)
  }

  func traitsPart(_ distributions: Evidence.Distributions) -> HTML {
    distributions.traits.sorted { $0.key < $1.key }.map { trait, shares in
      shareTable(
        "\(isolated(trait.replacing("_", with: " ")).capitalizedFirst), share of people", of: "Value", shares)
    }.joined()
  }

  func driftPart(_ drift: Evidence.Drift?) -> HTML {
    guard let drift else { return "" }
    let changes = drift.changes.map { change -> HTML in
      let words = MetricWords(change.metric, safe: isolated)
      let texts = figures([change.before, change.now], as: words.style)
      return "\(words("\(texts[0]) → \(texts[1])").capitalizedFirst)"
    }
    return """
      <p>\(comparisonWords(drift))</p>
      \(list(changes))<p>\(eventMixWords(drift)).</p>

      """
  }

  func figuresPart(_ evidence: Evidence) -> HTML {
    let rows = evidence.sortedMetrics.map { name, metric -> HTML in
      let words = MetricWords(name, safe: isolated)
      let means = [metric.mean, metric.meanInterval?.low, metric.meanInterval?.high].compactMap { $0 }
      let texts = figures(means, as: words.style)
      let interval: HTML =
        texts.count == 3 ? "<br><span class=\"quiet\">\(texts[1]) to \(texts[2])</span>" : ""
      return """
        <tr><th scope="row">\(words("…").capitalizedFirst)</th>\
        <td class="right">\(figure(metric.median, as: words.style))</td>\
        <td class="right">\(texts.first ?? "–")\(interval)</td>\
        <td class="right">\(metric.everyoneMean.map { figure($0, as: words.style) } ?? "–")</td></tr>

        """
    }
    guard !rows.isEmpty else { return "" }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="Figures"><table class="figures">
      <caption>Each person counts once. Below the mean is its 95% interval; everyone’s is a mean, too.</caption>
      <thead><tr><th scope="col">Figure</th><th scope="col" class="right">Median</th><th scope="col" class="right">Mean</th>\
      <th scope="col" class="right">Everyone</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      \(scoresPart(evidence))
      """
  }

  private func scoresPart(_ evidence: Evidence) -> HTML {
    let rows = evidence.scores.sorted { $0.key < $1.key }.map { name, score -> HTML in
      """
      <tr><th scope="row">\(isolated(name).capitalizedFirst)</th><td class="right">\(figure(score.median))</td>\
      <td class="right">\(figure(score.mean))</td></tr>

      """
    }
    guard !rows.isEmpty else { return "" }
    return """
      <details><summary>Scores</summary>
      <table><caption>From 0 to 100; how each is made stands in the tool’s documentation.</caption>
      <thead><tr><th scope="col">Score</th><th scope="col" class="right">Median</th><th scope="col" class="right">Mean</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></details>

      """
  }
}

func shareTable(_ caption: String, of column: String, _ shares: [Evidence.Share]) -> HTML {
  shareTable(caption, of: column, shares.map { ($0.name, $0.share) })
}

/// Shares of a whole as a table of bars, whose track is the whole; without a bar where a share is withheld.
private func shareTable(_ caption: String, of column: String, _ shares: [(name: String, share: Double?)])
  -> HTML
{
  guard !shares.isEmpty else { return "" }
  let rows = shares.map { name, share -> HTML in
    """
    <tr><th scope="row"><bdi>\(oneLine(name, limit: nameLimit))</bdi></th>\
    <td>\(share.map { bar($0) } ?? "")</td><td>\(share.map(percent) ?? "withheld")</td></tr>

    """
  }
  return """
    <table class="shares"><caption>\(caption)</caption>
    <thead class="heard"><tr><th scope="col">\(column)</th><th scope="col">Bar</th><th scope="col">Share</th></tr></thead>
    <tbody>
    \(rows)</tbody></table>

    """
}
