// The outcome of a sync in words.

import Persona
import PersonaSync

/// Makes the text that `sync` prints.
struct SyncWords {
  let outcome: SyncOutcome
  var look = Terminal.standard.output

  var text: String {
    var text = "\(grouped(outcome.everyone)) people, \(outcome.windowFrom) to \(outcome.windowTo)\n\n"
    if outcome.sources.isEmpty {
      text += "There is no source; `persona-sync sources FILE --write` adds one.\n"
    }
    text += sourcesText(outcome.sources) + "\n"
    if outcome.isDryRun, !outcome.diffs.isEmpty { text += changes.diffs(outcome.diffs) }
    text += omissionsText + commitsText
    let untouched = outcome.personas.filter { $0.result == .untouched }.map(\.id)
    if !untouched.isEmpty {
      let ids = escapedForTerminal(untouched.joined(separator: ", "))
      text += wrapped("no match, left alone: " + ids, indent: 0, hanging: 2)
    }
    if outcome.personas.isEmpty { text += "No persona yet; `persona-sync add NAME` makes one.\n" }
    if outcome.isDryRun { text += changes.dryRunNote }
    return text
  }

  /// What a person should know beside it.
  var notes: [String] {
    guard outcome.stoppedLinks > 0 else { return outcome.notes }
    return outcome.notes + [
      "\(counted(outcome.stoppedLinks, "identifier")) stopped joining people: seen with different ones, "
        + "or more of a kind than `identity` lets one person have (`persona-sync profiles --stopped-links` says which)"
    ]
  }

  /// What became of hand edits and of each persona.
  var commitsText: String {
    var text = ""
    for edit in outcome.edits { text += changes.commit(edit) }
    for persona in outcome.personas where persona.result != .untouched { text += words(for: persona) }
    return text
  }

  /// What was left out for privacy, of all personas together.
  private var omissionsText: String {
    var counts: [String: Int] = [:]
    for persona in outcome.personas { counts.merge(persona.suppressed, uniquingKeysWith: +) }
    if counts.isEmpty { return "" }
    let parts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\(grouped($1)) (\($0))" }
    return wrapped("figures left out for privacy: " + parts.joined(separator: ", "), indent: 0, hanging: 2)
  }

  private var changes: ChangeWords { ChangeWords(isDryRun: outcome.isDryRun, look: look) }

  private func line(_ text: String) -> String { wrapped(text, indent: 0, hanging: 2, look: look) }

  private func words(for persona: PersonaOutcome) -> String {
    let id = escapedForTerminal(persona.id)
    switch persona.result {
    case .evolved:
      return changes.commit(persona.subject ?? persona.id)
    case .unchanged:
      return look.styled(.faint, "unchanged") + "  \(id)\n"
    case .heldBack:
      let mended = persona.subject.map(changes.commit) ?? ""
      let reasons = escapedForTerminal(persona.details.joined(separator: "; "))
      return mended + line(look.styled(.unsure, "held back") + "  \(id): \(reasons)")
    case .tooFew:
      if let subject = persona.subject { return changes.commit(subject) }
      return line(look.styled(.unsure, "too few") + "    \(id): fewer people match than may be shown")
    case .withdrawn:
      if let subject = persona.subject { return changes.commit(subject) }
      let reasons = escapedForTerminal(persona.details.joined(separator: "; "))
      return line(look.styled(.unsure, "withdrawn") + "  \(id): \(reasons)")
    case .conflict:
      return changes.conflict(persona.id, persona.details)
    case .refused:
      return changes.refusal(persona.id, persona.details)
    case .untouched:
      return ""
    }
  }
}

/// What each source gave, with what was rejected and where.
func sourcesText(_ sources: [SourceOutcome]) -> String {
  var text = sourcesTable(sources)
  for source in sources {
    for reject in source.rejects {
      text += "  \(escapedForTerminal(source.name)): \(grouped(reject.count)) rejected, \(reject.reason)\n"
      for place in reject.first { text += "    \(escapedForTerminal(place))\n" }
      let more = reject.count - reject.first.count
      if more > 0 { text += "    and \(grouped(more)) more\n" }
    }
    text += contribution(of: source)
  }
  return text
}

/// What the table of sources does not show of one: events of nobody, and records that are no events.
func contribution(of source: SourceOutcome) -> String {
  let name = escapedForTerminal(source.name)
  var text = ""
  if source.events == 0, source.records > 0 {
    text += "  \(name): \(counted(source.records, "record")), no events\n"
  }
  if source.unidentified > 0 {
    text += "  \(name): \(counted(source.unidentified, "event")) without a usable identifier, of nobody\n"
  }
  return text
}

/// What each source gave, a line each.
func sourcesTable(_ sources: [SourceOutcome]) -> String {
  guard !sources.isEmpty else { return "" }
  var rows = [["SOURCE", "FILES", "EVENTS", "REJECTED", "DUPLICATES", "FROM", "TO"]]
  for source in sources {
    let rejected = source.rejects.reduce(0) { $0 + $1.count }
    rows.append([
      escapedForTerminal(source.name), "\(source.files)", grouped(source.events), grouped(rejected),
      grouped(source.duplicates), source.from ?? "-", source.to ?? "-",
    ])
  }
  return table(rows, rightAligned: [1, 2, 3, 4])
}

/// A text from files or data on one line, with control characters made visible, so that it cannot move the cursor.
func escapedForTerminal(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.map { scalar in
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        let isBidi = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        return isControl || isBidi ? "\u{FFFD}" : scalar
      }))
}

/// The same for a text of several lines, however they end.
func escapedLines(_ text: String) -> String {
  text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    .map { escapedForTerminal(String($0)) }.joined(separator: "\n")
}
