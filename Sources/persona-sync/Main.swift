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
    // Each says its name: to work it out from the type takes a sixth of the time in which the program starts.
    subcommands: [
      Init.self, Add.self, Sync.self, Undo.self, Verify.self, Status.self, Check.self, Sources.self,
      Trust.self, Profiles.self, Forget.self, Audit.self, Coverage.self, Report.self, Serve.self, Export.self,
      Discover.self, Promote.self, Propensity.self, Replay.self, Log.self, Diff.self, Show.self,
      Blame.self, TextConversion.self,
      MergeDriver.self,
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
        Terminal.standard.page()
        Terminal.standard.say(HelpWords.styled(message))
      case .validationFailure:
        let error = Terminal.standard.error.styled(.bad, "error:")
        Terminal.standard.complain(message.replacing("Error:", with: error, maxReplacements: 1))
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

  /// What was typed, with options of every command that stand before it moved behind it, as git has it.
  ///
  /// The default command takes no words of its own, so a first word that names no command is a slip.
  private static func words(_ typed: ArraySlice<String>) throws -> [String] {
    var words = Array(typed)
    var leading = 0
    while leading < words.count, let length = length(ofOption: words[leading]) { leading += length }
    if leading > 0, leading < words.count, !words[leading].hasPrefix("-") {
      words = [words[leading]] + words[..<leading] + words[(leading + 1)...]
    }
    let command = words.first == "help" ? words.dropFirst().first : words.first
    guard let command, !command.hasPrefix("-") else { return words }
    let names = configuration.subcommands.map { $0._commandName } + ["help"]
    if names.contains(command) { return words }
    let shown = configuration.subcommands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
    let near = suggestion(for: command, among: names)
    throw ValidationError(
      "there is no command '\(command)'. "
        + (near.map { "Did you mean '\($0)'?" }
          ?? "The commands are \((shown + ["help"]).joined(separator: ", "))."))
  }

  /// How many words an option of every command takes; `nil` for any other word.
  private static func length(ofOption word: String) -> Int? {
    switch word {
    case "-C", "--workspace", "--color": 2
    case "--no-pager": 1
    default: word.hasPrefix("--color=") || word.hasPrefix("--workspace=") ? 1 : nil
    }
  }

  private static func exit(withCode code: Int32) -> Never { exit(withError: ExitCode(code)) }
}
