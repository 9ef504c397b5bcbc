// `persona-sync init`

import ArgumentParser
import Foundation
import Persona
import PersonaSync

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Makes a workspace, or adopts a repository that has persona files already.",
    discussion: """
      Adds what is missing and changes no file that is there. In a clone, it lets git show
      evidence in words and merge it again: git takes no such setting over from another
      repository.

      Examples:
        persona-sync init                  here
        persona-sync init research         in the folder research
        persona-sync init --example game   the example: a mobile game, with data
      """)

  @Argument(help: "The folder, this one unless named; it is made if need be.", completion: .directory)
  var folder: String?

  @Flag(help: "Copies the example workspace: four personas, three sources.")
  var example = false

  @OptionGroup var commits: CommitOptions

  @OptionGroup var terminal: TerminalOptions

  func run() throws {
    let here = FileManager.default.currentDirectoryPath
    let folder = folder ?? here
    let outcome = try initialise(folder: folder, example: example, runsHooks: !commits.skipsHooks)
    let terminal = Terminal.standard
    terminal.say(outcome.createdRepository ? "A new workspace in \(folder)" : "A workspace in \(folder)")
    for path in outcome.created { terminal.say("  created  \(path)") }
    for path in outcome.kept { terminal.say("  kept     \(path)") }
    for driver in outcome.drivers {
      let name = "\(driver.setting), for \(driver.purpose)"
      terminal.say(
        driver.isRegistered
          ? "  set      \(name)" : "  not set  \(name): no persona-sync in PATH; run init again with one")
    }
    if outcome.personas > 0 { terminal.say("Persona files found: \(outcome.personas)") }
    terminal.say("Next:")
    if Self.place(folder) != Self.place(here) { terminal.say("  cd " + shellArgument(folder)) }
    for step in outcome.next { terminal.say("  " + step) }
  }

  /// `.` and the path of this folder are one place.
  private static func place(_ path: String) -> String {
    URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL.path()
  }
}
