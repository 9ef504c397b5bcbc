// Merging one file of a workspace on behalf of git, which merges, rebases, picks or takes back changes from the stash.

internal import Foundation
public import Persona
public import Workspace

/// What git gives to a merge driver (gitattributes(5), "Defining a custom merge driver").
public struct FileMerge: Sendable {
  /// Files that hold the three versions; `ours` also takes the result.
  public var base: String
  public var ours: String
  public var theirs: String
  /// Characters of a conflict marker.
  public var markerLength: Int
  /// Where the merged file lies in the repository.
  public var path: String
  /// The names of the versions, as far as git gives any.
  public var names: (base: String?, ours: String?, theirs: String?)

  public init(
    base: String, ours: String, theirs: String, markerLength: Int, path: String,
    names: (base: String?, ours: String?, theirs: String?)
  ) {
    self.base = base
    self.ours = ours
    self.theirs = theirs
    self.markerLength = markerLength
    self.path = path
    self.names = names
  }
}

/// Merges a file and writes the result in the place of our version.
///
/// - Returns: whether nothing conflicts.
public func merge(_ file: FileMerge, surroundings: Surroundings = .process) throws(Failure) -> Bool {
  let folder = FileManager.default.currentDirectoryPath
  // In a bare repository, for example, git's own way of showing conflicts does.
  let repository = try? Repository.open(workspace: folder, surroundings: surroundings)
  let style = try? repository?.value(ofSetting: "merge.conflictstyle")
  var conflicts = ConflictForm(style: style ?? nil, markerLength: file.markerLength)
  conflicts.base = file.names.base ?? conflicts.base
  conflicts.ours = file.names.ours ?? conflicts.ours
  conflicts.theirs = file.names.theirs ?? conflicts.theirs
  let ours = try bytesFromGit(file.ours)
  let merged = try VersionMerge(
    path: file.path, base: bytesFromGit(file.base), ours: ours, theirs: bytesFromGit(file.theirs),
    conflicts: conflicts
  ).merged()
  let place = URL(filePath: file.ours).standardizedFileURL
  try FileStore(root: place.deletingLastPathComponent().path(percentEncoded: false))
    .replace(place.lastPathComponent, with: merged.bytes, expecting: ours)
  if case .conflict = merged { return false }
  return true
}
