// Makes a workspace, or adopts a repository that has persona files; changes no file that is there.

internal import Foundation
public import Persona
public import Workspace

/// What `init` did.
public struct InitOutcome: Sendable {
  public var createdRepository: Bool
  /// Paths relative to the workspace.
  public var created: [String]
  public var kept: [String]
  /// Persona files found or copied.
  public var personas: Int
  /// The drivers of git that this copy of the repository has or lacks.
  public var drivers: [GitDriver]
  /// What to do next, as lines.
  public var next: [String]
}

/// Makes what is missing: the repository, settings, the folders' ignore rules; with `example`, the whole example.
public func initialise(
  folder: String, example: Bool, runsHooks: Bool = true, surroundings: Surroundings = .process
) throws(Failure) -> InitOutcome {
  let root = URL(filePath: folder).standardizedFileURL.path(percentEncoded: false)
  let example = example ? try exampleFiles() : nil
  try makeFolder(root)
  let (repository, isNew) = try repository(at: root, surroundings: surroundings)
  let lock = try lockOfWorkspace(at: root)
  let hasRules = FileManager.default.fileExists(atPath: repository.workspace + "/.gitattributes")
  let attributes = try GitDrivers.attributeFiles(in: repository, hasRules: hasRules)
  let template = example ?? starterFiles(repository) + attributes.map { ($0.path, Array($0.text.utf8)) }
  let files = try FileStore(root: root)
  var outcome = InitOutcome(
    createdRepository: isNew, created: [], kept: [], personas: 0, drivers: [], next: [])
  var written: [(path: String, bytes: [UInt8]?)] = []
  for (path, bytes) in template where !isNeedless(path, repository: repository) {
    if try files.read(path, limitBytes: Limits.exampleFileBytes) != nil {
      outcome.kept.append(path)
      continue
    }
    if let slash = path.lastIndex(of: "/") { try files.createFolder(String(path[..<slash])) }
    try files.replace(path, with: bytes, expecting: nil)
    outcome.created.append(path)
    if !repository.isIgnored(path) { written.append((path, bytes)) }
  }
  // Made now, so that what is put there is for its owner only.
  try files.createFolder("data")
  // Without a name for the commit, the files are left for the person to commit, as in a repository of theirs.
  let isCommitted = isNew && (try? repository.defaultSignature()) != nil
  if isCommitted {
    let subject =
      example != nil ? "workspace: the example, personas as research wrote them" : "workspace: begun"
    repository.runsHooks = runsHooks
    _ = try repository.commit(written, message: subject + "\n", author: nil)
  }
  outcome.drivers = try GitDrivers.register(in: repository, surroundings: surroundings)
  outcome.personas = WorkspaceFolder(root: root).personaPaths().count
  outcome.next = nextSteps(
    outcome, example: example != nil, isCommitted: isCommitted, hasSources: try hasSources(files),
    attributes: attributes)
  _ = consume lock
  return outcome
}

/// Whether the settings name any source already.
private func hasSources(_ files: FileStore) throws(Failure) -> Bool {
  var reader = SettingsReader()
  let bytes = try files.read(Settings.fileName, limitBytes: Limits.settingsBytes) ?? []
  return (try? reader.read(bytes)).map { !$0.sources.isEmpty } ?? false
}

/// The right to write, where a run may be at work: in a workspace that is there already. A new folder is nobody's, and keeps
/// nothing of a lock.
private func lockOfWorkspace(at root: String) throws(Failure) -> WorkspaceLock? {
  let isWorkspace = [Settings.fileName, ".persona-sync"].contains {
    FileManager.default.fileExists(atPath: root + "/" + $0)
  }
  guard isWorkspace else { return nil }
  return try WorkspaceLock.acquire(in: root)
}

/// Whether the root's own rules ignore already what the rules of `data/` would.
private func isNeedless(_ path: String, repository: Repository) -> Bool {
  path == "data/.gitignore" && repository.isIgnored("data/export.csv")
}

/// - Parameter attributes: the rules for git that are missing, by the file for them.
private func nextSteps(
  _ outcome: InitOutcome, example: Bool, isCommitted: Bool, hasSources: Bool,
  attributes: [(path: String, text: String)]
) -> [String] {
  if example, isCommitted {
    return [
      "persona-sync sync --as-of 2026-01-31     the first month",
      "persona-sync status                      where every persona stands",
      "persona-sync sync                        all there is",
      "git log --stat                           what happened",
    ]
  }
  var steps: [String] = []
  if !isCommitted, !outcome.created.isEmpty {
    let paths = example ? ["."] : outcome.created
    steps.append(
      "git add \(paths.map(shellArgument).joined(separator: " ")) && git commit     when you like it")
  }
  // Made by an earlier version; what it lacks is for the person to add.
  for path in outcome.kept where path.hasSuffix("/.gitattributes") {
    let lines = attributes.first { $0.path == path }?.text.split(separator: "\n") ?? []
    steps += lines.map { "add to \(path):  \($0)" }
  }
  if outcome.personas == 0 { steps.append("persona-sync add \"Your persona\"         a persona to fill in") }
  if !hasSources { steps.append("put exports into data/, then: persona-sync sources --write") }
  steps.append("persona-sync check, then: persona-sync sync --dry-run")
  return steps
}

private func makeFolder(_ path: String) throws(Failure) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw Failure(
      "cannot make the folder \(path)", causes: [error.localizedDescription],
      hint: "choose a folder that you may write to")
  }
}

/// The repository around the folder, or a new one in it.
private func repository(at root: String, surroundings: Surroundings) throws(Failure) -> (
  Repository, isNew: Bool
) {
  let discovered = try Repository.isInside(root)
  if discovered { return (try Repository.open(workspace: root, surroundings: surroundings), false) }
  return (try Repository.create(at: root, surroundings: surroundings), true)
}

/// What a workspace needs besides personas. A file that is there already is left as it is, so rules for git go
/// into the folders that are ours when the root has its own.
private func starterFiles(_ repository: Repository) -> [(String, [UInt8])] {
  let root = repository.workspace
  func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root + "/" + path) }
  var files = [(Settings.fileName, starterSettings)]
  if exists(".gitignore") {
    files.append(("data/.gitignore", "# Exports hold personal data; git never forgets.\n*\n!.gitignore\n"))
  } else {
    files.append(
      (".gitignore", "# Exports hold personal data; git never forgets.\n/data/\n/.persona-sync/\n"))
  }
  return files.map { ($0, Array($1.utf8)) }
}

private let starterSettings = """
  # The settings of this workspace. `persona-sync check` reads this file and lists every mistake at once.

  # Hours, days and months are counted in this time zone, and times without an offset are in it.
  timezone: UTC

  # How far back a sync looks from its last day.
  window: 90 days

  # Nothing is written about fewer than 20 people, because git never forgets.
  privacy: { minimum_group: 20 }

  # Where behaviour comes from. `persona-sync sources data/FILE --write` adds an entry.
  sources: {}

  """

/// The example's files by their path in a workspace. `gitignore` and `gitattributes` stand without their dot in
/// the template, so that they do not act on the template itself.
private func exampleFiles() throws(Failure) -> [(String, [UInt8])] {
  guard let folder = exampleFolder(), let walk = FileManager.default.enumerator(atPath: folder) else {
    throw Failure(
      "the example workspace is not installed beside this program",
      hint: "install persona-sync with `make install`, or run it from its build folder")
  }
  var files: [(String, [UInt8])] = []
  while let path = walk.nextObject() as? String {
    guard let data = FileManager.default.contents(atPath: folder + "/" + path) else { continue }
    let isRule = path == "gitignore" || path == "gitattributes"
    files.append((isRule ? "." + path : path, Array(data)))
  }
  return files.sorted { $0.0 < $1.0 }
}

/// `PREFIX/share/persona-sync/workspace-template` for an installed program, else up from the build folder.
private func exampleFolder() -> String? {
  guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return nil }
  var folder = program.deletingLastPathComponent()
  let installed = folder.deletingLastPathComponent().appending(path: "share/persona-sync/workspace-template")
  var candidates = [installed]
  for _ in 0..<5 {
    candidates.append(folder.appending(path: "workspace-template"))
    folder.deleteLastPathComponent()
  }
  return candidates.map { $0.path(percentEncoded: false) }
    .first { FileManager.default.fileExists(atPath: $0 + "/" + Settings.fileName) }
}
