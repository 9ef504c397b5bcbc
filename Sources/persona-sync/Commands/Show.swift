// `persona-sync show`

import ArgumentParser
import PersonaSync

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows a persona as it is, or as it was: its words, what the data said, and why.",
    discussion: """
      What is shown is what is committed. After an `@` stands whatever git takes for a
      revision, or a day or month: the last evolution with data up to then.

      Examples:
        persona-sync show jen
        persona-sync show jen@2026-03     as of the data of March
        persona-sync show jen@HEAD~4      as of a commit
      """)

  @Argument(
    help: ArgumentHelp("The persona's id, and the point of its history.", valueName: "persona[@rev]"),
    completion: .personas)
  var persona: String

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let shown = try PersonaSync.persona(persona, in: workspace.find(), safe: escapedForTerminal)
    let terminal = Terminal.standard
    terminal.page()
    func say(_ line: Substring, isHeading: Bool) {
      let indent = line.prefix { " -*".contains($0) }.count
      for piece in fitted(line, hanging: indent, look: terminal.output) {
        terminal.say(isHeading ? terminal.styled(.heading, piece) : piece)
      }
    }
    say(shown.heading[...], isHeading: true)
    terminal.say("")
    for line in shown.prose.split(separator: "\n", omittingEmptySubsequences: false) {
      say(line, isHeading: line.hasPrefix("#"))
    }
    terminal.write(history: shown.evidence)
  }
}
