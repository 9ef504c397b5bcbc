// `persona-sync status`

import ArgumentParser
import Persona
import PersonaSync

struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows where every persona stands and what it needs next.",
    discussion: """
      Reads what is committed, and no source: it is quick on any amount of data.

      Examples:
        persona-sync status
        persona-sync status -C research
      """)

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let status = try status(of: workspace.find())
    let terminal = Terminal.standard
    status.problems.forEach(terminal.print)
    terminal.write(personasText(status.personas))
    terminal.write("\n" + sourcesText(status.sources))
    if !status.edits.isEmpty {
      terminal.write("\nEdited by hand and not committed; the next sync commits them first:\n")
      for path in status.edits { terminal.say("  " + escapedForTerminal(path)) }
    }
  }

  private func personasText(_ personas: [PersonaStatus]) -> String {
    guard !personas.isEmpty else { return "No persona yet; `persona-sync add NAME` makes one.\n" }
    let rows = personas.map { persona in
      [
        escapedForTerminal(persona.id), persona.stage.rawValue, persona.people.map(grouped) ?? "-",
        verdictWords(persona.verdicts), persona.evidenceTo ?? "-",
        persona.missing.isEmpty ? "-" : persona.missing,
      ]
    }
    return table(
      [["PERSONA", "STAGE", "PEOPLE", "CLAIMS", "AS OF", "NEEDS FOR THE NEXT STAGE"]] + rows,
      rightAligned: [2])
  }

  private func sourcesText(_ sources: [SourceStatus]) -> String {
    guard !sources.isEmpty else { return "No source yet; `persona-sync sources FILE --write` adds one.\n" }
    let rows = sources.map { source in
      [
        escapedForTerminal(source.name), "\(source.files)", byteText(source.bytes),
        source.problem ?? source.lastEvent ?? "-",
      ]
    }
    return table([["SOURCE", "FILES", "SIZE", "LAST EVENT"]] + rows, rightAligned: [1, 2])
  }
}

/// `2 confirmed, 1 contradicted`
func verdictWords(_ verdicts: [Verdict: Int]) -> String {
  let words = Verdict.allCases.compactMap { verdict in
    verdicts[verdict].map { "\($0) \(verdict.rawValue)" }
  }
  return words.isEmpty ? "-" : words.joined(separator: ", ")
}

/// `12 MB`, `340 kB`
func byteText(_ bytes: Int) -> String {
  bytes >= 1_000_000 ? "\(grouped(bytes / 1_000_000)) MB" : "\(grouped((bytes + 999) / 1000)) kB"
}
