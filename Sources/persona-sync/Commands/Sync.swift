// `persona-sync sync`, also when no command is given

import ArgumentParser
import Foundation
import PersonaSync

struct Sync: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Reads the sources and commits what they say of each persona.",
    discussion: """
      Hand edits of persona files are committed first, as they are. Then each
      persona whose evidence changed gets a commit of its own. When nothing
      changed, nothing is written.

      Examples:
        persona-sync sync                       all, up to the newest event
        persona-sync sync --dry-run             show every change, write nothing
        persona-sync sync --as-of 2026-03-31    as if that day had just ended
        cat events.ndjson | persona-sync sync   where a source's file is `-`
      """)

  @Flag(name: .customLong("dry-run"), help: "Show the change of every file, write nothing.")
  var isDryRun = false

  @Option(help: ArgumentHelp("Look at the window that ends with this day or instant.", valueName: "date"))
  var asOf: String?

  @Flag(help: "Leave hand edits uncommitted; commit the tool's part on top of the committed version.")
  var leaveEdits = false

  @Flag(help: "Print the outcome as JSON; Documentation/Output.md lists its keys.")
  var json = false

  @Flag(help: "Print what each step of the run took to standard error.")
  var timings = false

  @Option(help: ArgumentHelp("Threads that read sources; no result depends on it.", visibility: .hidden))
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @OptionGroup var commits: CommitOptions

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let terminal = Terminal.standard
    let options = SyncOptions(
      asOf: asOf, isDryRun: isDryRun, leavesEdits: leaveEdits, tool: Version.tool)
    let progress = ProgressLine(terminal: terminal)
    let timings = timings ? Timings() : nil
    let outcome = try progress.during {
      var folder = try commits.find(workspace)
      folder.threads = threads
      return try sync(folder, options: options) { state in
        progress.update(state)
        timings?.update(state)
      }
    }
    if let timings { terminal.complain(timings.text) }
    if json {
      terminal.say(try outcome.jsonText())
    } else {
      if isDryRun { terminal.page() }
      let words = SyncWords(outcome: outcome)
      terminal.write(words.text)
      for note in words.notes { terminal.note(note) }
    }
    if outcome.hasConflicts { throw ExitCode(1) }
  }
}
