// `persona-sync audit`

import ArgumentParser
import Persona
import PersonaSync

struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Proves that nobody of the sources can be found in the repository, or shows where.",
    discussion: """
      Looks for every identifier and every personal value that the sources hold in
      all that can be reached in the repository: files of every commit, paths,
      messages, names of branches and tags. Exit code 1 when there is one.
      Documentation/Security.md says what is not looked for.

      Examples:
        persona-sync audit
        persona-sync audit --show-values     with what stands there
      """)

  @Flag(help: "Print the values that were found; mind who looks.")
  var showValues = false

  @Flag(help: "Print what each step of the run took to standard error.")
  var timings = false

  @OptionGroup var workspace: WorkspaceOption

  /// Places that are printed.
  private static let mostPlaces = 100

  func run() throws {
    let terminal = Terminal.standard
    let progress = ProgressLine(terminal: terminal)
    let timings = timings ? Timings() : nil
    let outcome = try progress.during {
      try audit(workspace.find(), showsValues: showValues) { state in
        progress.update(state)
        timings?.update(state)
      }
    }
    if let timings { terminal.complain(timings.text) }
    terminal.page()
    for finding in outcome.findings.prefix(Self.mostPlaces) { terminal.write(words(for: finding)) }
    let more = outcome.findings.dropFirst(Self.mostPlaces).count + outcome.furtherFindings
    if more > 0 { terminal.say("and \(grouped(more)) more") }
    for note in outcome.notes { terminal.note(note) }
    terminal.write(summary(of: outcome, terminal))
    if !outcome.isClean { throw ExitCode(1) }
  }

  private func words(for finding: AuditFinding) -> String {
    let value = finding.value.map { ": " + escapedForTerminal($0) } ?? ""
    let commit = finding.commit.map { " (commit \($0))" } ?? ""
    return wrapped(
      escapedForTerminal(finding.place) + commit + ": " + escapedForTerminal(finding.what) + value,
      indent: 0, hanging: 2)
  }

  private func summary(of outcome: AuditOutcome, _ terminal: Terminal) -> String {
    var text = outcome.isClean ? "" : "\n"
    text += wrapped(
      "looked for \(counted(outcome.sought, "value")) of \(counted(outcome.sources, "source")) in "
        + "\(counted(outcome.contents, "file content")) (\(megabytes(outcome.bytes))), "
        + "\(counted(outcome.paths, "path")), \(counted(outcome.commits, "commit")), "
        + "\(counted(outcome.tags, "annotated tag")) and \(counted(outcome.references, "reference"))",
      indent: 0, hanging: 2)
    for (reason, count) in outcome.unsought {
      text += wrapped("not looked for: \(grouped(count)) \(reason)", indent: 2, hanging: 4)
    }
    if outcome.isClean { return text + terminal.styled(.good, "nobody found") + "\n" }
    let places = outcome.findings.count + outcome.furtherFindings
    text += terminal.styled(.bad, counted(places, "place")) + "\n"
    return text
      + wrapped(
        "git never forgets: a later commit hides a value and does not remove it. `git filter-repo` rewrites a "
          + "history; then everybody who has a clone must clone again (Documentation/Security.md).",
        indent: 0, hanging: 0)
  }
}
