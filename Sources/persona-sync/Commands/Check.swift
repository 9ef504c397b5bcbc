// `persona-sync check`

import ArgumentParser
import Persona
import PersonaSync

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks settings, personas and sources, and writes nothing.",
    discussion: """
      Shows every problem at once, each with its place and a hint. Exit code 1
      when there is an error.

      Examples:
        persona-sync check
        persona-sync check -C research
      """)

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let terminal = Terminal.standard
    let progress = ProgressLine(terminal: terminal)
    let outcome = try progress.during { try check(workspace.find(), progress: progress.update) }
    terminal.page()
    outcome.problems.forEach(terminal.print)
    terminal.write(sourcesTable(outcome.sources) + outcome.sources.map(contribution).joined())
    let errors = outcome.problems.count { $0.severity == .error }
    let warnings = outcome.problems.count - errors
    let seen = "\(counted(outcome.personas, "persona")), \(counted(outcome.sources.count, "source"))"
    let found = [
      terminal.styled(errors > 0 ? .bad : .good, counted(errors, "error")),
      warnings > 0 ? terminal.styled(.unsure, counted(warnings, "warning")) : counted(warnings, "warning"),
    ]
    terminal.say("\(seen): \(found.joined(separator: ", "))")
    if errors > 0 { throw ExitCode(1) }
  }
}

/// `1 error`, `2 errors`
func counted(_ count: Int, _ noun: String) -> String { "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")" }
