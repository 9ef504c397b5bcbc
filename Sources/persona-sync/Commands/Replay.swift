// `persona-sync replay`

public import ArgumentParser
import Foundation
import Persona
public import PersonaSync

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Rebuilds the history that would have been, on a branch of its own.",
    discussion: """
      The branch begins with the personas as people wrote them. Then comes one sync
      as of the end of each month (week, quarter); its commits carry that date. Your
      branch and your files stay as they are.

      Examples:
        persona-sync replay --every month --from 2025-01
        persona-sync replay --every week --from 2025-01 --to 2025-06 --branch try
        git log replay                            what came of it
      """)

  @Option(help: "week, month or quarter.")
  var every: ReplayPeriod = .month

  @Option(help: ArgumentHelp("The first month, or day, that may end a period.", valueName: "date"))
  var from: String

  @Option(help: ArgumentHelp("The last one; without it the newest event.", valueName: "date"))
  var to: String?

  @Option(help: ArgumentHelp("The branch that is made.", valueName: "name"))
  var branch = "replay"

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let terminal = Terminal.standard
    let options = ReplayOptions(
      every: every, from: from, to: to, branch: branch, tool: Version.tool)
    let progress = ProgressLine(terminal: terminal)
    var evolutions = 0
    let folder = try workspace.find()
    let notes = try progress.during {
      try replay(folder, options: options, progress: progress.update) { outcome in
        progress.end()
        let subjects = outcome.personas.compactMap(\.subject)
        evolutions += subjects.count
        for subject in subjects { terminal.say("\(outcome.windowTo)  \(escapedForTerminal(subject))") }
        if subjects.isEmpty { terminal.say("\(outcome.windowTo)  no persona changed") }
      }
    }
    terminal.say(
      "\n\(evolutions == 1 ? "1 evolution" : "\(evolutions) evolutions") on the branch \(branch): "
        + "git log \(shellArgument(branch))")
    for note in notes { terminal.note(note) }
  }
}

extension ReplayPeriod: ExpressibleByArgument {}
