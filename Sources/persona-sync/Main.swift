// The entry: parses the words, runs the command, and turns what went wrong into words and an exit code.

import ArgumentParser
import Foundation
import Persona
import PersonaSync

@main
struct Main: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "persona-sync",
    abstract:
      "Keeps user personas alive: adds what people really do to the persona files in your git repository.",
    discussion: """
      Without a command, `sync` runs.

      First steps:
        persona-sync init --example game && cd game   something to try things on
        persona-sync sync --dry-run                   what a sync would change
        persona-sync sync                             do it, a commit a persona
        persona-sync status                           where every persona stands
      """,
    version: Version.text,
    subcommands: [
      Init.self, Add.self, Sync.self, Status.self, Check.self, Sources.self, Trust.self, Profiles.self,
      Coverage.self, Discover.self, Promote.self, Propensity.self, Replay.self, Log.self,
    ],
    defaultSubcommand: Sync.self)

  /// Exit codes: 0 done, 1 the person can fix it, 2 wrong words, 70 our bug.
  static func main() {
    // Whoever started us may have it ignored; then nobody could tell how the command of a source ended.
    signal(SIGCHLD, SIG_DFL)
    do {
      var command = try parseAsRoot(words(CommandLine.arguments.dropFirst()))
      try command.run()
    } catch let failure as Failure {
      fail(failure)
    } catch let problems as WrittenProblems {
      problems.problems.forEach(Terminal.standard.print)
      fail(problems.failure)
    } catch let code as ExitCode {
      exit(withCode: code.rawValue)
    } catch {
      let message = fullMessage(for: error)
      switch exitCode(for: error) {
      case .success:
        Terminal.standard.say(message)
      case .validationFailure:
        Terminal.standard.complain(message.replacing("Error: ", with: "error: ", maxReplacements: 1))
        exit(withCode: 2)
      default:
        fail(Failure("the command failed", causes: ["\(error)"], kind: .bug))
      }
    }
  }

  private static func fail(_ failure: Failure) -> Never {
    Terminal.standard.print(failure)
    exit(withCode: failure.kind == .bug ? 70 : 1)
  }

  /// What was typed, with a leading `-C FOLDER` moved behind the command, as git has it.
  ///
  /// The default command takes no words of its own, so a first word that names no command is a slip.
  private static func words(_ typed: ArraySlice<String>) throws -> [String] {
    let names = configuration.subcommands.map { $0._commandName } + ["help"]
    var words = Array(typed)
    if words.count > 2, ["-C", "--workspace"].contains(words[0]), !words[2].hasPrefix("-") {
      words = [words[2], words[0], words[1]] + words[3...]
    }
    let command = words.first == "help" ? words.dropFirst().first : words.first
    guard let command, !command.hasPrefix("-"), !names.contains(command) else { return words }
    let near = suggestion(for: command, among: names)
    throw ValidationError(
      "there is no command '\(command)'. "
        + (near.map { "Did you mean '\($0)'?" } ?? "The commands are \(names.joined(separator: ", "))."))
  }

  private static func exit(withCode code: Int32) -> Never { exit(withError: ExitCode(code)) }
}
