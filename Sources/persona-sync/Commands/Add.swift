// `persona-sync add`

import ArgumentParser
import PersonaSync

struct Add: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Adds a persona with the conventional sections to fill in.",
    discussion: """
      The file's name is made from the persona's: its id. Nothing is committed;
      that is yours to do, or the next sync's.

      Examples:
        persona-sync add Jen
        persona-sync add "Night owl Noor"
      """)

  @Argument(help: "The persona's name.")
  var name: String

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let path = try addPersona(named: name, in: workspace.find())
    Terminal.standard.say("created \(path)")
    Terminal.standard.say("Write who it is, then say under `match:` which people belong to it.")
  }
}
