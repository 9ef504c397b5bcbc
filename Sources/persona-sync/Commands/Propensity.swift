// `persona-sync propensity`

import ArgumentParser
import PersonaSync

struct Propensity: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "propensity",
    abstract: "Says how people come back, and how well that is predicted.",
    discussion: """
      The score `propensity` of a profile is the chance that the person has not
      left for good. Documentation/Metrics.md has the formula.

      Examples:
        persona-sync propensity                  the fitted model
        persona-sync propensity --holdout 30d    predicted against who came back
      """)

  @Option(
    help: ArgumentHelp(
      "Fit to what was known so many days before the end, and compare with what came.", valueName: "30d"),
    transform: days)
  var holdout: Int?

  @Option(help: ArgumentHelp("Look at the window that ends with this day or instant.", valueName: "date"))
  var asOf: String?

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let terminal = Terminal.standard
    let progress = ProgressLine(terminal: terminal)
    let folder = try workspace.find()
    let text = try progress.during {
      try reportPropensity(in: folder, asOf: asOf, holdoutDays: holdout, progress: progress.update)
    }
    terminal.write(outline(text))
  }

  /// `30d`, `30 days`, `4w`, `4 weeks`
  private static func days(_ written: String) throws -> Int {
    let digits = written.prefix { $0.isASCII && $0.isNumber }
    let unit = written.dropFirst(digits.count).drop { $0 == " " }
    let length = ["d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7][String(unit)]
    guard let count = Int(digits), (1...5_000).contains(count), let length else {
      throw ValidationError("'\(written)' is no span of days; write --holdout 30d")
    }
    return count * length
  }
}
