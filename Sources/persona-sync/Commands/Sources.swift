// `persona-sync sources`

import ArgumentParser
import PersonaSync

struct Sources: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sources",
    abstract: "Looks at export files and proposes how to read them.",
    discussion: """
      Prints a piece of YAML to paste into persona-sync.yml, or puts it there with
      --write. Files that are parts of one export become one source. A file in
      which no field names a person is left out. A path is taken from where you
      stand; the proposal has it from the folder of persona-sync.yml.

      Examples:
        persona-sync sources data/*.csv
        persona-sync sources data/events.ndjson.gz --write
      """)

  @Argument(
    help: "Files to look at; without any, all in data/ that no source reads yet.", completion: .file())
  var files: [String] = []

  @Flag(help: "Add the proposal to persona-sync.yml.")
  var write = false

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let proposal = try proposeSources(for: files, in: workspace.find(), write: write)
    Terminal.standard.write(proposal.yaml)
    for note in proposal.notes { Terminal.standard.complain(note) }
  }
}
