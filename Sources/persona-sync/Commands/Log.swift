// `persona-sync log`

import ArgumentParser
import Persona
import PersonaSync

struct Log: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Shows the evolutions in words, newest first.",
    discussion: """
      Examples:
        persona-sync log          of all personas
        persona-sync log jen      of one
        persona-sync log --graph  with trends, and what people wrote between them
        git log -p personas/jen.md     the same history, as git tells it
      """)

  @Argument(help: "The persona's id.", completion: .personas)
  var persona: String?

  @Flag(help: "Draw the trends of figures and verdicts, and show hand edits too.")
  var graph = false

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    if graph {
      let text = try historyGraphs(of: persona, in: workspace.find(), safe: escapedForTerminal)
      if text.isEmpty { return complainOfNone() }
      return Terminal.standard.write(history: text)
    }
    let evolutions = try evolutions(of: persona, in: workspace.find())
    guard !evolutions.isEmpty else { return complainOfNone() }
    let terminal = Terminal.standard
    terminal.page()
    for evolution in evolutions {
      let commit = evolution.commit
      let subject = terminal.styled(.heading, escapedForTerminal(commit.subject))
      terminal.say(outline("\(terminal.styled(.unsure, commit.shortID))  \(subject)"))
      if let window = evolution.window {
        let words = escapedForTerminal("\(window.from) to \(window.to)") + " (\(window.days) days)"
        terminal.say(outline("    " + terminal.styled(.faint, words)))
      }
      for line in changes(commit.body) { terminal.say(outline("    " + escapedForTerminal(line))) }
    }
  }

  /// The lines of a commit's body. They are broken for 80 columns; where there are fewer, each change is one line that
  /// is yet to be broken.
  private func changes(_ body: [String]) -> [String] {
    guard let columns = Terminal.standard.output.columns, columns < 80 else { return body }
    return body.reduce(into: []) { changes, line in
      if line.hasPrefix("  "), let change = changes.popLast() {
        changes.append(change + " " + line.drop { $0 == " " })
      } else {
        changes.append(line)
      }
    }
  }

  private func complainOfNone() {
    Terminal.standard.complain("no evolution yet; `persona-sync sync` makes the first")
  }
}
