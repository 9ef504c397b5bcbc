// Where a persona's figures come from: beside the story, because inside it they would lower the trust in it.

internal import Markup
internal import Persona

extension Site {
  func provenancePart(_ persona: SitePersona) -> HTML {
    let facts = persona.evidence.map { evidenceFacts(persona, $0) } ?? researchFacts(persona)
    let items = facts.filter { !$0.1.isEmpty }.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>\n" as HTML }
    return """
      <aside aria-labelledby="provenance"><h2 id="provenance">Where it comes from</h2>
      <dl class="facts">
      \(items)</dl>
      </aside>

      """
  }

  private func researchFacts(_ persona: SitePersona) -> [(String, HTML)] {
    [
      ("Stage", "\(stageWords(.researchDriven))"),
      ("For the next stage", commandWords(persona.missing.capitalizedFirst)),
    ]
  }

  private func evidenceFacts(_ persona: SitePersona, _ evidence: Evidence) -> [(String, HTML)] {
    let window = evidence.window
    let last = persona.moments.first { $0.figures != nil }
    var facts: [(String, HTML)] = [
      ("Stage", "\(stageWords(evidence.stage))"),
      ("For the next stage", commandWords(persona.missing.capitalizedFirst)),
      (
        "Window",
        "\(dateWords(window.from)) to \(dateWords(window.to)), \(counted(window.days, "day", "days"))"
      ),
      ("Last evolution", last.map { "\(dateWords($0.day)), <code>\($0.commit)</code>" } ?? ""),
      ("Sources", sourceFacts(evidence)),
    ]
    if let learned = evidence.model { facts.append(("Model", "\(agreementWords(learned)).")) }
    if let words = evidence.jointPrevalence?.words { facts.append(("True of the same people", "\(words).")) }
    if let coverage = evidence.coverage {
      let shared =
        coverage.shared == 0 ? "Few or none of these people" : "\(percent(coverage.shared)) of these people"
      facts.append(("Overlap", "\(shared) also belong to another persona."))
    }
    facts.append(("Left out", omissions(evidence)))
    facts.append(
      ("Rules", "<code>\(String(evidence.rules.prefix(12)))</code>, formulas version \(evidence.formulas)"))
    return facts
  }

  private func omissions(_ evidence: Evidence) -> HTML {
    guard !evidence.suppressed.isEmpty else { return "" }
    return
      "\(omissionWords(evidence.suppressed, safe: isolated)). <a href=\"../\(SitePath.sources)#left-out\">In full</a>"
  }

  private func sourceFacts(_ evidence: Evidence) -> HTML {
    guard !evidence.sources.isEmpty else { return "" }
    let items = evidence.sources.map { source -> HTML in
      "\(isolated(source.name)): \(source.events == 0 ? "no events" : source.eventWords)"
    }
    return list(items) + "<p><a href=\"../\(SitePath.sources)\">What was read and rejected</a></p>"
  }

  private func stageWords(_ stage: Stage) -> String {
    switch stage {
    case .researchDriven: "Research-driven: it rests on what people found out and wrote."
    case .dataAugmented: "Data-augmented: a written rule says who belongs, the data say what they do."
    case .dataFirst: "Data-first: behaviour says who belongs, the words explain it."
    }
  }
}

/// `14 values of traits.city: looks like personal data`
func suppressionWords(_ suppression: Evidence.Suppression) -> String {
  let kind = String(suppression.part.prefix { $0 != "." })
  let name = suppression.part.dropFirst(kind.count + 1)
  let what = kindWords(kind, isOne: suppression.count == 1, safe: isolated)
  let of = name.isEmpty ? "" : " (\(isolated(String(name))))"
  return "\(grouped(suppression.count)) \(what)\(of): \(isolated(suppression.reason))"
}
