// A workspace with its repository and files at hand: what every use case begins with.

internal import Persona
internal import PersonaFile
internal import Workspace

/// The folder, its files and its repository.
struct OpenWorkspace {
  let folder: WorkspaceFolder
  let files: FileStore
  let repository: Repository

  init(_ folder: WorkspaceFolder) throws(Failure) {
    self.folder = folder
    files = try FileStore(root: folder.root)
    try KeptFolder.requireOwn(in: files.root)
    repository = try Repository.open(workspace: folder.root, surroundings: folder.surroundings)
    repository.runsHooks = folder.runsHooks
  }

  /// Brings what an interrupted run began to its end. The caller holds the workspace lock.
  func settle() throws(Failure) -> Recovery? {
    try repository.settle(in: files, writingBelow: ["personas", "evidence"])
  }

  /// Does what may write to a workspace: while nobody else does, and after what an interrupted run began was brought to
  /// its end. A dry run neither waits nor writes.
  ///
  /// - Parameter work: given the workspace as it stands then, and what became of the interrupted run.
  static func whileQuiet<Outcome>(
    in folder: WorkspaceFolder, isDryRun: Bool, _ work: (OpenWorkspace, Recovery?) throws -> Outcome
  ) throws -> Outcome {
    let lock = try isDryRun ? nil : WorkspaceLock.acquire(in: folder.root)
    let workspace = try OpenWorkspace(folder)
    try workspace.repository.requireQuiet()
    let recovery = try isDryRun ? nil : workspace.settle()
    let outcome = try work(isDryRun ? workspace : OpenWorkspace(folder), recovery)
    _ = consume lock
    return outcome
  }

  /// Seconds since 1970.
  var now: Int64 { folder.surroundings.now().seconds }

  /// Reads `persona-sync.yml`; every problem in it is thrown at once.
  func settings() throws -> Settings {
    let (settings, problems) = try readSettings()
    if problems.hasErrors { throw WrittenProblems(problems) }
    return settings
  }

  /// Reads `persona-sync.yml` with everything that is wrong in it.
  func readSettings() throws(Failure) -> (Settings, [Problem]) {
    let bytes = try files.read(Settings.fileName, limitBytes: Limits.settingsBytes) ?? []
    var reader = SettingsReader()
    let settings = try reader.read(bytes)
    return (settings, reader.problems)
  }

  func personas(_ settings: Settings, leavesEdits: Bool = false) throws(Failure) -> PersonaSet {
    try PersonaSet(
      in: folder, files: files, repository: repository, settings: settings, leavesEdits: leavesEdits)
  }

  /// The personas; every problem in them and in their rules is thrown at once.
  func soundPersonas(_ settings: Settings, leavesEdits: Bool = false) throws -> PersonaSet {
    let personas = try personas(settings, leavesEdits: leavesEdits)
    let problems = personas.problems + ruleProblems(personas, settings: settings)
    if problems.hasErrors { throw WrittenProblems(problems) }
    return personas
  }
}
