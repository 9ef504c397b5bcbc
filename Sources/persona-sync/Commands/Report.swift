// `persona-sync report`

import ArgumentParser
import Foundation
import Persona
import PersonaSync

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes the personas as pages to read, print and hand on.",
    discussion: """
      Shows what is committed: a card and a page for each persona with its history, a handout of one sheet, what the
      personas cover, and what was read. The pages need no server and ask for nothing from anywhere. Where a persona or
      its evidence cannot be read, no page is written and the exit code is 1.

      Examples:
        persona-sync report --open            into report/, which git ignores
        persona-sync report --output ~/site   into another folder
      """)

  @Option(help: "Write to this folder, which is new, empty or an earlier report.")
  var output: String?

  @Flag(help: "Open the first page in the browser.")
  var open = false

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let folder = try workspace.find()
    let here = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    let terminal = Terminal.standard
    let progress = ProgressLine(terminal: terminal)
    let outcome = try progress.during {
      try report(
        on: folder, to: output.map { URL(filePath: $0, relativeTo: here).path(percentEncoded: false) },
        progress: progress.update)
    }
    outcome.warnings.forEach(terminal.print)
    terminal.say(
      "\(counted(outcome.personas, "persona")), \(counted(outcome.pages, "page")): "
        + escapedForTerminal(outcome.index))
    if !outcome.edits.isEmpty {
      terminal.complain("note: not committed, and so not in the report:")
      for path in outcome.edits { terminal.complain("  " + escapedForTerminal(path)) }
    }
    if open, !openInBrowser(outcome.index) {
      terminal.complain("note: no program was found that opens pages; open the file above in a browser")
    }
  }
}

/// Hands a page to the program that opens pages here; false when there is none.
func openInBrowser(_ path: String) -> Bool {
  #if os(macOS)
    let name = "open"
  #else
    let name = "xdg-open"
  #endif
  let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  guard
    let program = folders.map({ $0 + "/" + name }).first(where: FileManager.default.isExecutableFile)
  else { return false }
  let process = Process()
  process.executableURL = URL(filePath: program)
  process.arguments = [path]
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = FileHandle.nullDevice
  process.standardError = FileHandle.nullDevice
  // It may go on for as long as the browser is open; nobody waits for it.
  return (try? process.run()) != nil
}
