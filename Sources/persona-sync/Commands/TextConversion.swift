// `persona-sync textconv`: git runs it, people do not.

import ArgumentParser
import PersonaSync

struct TextConversion: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "textconv",
    abstract: "Prints the readable form of an evidence file, for git diff and git log -p.",
    discussion: """
      `persona-sync init` registers it as the driver `persona-sync`; .gitattributes says
      for which files. `git diff --no-textconv` shows the files themselves.

      Example:
        persona-sync textconv evidence/jen.json
      """,
    shouldDisplay: false)

  @Argument(help: "The file.")
  var file: String

  func run() throws {
    Terminal.standard.write(bytes: try readableText(ofFile: file, safe: escapedForTerminal))
  }
}
