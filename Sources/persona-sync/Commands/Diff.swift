// `persona-sync diff`

import ArgumentParser
import PersonaSync

struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Shows what changed by its meaning: verdicts, figures, people, words.",
    discussion: """
      Without a revision: what the last evolution changed. With one: from there to your
      files as they are now, as `git diff` has it. With two, A..B: from one to the other.
      A revision is whatever git takes for one, or a day or month: the last evolution
      with data up to then.

      Examples:
        persona-sync diff                          the last evolution of each persona
        persona-sync diff jen                      of one
        persona-sync diff jen 2026-01..2026-03     from the data of January to those of March
        persona-sync diff HEAD~8                   everything since then, hand edits too
      """)

  @Argument(
    help: ArgumentHelp("The persona's id; all personas without it.", valueName: "persona"),
    completion: .personas)
  var first: String?

  @Argument(help: ArgumentHelp("Where to start, or A..B.", valueName: "rev..rev"))
  var second: String?

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let folder = try workspace.find()
    let (persona, revisions) = try personaOrRevisions([first, second].compactMap(\.self), in: folder)
    let text = try differences(of: persona, revisions: revisions, in: folder, safe: escapedForTerminal)
    if text.isEmpty {
      let isWithoutEvolution = persona == nil && revisions == nil
      return Terminal.standard.complain(
        isWithoutEvolution ? "no evolution yet; `persona-sync sync` makes the first" : "nothing differs")
    }
    Terminal.standard.write(history: text)
  }
}
