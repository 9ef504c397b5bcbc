// Writes the personas as pages to read: from what is committed, and reads no source.

internal import Foundation
public import Persona
internal import Report
internal import Workspace

/// A report that was written.
public struct ReportOutcome: Sendable {
  /// The first page: absolute.
  public var index: String
  public var personas: Int
  public var pages: Int
  /// Files below `personas/` with edits that are not committed, and so not in the report.
  public var edits: [String]
  /// Personas that could not be read.
  public var problems: [Problem]
}

/// Writes a report of all personas.
///
/// - Parameter output: The folder, absolute; nil for `report` in the workspace.
/// - Throws: when nothing could be written, or when the folder holds something else.
public func report(
  on folder: WorkspaceFolder, to output: String? = nil
) throws(Failure) -> ReportOutcome {
  let history = try History(in: folder)
  let (settings, problems) = try history.workspace.readSettings()
  let (site, unread) = try SiteReader(history, settings: settings).site()
  let path = URL(filePath: output ?? folder.root + "/report").standardizedFileURL.resolvingSymlinksInPath()
    .path(percentEncoded: false)
  let place = try ReportFolder(
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path, in: folder)
  let pages = site.files()
  try place.write(pages)
  let personas = try history.workspace.personas(settings)
  let edits = try EditPlanner(
    files: history.workspace.files, repository: history.workspace.repository, personas: personas
  ).commits().flatMap { $0.files.map(\.path) }
  return ReportOutcome(
    index: place.path + "/" + SitePath.index, personas: site.personas.count, pages: pages.count, edits: edits,
    problems: (problems + unread).sortedByPlace())
}
