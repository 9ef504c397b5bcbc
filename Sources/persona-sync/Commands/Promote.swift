// `persona-sync promote`

import ArgumentParser
import PersonaSync

struct Promote: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote",
    abstract: "Lets behaviour decide who belongs to a persona.",
    discussion: """
      Learns how the people of the persona's match behave. Where that tells them
      from everybody else as well as the match does, the persona becomes
      data-first, and the commit says how well the two agree. Otherwise nothing is
      written. `stages: { promote: auto }` in the settings does it in every sync.

      Example:
        persona-sync promote jen
      """)

  @Argument(help: "The persona's id.", completion: .personas)
  var persona: String

  @Option(help: ArgumentHelp("Look at the window that ends with this day or instant.", valueName: "date"))
  var asOf: String?

  @OptionGroup var commits: CommitOptions

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let terminal = Terminal.standard
    let progress = ProgressLine(terminal: terminal)
    let folder = try commits.find(workspace)
    let outcome = try progress.during {
      try promotePersona(
        persona, in: folder, asOf: asOf, tool: Version.tool, progress: progress.update)
    }
    let words = SyncWords(outcome: outcome)
    terminal.write(words.commitsText)
    for note in words.notes { terminal.note(note) }
    if outcome.personas.contains(where: { $0.result != .evolved }) { throw ExitCode(1) }
  }
}
