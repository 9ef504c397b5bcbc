// What is written to a workspace, in words: commits, the differences of a dry run, and why a persona is left as it is.

import Persona
import PersonaSync

/// The words that all commands share which commit to a workspace.
struct ChangeWords {
  let isDryRun: Bool
  let look: Look

  var dryRunNote: String { "This was a dry run; nothing was written.\n" }

  /// - Parameter subject: of a commit.
  func commit(_ subject: String) -> String {
    look.styled(.good, isDryRun ? "would commit" : "committed") + "  " + escapedForTerminal(subject) + "\n"
  }

  func conflict(_ id: String, _ texts: [String]) -> String {
    look.styled(.bad, "conflict") + "   \(escapedForTerminal(id))\n"
      + texts.map { escapedLines($0) + "\n" }.joined()
  }

  func refusal(_ id: String, _ reasons: [String]) -> String {
    look.styled(.bad, "refused") + "    \(escapedForTerminal(id)): "
      + reasons.map(escapedLines).joined(separator: "\n  ") + "\n"
  }

  /// The differences of files as git colours them.
  func diffs(_ diffs: [String]) -> String { diffs.map(colored).joined() + "\n" }

  private func colored(_ diff: String) -> String {
    var isHeader = true
    return shownLines(ofDiff: diff).map { line in
      if line.hasPrefix("diff --git ") { isHeader = true }
      if line.hasPrefix("@@") { isHeader = false }
      return coloredLine(escapedForTerminal(line), isHeader: isHeader)
    }.joined(separator: "\n")
  }

  private func coloredLine(_ line: String, isHeader: Bool) -> String {
    if isHeader { return look.styled(.heading, line) }
    switch line.first {
    case "+": return look.styled(.good, line)
    case "-": return look.styled(.bad, line)
    case "@":
      let end = line.dropFirst(2).firstRange(of: "@@")?.upperBound ?? line.endIndex
      return look.styled(.hint, String(line[..<end])) + line[end...]
    default: return line
    }
  }
}
