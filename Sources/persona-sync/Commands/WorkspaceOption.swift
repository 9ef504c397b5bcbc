// The option that every command on a workspace has.

import ArgumentParser
import Foundation
import Persona
import PersonaSync

struct WorkspaceOption: ParsableArguments {
  @Option(
    name: [.customShort("C"), .customLong("workspace")],
    help: ArgumentHelp("Work in this folder instead of the current one.", valueName: "folder"),
    completion: .directory)
  var folder: String?

  @OptionGroup var terminal: TerminalOptions

  func find() throws(Failure) -> WorkspaceFolder {
    try WorkspaceFolder.find(from: folder ?? FileManager.default.currentDirectoryPath)
  }
}
