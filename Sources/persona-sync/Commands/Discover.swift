// `persona-sync discover`

import ArgumentParser
import Persona
import PersonaSync

struct Discover: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Looks for groups of people who behave alike; writes nothing.",
    discussion: """
      Says how many groups there are and why, and what sets each apart. That there
      are none is a possible answer. Documentation/Discovery.md has the method.

      Examples:
        persona-sync discover                among everyone
        persona-sync discover --uncovered    among those whom no persona covers
        persona-sync discover --groups 5     as many as you say
      """)

  @Option(help: ArgumentHelp("Take so many groups instead of as many as there are.", valueName: "count"))
  var groups: Int?

  @Flag(help: "Look only at people whom no persona covers.")
  var uncovered = false

  @Option(help: ArgumentHelp("Look at the window that ends with this day or instant.", valueName: "date"))
  var asOf: String?

  @OptionGroup var workspace: WorkspaceOption

  func validate() throws {
    if let groups, !(2...20).contains(groups) {
      throw ValidationError("--groups \(groups): between 2 and 20 groups can be asked for")
    }
  }

  func run() throws {
    let terminal = Terminal.standard
    let progress = ProgressLine(terminal: terminal)
    let folder = try workspace.find()
    let options = DiscoverOptions(asOf: asOf, groups: groups, uncovered: uncovered)
    let text = try progress.during {
      try discoverGroups(in: folder, options: options, safe: escapedForTerminal, progress: progress.update)
    }
    terminal.write(text)
  }
}
