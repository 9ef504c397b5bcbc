// `persona-sync log`

import ArgumentParser
import Persona
import PersonaSync

struct Log: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the evolutions in words, newest first.",
    discussion: """
      Examples:
        persona-sync log          of all personas
        persona-sync log jen      of one
        git log -p personas/jen.md     the same history, as git tells it
      """)

  @Argument(help: "The persona's id.")
  var persona: String?

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let evolutions = try evolutions(of: persona, in: workspace.find())
    guard !evolutions.isEmpty else {
      Terminal.standard.complain("no evolution yet; `persona-sync sync` makes the first")
      return
    }
    for evolution in evolutions {
      let commit = evolution.commit
      Terminal.standard.say("\(commit.shortID)  \(escapedForTerminal(commit.subject))")
      if let window = evolution.window {
        Terminal.standard.say(
          "    \(escapedForTerminal("\(window.from) to \(window.to)")) (\(window.days) days)")
      }
      for line in commit.body { Terminal.standard.say("    " + escapedForTerminal(line)) }
    }
  }
}
