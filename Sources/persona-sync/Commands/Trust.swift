// `persona-sync trust`

import ArgumentParser
import PersonaSync

struct Trust: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust",
    abstract: "Lets the commands of the settings run on this computer.",
    discussion: """
      A source may be a command. It runs only after you have said so, here and for
      exactly this text: a workspace that you cloned runs nothing by itself, and a
      command that was changed asks again. Nothing of it is kept in the repository.

      Examples:
        persona-sync trust --list      read what would run
        persona-sync trust             show it and let it run from now on
        persona-sync trust --revoke    let nothing of this workspace run any more
      """)

  @Flag(help: "Show the commands and whether they may run, and change nothing.")
  var list = false

  @Flag(help: "Take back everything that this workspace may run.")
  var revoke = false

  @OptionGroup var workspace: WorkspaceOption

  func validate() throws {
    if list, revoke { throw ValidationError("--list and --revoke cannot stand together.") }
  }

  func run() throws {
    let folder = try workspace.find()
    if revoke {
      show(try revokeTrust(in: folder), none: "Nothing of this workspace was trusted.")
    } else if list {
      show(try listCommands(in: folder), none: "No source of this workspace is a command.")
    } else {
      show(try trustCommands(in: folder), none: "No source of this workspace is a command.")
    }
  }

  private func show(_ commands: [CommandTrust], none: String) {
    let terminal = Terminal.standard
    for command in commands {
      terminal.say("\(escapedForTerminal(command.source)): \(words(for: command.state))")
      terminal.say(escapedLines(indented(command.command)))
    }
    if commands.isEmpty { terminal.say(none) }
  }

  private func words(for state: CommandTrust.State) -> String {
    switch state {
    case .untrusted: "not trusted"
    case .trustedNow: "trusted from now on"
    case .trusted: "trusted"
    case .unused: "trusted, and not in the settings"
    case .revoked: "not trusted any more"
    }
  }
}
