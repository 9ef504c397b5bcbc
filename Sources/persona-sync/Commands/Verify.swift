// `persona-sync verify`

import ArgumentParser
import Foundation
import PersonaSync

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Works the committed evidence out again and says whether it is the same, byte for byte.",
    discussion: """
      Reads the sources up to where each evidence ends. Exit 1 unless all are the same,
      so that a build server can refuse evidence that somebody wrote, or that the
      sources do not give (any more), and blocks and pictures that are not those of
      their evidence. Nothing is written but the cache.

      same             byte for byte
      differs          something else comes out; committed with -, now with +
      not repeatable   the rules or the sources changed since; `sync` makes it anew
      unreadable       no evidence stands where the persona has some; `sync` makes it anew

      Examples:
        persona-sync verify           every persona that has evidence
        persona-sync verify jen       one
        persona-sync verify --json    for a script
      """)

  @Argument(help: "Personas; all that have evidence without any.", completion: .personas)
  var personas: [String] = []

  @Flag(help: "Print the outcome as JSON; Documentation/Output.md lists its keys.")
  var json = false

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let terminal = Terminal.standard
    let progress = ProgressLine(terminal: terminal)
    let found = try progress.during {
      try verifyEvidence(
        of: personas, in: workspace.find(), tool: Version.tool, safe: escapedForTerminal,
        progress: progress.update)
    }
    if json { terminal.say(try found.jsonText()) } else { terminal.write(text(of: found.personas)) }
    if !found.isSame { throw ExitCode(1) }
  }

  private func text(of personas: [VerifiedPersona]) -> String {
    guard !personas.isEmpty else { return "No evidence yet; `persona-sync sync` makes the first.\n" }
    var text = table(
      [["PERSONA", "DATA TO", "EVIDENCE"]]
        + personas.map { [escapedForTerminal($0.id), $0.windowTo ?? "-", words(for: $0.result)] })
    for persona in personas where !persona.details.isEmpty {
      let end = persona.result == .differs ? ": committed (-), worked out again (+)" : ""
      text += "\n" + Terminal.standard.styled(.heading, escapedForTerminal(persona.id) + end) + "\n"
      text += persona.details.map { line in
        persona.result == .differs
          ? "  " + line + "\n" : wrapped(escapedForTerminal(line), indent: 2, hanging: 4)
      }.joined()
    }
    return text
  }

  private func words(for result: VerifiedPersona.Result) -> String {
    switch result {
    case .same: Terminal.standard.styled(.good, "same")
    case .differs: Terminal.standard.styled(.bad, "differs")
    case .notRepeatable: Terminal.standard.styled(.unsure, "not repeatable")
    case .unreadable: Terminal.standard.styled(.bad, "unreadable")
    }
  }
}
