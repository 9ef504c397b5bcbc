// The file of a persona that was found in behaviour: a name, claims that the data made, and room for research.

internal import Persona
internal import PersonaFile
internal import Report

/// The text of the file, without the tool's block.
func discoveredPersonaText(name: String, _ group: Grouping.Group) -> String {
  let claims = suggestedClaims(group.distinctions).map(claimYAML).joined()
  return """
    ---
    name: \(quotedJSON(name))
    stage: data-first
    \(claims.isEmpty ? "" : comment + "\nclaims:\n" + claims)---

    # \(escapedMarkdown(name))

    *Found in behaviour, not in interviews. Who are these people, and why do they do what they do? Say it here.*

    ## Goals

    - What they want to get done.

    ## Frustrations

    - What is in their way.

    ## Research basis

    - None yet.

    """
}

private let comment =
  "# What set these people apart when they were found. Reword these, and add what you believe."

private func claimYAML(_ claim: Claim) -> String {
  var lines = ["  - says: \(quotedJSON(claim.says))"]
  switch claim.measure {
  case .mean(let metric): lines.append("    mean: \(quotedJSON(metric))")
  case .median(let metric): lines.append("    median: \(quotedJSON(metric))")
  case .shareOfPeople(.condition(let condition)):
    lines += ["    share: people", "    match: { \(subjectYAML(condition)) }"]
  case .shareOfPeople, .shareOfEvents: return ""
  }
  let word = claim.expectation == .moreThan(.everyone) ? "more_than" : "less_than"
  return (lines + ["    \(word): everyone"]).joined(separator: "\n") + "\n"
}

private func subjectYAML(_ condition: Condition) -> String {
  switch condition.subject {
  case .trait(let name):
    guard case .is(.text(let value)) = condition.test else { return "" }
    return "trait: \(quotedJSON(name)), is: \(quotedJSON(value))"
  case .metric(let name): return "metric: \(quotedJSON(name)), more_than: 0"
  case .score(let name): return "score: \(quotedJSON(name)), more_than: 0"
  case .event(let filter):
    let parts = [("event", filter.events), ("channel", filter.channels), ("screen", filter.screens)]
      .compactMap { key, names in names.first.map { "\(key): \(quotedJSON($0))" } }
    return "event: { \(parts.joined(separator: ", ")) }"
  }
}
