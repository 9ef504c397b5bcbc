// `persona-sync export`

public import ArgumentParser
import Foundation
public import PersonaSync

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Gives a persona to other programs: as a slide, a file, JSON, or its people.",
    discussion: """
      card      a slide of 1280 by 720 as SVG, of what is committed
      markdown  the persona file without the tool's block
      json      the persona by the schema of the DevRel Foundation's persona library
      csv       its people, a row each, their identifiers by kind. They are personal
                data: the file is for you only, and cannot lie in a git repository

      Examples:
        persona-sync export jen --format card --output jen.svg
        persona-sync export jen --format json
        persona-sync export jen --format csv --output ~/jen.csv
      """)

  @Argument(help: "The persona's id.", completion: .personas)
  var persona: String

  @Option(help: "card, markdown, json or csv.")
  var format: ExportFormat

  @Option(
    help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "Replace a file that is there.")
  var force = false

  @Option(
    help: ArgumentHelp("For csv: the people of the window that ends with this day.", valueName: "date"))
  var asOf: String?

  @OptionGroup var workspace: WorkspaceOption

  func validate() throws {
    if format.isPersonal, output == nil {
      throw ValidationError(
        "people are not printed by accident; name a file with --output, or say --output - for standard output"
      )
    }
    if asOf != nil, !format.isPersonal {
      throw ValidationError("--as-of is for --format csv; the others show what is committed")
    }
  }

  func run() throws {
    let terminal = Terminal.standard
    let progress = ProgressLine(terminal: terminal)
    let options = ExportOptions(
      format: format, output: output == "-" ? nil : output,
      folder: FileManager.default.currentDirectoryPath, overwrites: force, asOf: asOf)
    let folder = try workspace.find()
    let bytes = try progress.during {
      try exportPersona(persona, in: folder, options: options, progress: progress.update)
    }
    if terminal.output.isWatched {
      terminal.write(escapedLines(String(decoding: bytes, as: UTF8.self)))
    } else {
      terminal.write(bytes: bytes)
    }
  }
}

extension ExportFormat: ExpressibleByArgument {}
