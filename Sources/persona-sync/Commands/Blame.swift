// `persona-sync blame`

import ArgumentParser
import PersonaSync

struct Blame: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blame",
    abstract: "Says since which evolution each claim and figure stands, and from which records.",
    discussion: """
      Examples:
        persona-sync blame jen
        git blame personas/jen.md     the same question about her words
      """)

  @Argument(help: "The persona's id.", completion: .personas)
  var persona: String

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    Terminal.standard.write(history: try blame(persona, in: workspace.find(), safe: escapedForTerminal))
  }
}
