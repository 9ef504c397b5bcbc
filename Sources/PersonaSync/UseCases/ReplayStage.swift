// Where a replay happens: a repository of its own in a temporary folder, which is thrown away afterwards. What is made
// there is taken over whole, or not at all.

internal import EventStream
internal import Foundation
internal import Persona
internal import PersonaFile
internal import Workspace

/// A copy of a workspace's settings and committed personas, without what the tool wrote.
struct ReplayStage {
  /// The root of the repository.
  let repositoryFolder: String
  private let root: String
  private let days: LocalDays
  private let environment: [String: String]

  /// - Parameter firstEnd: the day of the first sync, counted from 1970; the copy is committed just before it.
  init(_ workspace: OpenWorkspace, _ settings: Settings, firstEnd: Int) throws(Failure) {
    days = try LocalDays(timeZone: settings.timeZone)
    let author = try workspace.repository.defaultSignature()
    environment = workspace.folder.surroundings.environment.merging(
      [
        "GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.email, "GIT_COMMITTER_NAME": author.name,
        "GIT_COMMITTER_EMAIL": author.email,
      ]) { $1 }
    let below = workspace.repository.workspace.dropFirst(workspace.repository.workTree.count)
    repositoryFolder = try Self.temporaryFolder(workspace.folder.surroundings.environment["TMPDIR"])
    root = repositoryFolder + below
    do throws(Failure) {
      try fill(from: workspace, settings, firstEnd: firstEnd)
    } catch {
      remove()
      throw error
    }
  }

  private static func temporaryFolder(_ parent: String?) throws(Failure) -> String {
    let folder = URL(filePath: parent ?? "/tmp").appending(path: "persona-sync-replay-" + UUID().uuidString)
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(
        "cannot make a temporary folder", causes: [error.localizedDescription],
        hint: "set TMPDIR to a folder that can be written to")
    }
    return folder.resolvingSymlinksInPath().path(percentEncoded: false)
  }

  private func fill(from workspace: OpenWorkspace, _ settings: Settings, firstEnd: Int) throws(Failure) {
    _ = try Repository.create(at: repositoryFolder)
    let above = try FileStore(root: repositoryFolder)
    if root != repositoryFolder { try above.createFolder(String(root.dropFirst(repositoryFolder.count + 1))) }
    let copy = try self.workspace(onDay: firstEnd, seconds: -1)
    var contents: [(path: String, bytes: [UInt8]?)] = []
    for path in [Settings.fileName, ".gitattributes", ".gitignore"] {
      let bytes = try workspace.files.read(path, limitBytes: Limits.settingsBytes)
      if let bytes { contents.append((path, bytes)) }
    }
    for entry in try workspace.personas(settings).entries {
      guard let committed = entry.committed else { continue }
      contents.append((entry.path, try committed.withoutToolPart()))
    }
    for (path, bytes) in contents {
      if let slash = path.lastIndex(of: "/") { try copy.files.createFolder(String(path[..<slash])) }
      if let bytes { try copy.files.replace(path, with: bytes, expecting: nil) }
    }
    _ = try copy.repository.commit(
      contents, message: "workspace: the personas as people wrote them, to replay their history\n")
  }

  /// The copy, whose commits carry the end of a local day, or so many seconds more.
  func workspace(onDay day: Int, seconds: Int64 = 0) throws(Failure) -> OpenWorkspace {
    let end = days.start(ofDay: day + 1) - 1
    let offset = days.clock.offsetMicroseconds(atUTC: end) / 60_000_000
    let moment = Surroundings.Moment(seconds: end / 1_000_000 + seconds, offsetMinutes: Int(offset))
    var environment = environment
    for role in ["AUTHOR", "COMMITTER"] { environment["GIT_\(role)_DATE"] = nil }
    var folder = WorkspaceFolder(root: root, surroundings: Surroundings(environment: environment) { moment })
    // As in a rebase: they have had their say about what is replayed.
    folder.runsHooks = false
    return try OpenWorkspace(folder)
  }

  func remove() { try? FileManager.default.removeItem(atPath: repositoryFolder) }
}
