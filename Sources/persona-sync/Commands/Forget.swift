// `persona-sync forget`

import ArgumentParser
import Foundation
import Persona
import PersonaSync

struct Forget: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Leaves a person out of everything from now on.",
    discussion: """
      An identifier stands for the whole profile that has it. From now on nothing of
      this person counts, whatever the sources hold. Evidence changes by the same
      rules as ever, so nobody can tell by it who left.

      What is kept is a keyed hash of every identifier, in a file among git's own
      that is never committed. Another clone needs a copy of it; in the settings
      `privacy: {forgotten: required}` lets nothing run without it.

      What sources and history hold of them stays: Documentation/Privacy.md says
      how to erase it.

      Examples:
        persona-sync forget user:1017
        persona-sync forget - < list          one identifier a line
        persona-sync forget --undo user:1017
      """)

  @Argument(
    help: ArgumentHelp(
      "Identifiers, with or without their kind; `-` reads them from standard input.", valueName: "identifier")
  )
  var identifiers: [String] = []

  @Flag(name: .customLong("undo"), help: "Count these people again.")
  var isUndone = false

  @Flag(
    name: .customLong("new-list"),
    help: "Begin the list that the settings require: nobody was forgotten before.")
  var beginsList = false

  @OptionGroup var workspace: WorkspaceOption

  func validate() throws {
    if isUndone, beginsList { throw ValidationError("--undo and --new-list cannot stand together") }
    if identifiers.isEmpty, !beginsList { throw ValidationError("name an identifier of whom to forget") }
  }

  func run() throws {
    let terminal = Terminal.standard
    let progress = ProgressLine(terminal: terminal)
    let (folder, named) = (try workspace.find(), try named())
    let outcome = try progress.during {
      isUndone
        ? try remember(named, in: folder, progress: progress.update)
        : try forget(named, in: folder, beginsList: beginsList, progress: progress.update)
    }
    terminal.write(isUndone ? people(outcome.people) + " will be counted again\n" : words(for: outcome))
  }

  /// The identifiers, where `-` stands for those of standard input.
  private func named() throws(Failure) -> [String] {
    guard identifiers.contains("-") else { return identifiers }
    var named = identifiers.filter { $0 != "-" }
    while let line = readLine() {
      let identifier = line.trimmingCharacters(in: .whitespaces)
      if !identifier.isEmpty { named.append(identifier) }
    }
    return named
  }

  private func people(_ count: Int) -> String { "\(grouped(count)) \(count == 1 ? "person" : "people")" }

  private func words(for outcome: ForgetOutcome) -> String {
    var text = ""
    if identifiers.isEmpty { return "The list of forgotten people is begun: nobody is on it\n" }
    if outcome.known > 0 { text += people(outcome.known) + " forgotten before\n" }
    guard outcome.people > 0 else { return text }
    let seen = outcome.people - outcome.unseen
    if seen > 0 {
      text +=
        people(seen) + " will be left out from now on, with \(counted(outcome.identifiers, "identifier"))\n"
    }
    if outcome.unseen > 0 {
      text += wrapped(
        "no source has \(outcome.unseen == 1 ? "one identifier" : "\(grouped(outcome.unseen)) identifiers") that you "
          + "named: who comes with it later will be left out. Was it a slip? The same with --undo takes it back",
        indent: 0, hanging: 0)
    }
    return text
      + wrapped(
        "Who they are stands as hashes in \(escapedForTerminal(outcome.path)), on this computer only: another clone "
          + "needs a copy of it. Sources and history are as they were (Documentation/Privacy.md).",
        indent: 0, hanging: 0)
  }
}
