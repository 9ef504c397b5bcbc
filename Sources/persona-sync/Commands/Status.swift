// `persona-sync status`

import ArgumentParser
import Persona
import PersonaSync

struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Shows where every persona stands and what it needs next.",
    discussion: """
      Reads what is committed, and no source: it is quick on any amount of data.
      OPEN counts the claims that are neither confirmed nor contradicted: inconclusive,
      without data or stale. In a terminal it says how old the evidence is; what is older than
      `stages.stale_after` is overdue for newer data.

      Examples:
        persona-sync status
        persona-sync status -C research
      """)

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let status = try status(of: workspace.find(), tool: Version.tool)
    let terminal = Terminal.standard
    terminal.page()
    status.problems.forEach(terminal.print)
    terminal.write(personasText(status.personas))
    terminal.write("\n" + sourcesText(status.sources))
    if status.cacheBytes > 0 {
      let size = byteText(status.cacheBytes)
      terminal.say(
        "\n" + outline("What was parsed and linked is kept in .persona-sync for the next run: \(size)."))
    }
    if !status.edits.isEmpty {
      terminal.write(heading("Edited by hand and not committed; the next sync commits them first:"))
      for path in status.edits { terminal.say("  " + escapedForTerminal(path)) }
    }
  }

  private func personasText(_ personas: [PersonaStatus]) -> String {
    guard !personas.isEmpty else { return "No persona yet; `persona-sync add NAME` makes one.\n" }
    let rows = personas.map { persona in
      let verdicts = persona.verdicts
      let others =
        verdicts.values.reduce(0, +) - verdicts[.confirmed, default: 0]
        - verdicts[.contradicted, default: 0]
      return [
        escapedForTerminal(persona.id), styled(persona.stage), persona.people.map(grouped) ?? "-",
        count(verdicts[.confirmed], .good), count(verdicts[.contradicted], .bad), count(others, .unsure),
        persona.evidenceTo ?? "-",
      ]
    }
    return table(
      [["PERSONA", "STAGE", "PEOPLE", "CONFIRMED", "CONTRADICTED", "OPEN", "AS OF"]] + rows,
      rightAligned: [2, 3, 4, 5], unbroken: [1, 6])
      + ageText(personas) + otherRulesText(personas) + conflictsText(personas) + driftText(personas)
      + needsText(personas)
  }

  private func otherRulesText(_ personas: [PersonaStatus]) -> String {
    let ids = personas.filter(\.isOfOtherRules).map { escapedForTerminal($0.id) }
    guard !ids.isEmpty else { return "" }
    return heading(
      "Settings, rules or formulas have changed since; the next sync tells them anew, or says why it waits:")
      + wrapped(ids.joined(separator: ", "), indent: 2, hanging: 4)
  }

  private func conflictsText(_ personas: [PersonaStatus]) -> String {
    let ids = personas.filter(\.isInConflict).map { escapedForTerminal($0.id) }
    guard !ids.isEmpty else { return "" }
    return heading(
      "Waiting, because somebody wrote into the block where the data changed; a sync shows both texts:")
      + wrapped(ids.joined(separator: ", "), indent: 2, hanging: 4)
  }

  /// `-` for none, so that the figures that matter stand out.
  private func count(_ number: Int?, _ style: Style) -> String {
    guard let number, number > 0 else { return "-" }
    return Terminal.standard.styled(style, grouped(number))
  }

  /// How long ago the evidence ends, for somebody who watches. A file would say another thing tomorrow.
  private func ageText(_ personas: [PersonaStatus]) -> String {
    let output = Terminal.standard.output
    guard output.isWatched else { return "" }
    let lines = list(personas) { persona in
      guard let age = persona.evidenceAgeDays else { return "" }
      return counted(age, "day") + (persona.isOverdue ? ", " + output.styled(.unsure, "overdue") : "")
    }
    return lines.isEmpty ? "" : heading("Age of the evidence:") + lines
  }

  private func styled(_ stage: Stage) -> String { Terminal.standard.styled(stage.style, stage.rawValue) }

  private func heading(_ text: String) -> String { "\n" + Terminal.standard.styled(.heading, text) + "\n" }

  private func driftText(_ personas: [PersonaStatus]) -> String {
    let lines = personas.filter { !$0.drift.isEmpty }.map { persona in
      wrapped(
        escapedForTerminal("\(persona.id): \(persona.drift.joined(separator: "; "))"), indent: 2, hanging: 4)
    }
    return lines.isEmpty ? "" : heading("Moved beyond chance since the window before:") + lines.joined()
  }

  private func needsText(_ personas: [PersonaStatus]) -> String {
    let lines = list(personas) { escapedForTerminal($0.missing) }
    return lines.isEmpty ? "" : heading("Needed for the next stage:") + lines
  }

  /// What is said of personas, those of whom the same is said together. Of whom there is nothing to say is left out.
  private func list(_ personas: [PersonaStatus], _ words: (PersonaStatus) -> String) -> String {
    var items: [(words: String, ids: [String])] = []
    for persona in personas {
      let (words, id) = (words(persona), escapedForTerminal(persona.id))
      if let index = items.firstIndex(where: { $0.words == words }) {
        items[index].ids.append(id)
      } else if !words.isEmpty {
        items.append((words, [id]))
      }
    }
    return items.map { wrapped("\($0.ids.joined(separator: ", ")): \($0.words)", indent: 2, hanging: 4) }
      .joined()
  }

  private func sourcesText(_ sources: [SourceStatus]) -> String {
    guard !sources.isEmpty else { return "No source yet; `persona-sync sources FILE --write` adds one.\n" }
    let rows = sources.map { source in
      [
        escapedForTerminal(source.name), source.isCommand ? "-" : "\(source.files)",
        source.isCommand ? "-" : byteText(source.bytes),
        source.problem ?? source.lastEvent ?? source.records.map {
          "none, \(counted($0, "record"))"
        } ?? "-",
      ]
    }
    return table([["SOURCE", "FILES", "SIZE", "EVIDENCE TO"]] + rows, rightAligned: [1, 2])
  }
}

/// `12 MB`, `340 kB`
func byteText(_ bytes: Int) -> String {
  bytes >= 1_000_000 ? "\(grouped(bytes / 1_000_000)) MB" : "\(grouped((bytes + 999) / 1000)) kB"
}
