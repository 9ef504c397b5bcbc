// `persona-sync discover`

import ArgumentParser
import Persona
import PersonaSync

struct Discover: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discover",
    abstract: "Looks for groups of people who behave alike; makes personas of them.",
    discussion: """
      Says how many groups there are and why, and what sets each apart. That there
      are none is a possible answer. Nothing is written until you accept a group: then
      it becomes a persona whose people are known by their behaviour.
      Documentation/Discovery.md has the method.

      Examples:
        persona-sync discover                among everyone
        persona-sync discover --uncovered    among those whom no persona covers
        persona-sync discover --groups 5     as many as you say
        persona-sync discover --accept 2 --name "Evening buyers"
      """)

  @Option(help: ArgumentHelp("Take so many groups instead of as many as there are.", valueName: "count"))
  var groups: Int?

  @Flag(help: "Look only at people whom no persona covers.")
  var uncovered = false

  @Option(
    help: ArgumentHelp(
      "Commit this group, by its number, as a persona; may be given several times.", valueName: "group"))
  var accept: [Int] = []

  @Option(
    help: ArgumentHelp("Name the accepted persona so, instead of by what sets it apart.", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("Look at the window that ends with this day or instant.", valueName: "date"))
  var asOf: String?

  @OptionGroup var commits: CommitOptions

  @OptionGroup var workspace: WorkspaceOption

  func validate() throws {
    if let groups, !(2...20).contains(groups) {
      throw ValidationError("--groups \(groups): between 2 and 20 groups can be asked for")
    }
    if name != nil, accept.count != 1 {
      throw ValidationError("--name names the one group that --accept takes")
    }
  }

  func run() throws {
    let terminal = Terminal.standard
    let progress = ProgressLine(terminal: terminal)
    let folder = try commits.find(workspace)
    let options = DiscoverOptions(asOf: asOf, groups: groups, uncovered: uncovered)
    if !accept.isEmpty {
      let outcome = try progress.during {
        try acceptGroups(
          accept, named: name, in: folder, options: options, tool: Version.tool, progress: progress.update)
      }
      let words = SyncWords(outcome: outcome)
      terminal.write(words.commitsText)
      for note in words.notes { terminal.note(note) }
      if outcome.hasConflicts { throw ExitCode(1) }
      return
    }
    let text = try progress.during {
      try discoverGroups(in: folder, options: options, safe: escapedForTerminal, progress: progress.update)
    }
    terminal.page()
    terminal.write(outline(text))
  }
}
