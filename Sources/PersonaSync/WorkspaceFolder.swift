// Finds the workspace that a command is about, and the persona files in it.

internal import Foundation
public import Persona
internal import PersonaFile
public import Workspace

/// The folder that holds `persona-sync.yml` and `personas/`.
public struct WorkspaceFolder: Sendable {
  /// Absolute path.
  public let root: String
  /// The environment and the clock of everything that is done in it.
  public let surroundings: Surroundings
  /// The folder where the person stands, relative to the root; empty at the root.
  public var standing = ""
  /// Whether the hooks that git has for a commit are run.
  public var runsHooks = true
  /// Threads that read and measure; no result depends on it.
  public var threads = ProcessInfo.processInfo.activeProcessorCount

  public init(root: String, surroundings: Surroundings = .process) {
    self.root = root
    self.surroundings = surroundings
  }

  /// The nearest folder, from `folder` upward, that holds the settings.
  ///
  /// - Throws: when none does, or `folder` is no folder: above a mistyped name lies somebody's workspace, perhaps another.
  public static func find(
    from folder: String, surroundings: Surroundings = .process
  ) throws(Failure) -> WorkspaceFolder {
    var candidate = URL(filePath: folder).standardizedFileURL.resolvingSymlinksInPath()
      .path(percentEncoded: false)
    let values = try? URL(filePath: candidate).resourceValues(forKeys: [.isDirectoryKey])
    // A folder that was removed while somebody stands in it has no path any more.
    guard values?.isDirectory == true, candidate.hasPrefix("/") else {
      throw Failure(
        "cannot work in \(folder.isEmpty ? "the current folder" : folder)",
        causes: ["there is no such folder, or it may not be entered"],
        hint: "name a folder that is there; `persona-sync init FOLDER` makes a new workspace")
    }
    var below: [String] = []
    while true {
      if FileManager.default.fileExists(atPath: candidate + "/" + Settings.fileName) {
        var found = WorkspaceFolder(root: candidate, surroundings: surroundings)
        found.standing = below.reversed().joined(separator: "/")
        return found
      }
      let parent = (candidate as NSString).deletingLastPathComponent
      if parent == candidate { break }
      below.append((candidate as NSString).lastPathComponent)
      candidate = parent
    }
    throw Failure(
      "this is not a persona-sync workspace: neither \(folder) nor a folder above it holds "
        + Settings.fileName,
      hint: "run `persona-sync init` here, or name the workspace with `-C FOLDER`")
  }

  /// A path that a person wrote from where they stand, relative to the root. An absolute one stays as it is, and so
  /// does `-`, standard input.
  public func pathFromRoot(_ written: String) -> String {
    if written == "-" || written.hasPrefix("/") { return written }
    var names = standing.split(separator: "/")
    // Only what stands in front is taken away: a name further on may be a symbolic link, with another folder above it.
    var rest = written[...]
    while true {
      if rest.hasPrefix("./") {
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("../"), names.popLast() != nil {
        rest = rest.dropFirst(3)
      } else {
        break
      }
      rest = rest.drop { $0 == "/" }
    }
    return (names + [rest]).joined(separator: "/")
  }

  /// The persona files, relative to the root, sorted bytewise; sub-folders are read, hidden ones are not.
  func personaPaths() -> [String] {
    filePaths(below: root + "/personas").filter(Self.isPersona).map { "personas/" + $0 }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The ids of all persona files.
  public func personaIDs() -> [String] { personaPaths().map(Self.personaID) }

  /// The ids that have an evidence file on disk, sorted.
  func evidenceIDs() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/evidence")) ?? []
    return names.filter { $0.hasSuffix(".json") }.map(Self.personaID).sorted()
  }

  /// Whether a path below `personas/` is a persona's by its name.
  static func isPersona(_ path: String) -> Bool {
    !path.split(separator: "/").contains { $0.hasPrefix(".") }
      && [".md", ".json"].contains { path.lowercased().hasSuffix($0) }
  }

  /// The id of a persona: its file's name without the ending.
  static func personaID(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return String(name.lastIndex(of: ".").map { name[..<$0] } ?? name)
  }

  /// Fails, with the nearest id, when no file belongs to the persona.
  func requirePersona(_ id: String) throws(Failure) {
    let ids = personaIDs()
    guard !ids.contains(id) else { return }
    let near = suggestion(for: id, among: ids)
    throw Failure(
      "there is no persona \(id)",
      hint: near.map { "did you mean \($0)?" } ?? "the personas are: " + ids.joined(separator: ", "))
  }
}
