// `persona-sync undo`

import ArgumentParser
import PersonaSync

struct Undo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Takes back the last evolution of personas, in a commit of its own.",
    discussion: """
      Block, stage, evidence and picture become what they were before it; what people
      wrote since stays, and so does the history. Once more goes back one more.

      The data are what they were, so the next sync evolves the persona again: change
      the rules, the sources or `--as-of` first. Evidence that was taken back can still
      be read in git, so the rule against subtracting two evolutions counts it as well.

      Examples:
        persona-sync undo jen              the last evolution of one persona
        persona-sync undo                  of each persona
        persona-sync undo jen --dry-run    show the change of every file, write nothing
      """)

  @Argument(help: "Personas; all of them without any.", completion: .personas)
  var personas: [String] = []

  @Flag(name: .customLong("dry-run"), help: "Show the change of every file, write nothing.")
  var isDryRun = false

  @OptionGroup var commits: CommitOptions

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let terminal = Terminal.standard
    let outcome = try undoEvolutions(
      of: personas, in: commits.find(workspace), isDryRun: isDryRun, tool: Version.tool)
    if isDryRun { terminal.page() }
    terminal.write(text(of: outcome, look: terminal.output))
    for note in outcome.notes { terminal.note(note) }
    if outcome.hasConflicts { throw ExitCode(1) }
  }

  private func text(of outcome: UndoOutcome, look: Look) -> String {
    let changes = ChangeWords(isDryRun: outcome.isDryRun, look: look)
    var text = outcome.diffs.isEmpty ? "" : changes.diffs(outcome.diffs)
    for edit in outcome.edits { text += changes.commit(edit) }
    for persona in outcome.personas {
      switch persona.result {
      case .undone(let subject): text += changes.commit(subject)
      case .conflict(let texts): text += changes.conflict(persona.id, texts)
      case .refused(let reasons): text += changes.refusal(persona.id, reasons)
      }
    }
    return text + (outcome.isDryRun ? changes.dryRunNote : "")
  }
}
