// `persona-sync profiles`

public import ArgumentParser
public import PersonaSync

struct Profiles: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiles",
    abstract: "Prints the unified profiles, exact, to standard output only.",
    discussion: """
      Profiles hold personal data. They are never written to the repository; mind
      where you send them.

      Examples:
        persona-sync profiles --persona jen --metrics sessions,purchases
        persona-sync profiles --format json
        persona-sync profiles --explain user:1017     why this person is like whom
      """)

  @Option(help: ArgumentHelp("Only people of this persona.", valueName: "id"), completion: .personas)
  var persona: String?

  @Option(help: ArgumentHelp("Only these metrics and scores.", valueName: "a,b"))
  var metrics: String?

  @Option(help: "csv or json (one object a line).")
  var format: ProfileFormat = .csv

  @Option(
    help: ArgumentHelp("Explain one profile: an identifier, with or without its kind.", valueName: "id"))
  var explain: String?

  @Flag(
    name: .customLong("stopped-links"), help: "List the identifiers that would have joined different people.")
  var listsStoppedLinks = false

  @Option(help: ArgumentHelp("Look at the window that ends with this day or instant.", valueName: "date"))
  var asOf: String?

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let terminal = Terminal.standard
    let progress = ProgressLine(terminal: terminal)
    let folder = try workspace.find()
    if let explain {
      let explanation = try progress.during {
        try explainProfile(explain, in: folder, asOf: asOf, progress: progress.update)
      }
      terminal.page()
      terminal.write(outline(escapedLines(explanation)))
      return
    }
    if listsStoppedLinks {
      let list = try progress.during {
        try listStoppedLinks(in: folder, asOf: asOf, progress: progress.update)
      }
      terminal.page()
      terminal.write(terminal.output.isWatched ? escapedLines(list) : list)
      return
    }
    let selection = ProfileSelection(
      persona: persona, metrics: metrics?.split(separator: ",").map(String.init), format: format, asOf: asOf)
    try progress.during {
      try listProfiles(selection, in: folder, progress: progress.update) { text in
        progress.end()
        terminal.page()
        // Data as they are for whoever reads them; harmless where they would be shown.
        terminal.write(terminal.output.isWatched ? escapedLines(text) : text)
      }
    }
  }
}

extension ProfileFormat: ExpressibleByArgument {}
