// `persona-sync coverage`

import ArgumentParser
import Persona
import PersonaSync

struct Coverage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Says whom the personas leave out, and which of them may be one.",
    discussion: """
      Figures over too few people are left out, as in the personas themselves.

      Examples:
        persona-sync coverage
        persona-sync coverage --as-of 2026-03-31
      """)

  @Option(help: ArgumentHelp("Look at the window that ends with this day or instant.", valueName: "date"))
  var asOf: String?

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let terminal = Terminal.standard
    let progress = ProgressLine(terminal: terminal)
    let folder = try workspace.find()
    let text = try progress.during {
      try reportCoverage(in: folder, asOf: asOf, safe: escapedForTerminal, progress: progress.update)
    }
    terminal.page()
    terminal.write(outline(text))
  }
}
