// `persona-sync merge-driver`: git runs it, people do not.

import ArgumentParser
import Persona
import PersonaSync

struct MergeDriver: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge-driver",
    abstract: "Merges a file of a workspace, for git merge, rebase, cherry-pick and stash.",
    discussion: """
      `persona-sync init` registers it as the driver `persona-sync`; .gitattributes says
      for which files. What people wrote is merged as git does it. Evidence, picture and
      block come from the side whose data reach further; the next sync makes them anew.
      Exit 1: people's words conflict; both stand in the file, between git's markers.
      Exit 2: it could not be merged, and nothing was written.

      Example:
        persona-sync merge-driver -- base.md ours.md theirs.md 7 personas/jen.md
      """,
    shouldDisplay: false)

  @Argument(help: "What both came from.")
  var base: String

  @Argument(help: "Our version; it takes the result.")
  var ours: String

  @Argument(help: "Their version.")
  var theirs: String

  @Argument(help: "Characters of a conflict marker.")
  var markerLength: Int

  @Argument(help: "Where the file lies in the repository.")
  var path: String

  @Argument(help: "What git calls the three versions.")
  var names: [String] = []

  func run() throws {
    // git before 2.44 knows no names and leaves `%S %X %Y` as they stand; some are empty.
    func name(_ index: Int) -> String? {
      guard names.indices.contains(index), !names[index].isEmpty, !names[index].hasPrefix("%") else {
        return nil
      }
      return names[index]
    }
    let file = FileMerge(
      base: base, ours: ours, theirs: theirs, markerLength: markerLength, path: path,
      names: (name(0), name(1), name(2)))
    do throws(Failure) {
      if try merge(file) { return }
    } catch {
      // Whoever calls must not take it for a conflict that stands in the file.
      Terminal.standard.print(error)
      throw ExitCode(2)
    }
    throw ExitCode(1)
  }
}
