// The option that every command has which commits.

import ArgumentParser
import PersonaSync

struct CommitOptions: ParsableArguments {
  @Flag(name: .customLong("no-verify"), help: "Commit without git's hooks pre-commit and commit-msg.")
  var skipsHooks = false

  /// The workspace in which the command commits.
  func find(_ workspace: WorkspaceOption) throws -> WorkspaceFolder {
    var folder = try workspace.find()
    folder.runsHooks = !skipsHooks
    return folder
  }
}
