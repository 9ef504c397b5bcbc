// The manual: a page for the tool and one for each of its commands.

/// All pages of the manual, made from what the tool says of itself.
struct Manual {
  let command: Command
  let version: String
  let date: String

  /// The pages by the names of their files.
  var pages: [String: String] {
    var pages = [command.commandName + ".1": mainPage]
    for subcommand in commands {
      pages["\(command.commandName)-\(subcommand.commandName).1"] = page(of: subcommand)
    }
    return pages
  }

  private var commands: [Command] {
    (command.subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
  }

  private var mainPage: String {
    var page = Page(
      name: command.commandName, abstract: command.abstract ?? "", date: date, version: version)
    page.synopsis("\(command.commandName) [COMMAND] ...", [])
    page.heading("DESCRIPTION")
    page.paragraphs(command.discussion ?? "")
    page.heading("COMMANDS")
    for subcommand in commands {
      page.item("\\fB\(roff(subcommand.commandName))\\fR", subcommand.abstract ?? "")
    }
    page.arguments(command.arguments ?? [])
    page.heading("EXIT STATUS")
    for (code, meaning) in Self.exitCodes { page.item("\\fB\(code)\\fR", meaning) }
    page.heading("ENVIRONMENT")
    for (name, meaning) in Self.environment { page.item("\\fB\(name)\\fR", meaning) }
    page.heading("SEE ALSO")
    page.paragraphs(
      commands.map { "\(command.commandName)-\($0.commandName)(1)" }.joined(separator: ", ") + ", git(1)")
    return page.text
  }

  private func page(of subcommand: Command) -> String {
    var page = Page(
      name: "\(command.commandName)-\(subcommand.commandName)", abstract: subcommand.abstract ?? "",
      date: date,
      version: version)
    page.synopsis("\(command.commandName) \(subcommand.commandName)", subcommand.arguments ?? [])
    if let discussion = subcommand.discussion, !discussion.isEmpty {
      page.heading("DESCRIPTION")
      page.paragraphs(discussion)
    }
    page.arguments(subcommand.arguments ?? [])
    page.heading("SEE ALSO")
    page.paragraphs("\(command.commandName)(1)")
    return page.text
  }

  private static let exitCodes = [
    ("0", "It is done."), ("1", "Something is wrong that you can mend; the message says what."),
    ("2", "The words of the command are wrong."), ("70", "A mistake of the tool; please report it."),
    ("141", "Whoever read the output has stopped."),
  ]

  private static let environment = [
    ("NO_COLOR", "With any value: no colours."),
    (
      "PERSONA_SYNC_PAGER, PAGER",
      "What long output goes through; empty or cat for nothing. Without both, less."
    ),
    ("COLUMNS", "The width of the terminal, where it is to be another than the terminal says."),
    ("LC_ALL, LC_CTYPE, LANG", "Whether signs beyond ASCII are shown."),
  ]
}
