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
  /// What is worth a word and kept no persona from being shown.
  public var warnings: [Problem]
}

/// Writes a report of all personas.
///
/// All of them or none: who publishes the pages must not lose one of them unseen.
///
/// - Parameter output: The folder, absolute; nil for `report` in the workspace.
/// - Throws: when nothing could be written, when the folder holds something else, or when a persona, its evidence or the
///   settings cannot be read. An earlier report is as it was then.
public func report(
  on folder: WorkspaceFolder, to output: String? = nil,
  progress: @escaping RunProgress.Report = { _ in }
) throws -> ReportOutcome {
  let path = URL(filePath: output ?? folder.root + "/report").standardizedFileURL.resolvingSymlinksInPath()
    .path(percentEncoded: false)
  let place = try ReportFolder(
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path, in: folder)
  let workspace = try OpenWorkspace(folder)
  let (settings, problems) = try workspace.readSettings()
  let edits = try uncommittedEdits(in: workspace, settings)
  let (pages, personas, unread) = try pages(of: folder, settings, progress)
  let found = (problems + unread).sortedByPlace()
  if found.hasErrors {
    throw WrittenProblems(found, hint: "pages show what is committed: commit what you mend")
  }
  try place.write(pages)
  return ReportOutcome(
    index: place.path + "/" + SitePath.index, personas: personas, pages: pages.count, edits: edits,
    warnings: found)
}

private func uncommittedEdits(in workspace: OpenWorkspace, _ settings: Settings) throws(Failure) -> [String] {
  let planner = EditPlanner(
    files: workspace.files, repository: workspace.repository, personas: try workspace.personas(settings))
  return try planner.commits().flatMap { $0.files.map(\.path) }
}

/// The pages, how many personas they show, and what is wrong with those that they do not. The pages of a persona are
/// made as soon as it is read, and only what the common pages need of its life is kept.
private func pages(
  of folder: WorkspaceFolder, _ settings: Settings, _ progress: RunProgress.Report
) throws(Failure) -> ([SiteFile], Int, [Problem]) {
  progress(RunProgress(step: .opening, unit: .personas))
  let reader = SiteReader(try History(in: folder), settings: settings)
  var site = reader.emptySite
  var pages: [SiteFile] = []
  let problems = reader.forEachPersona(progress) { persona in
    pages += site.files(of: persona)
    site.personas.append(persona.abridged)
  }
  return (site.overviewFiles() + pages, site.personas.count, problems)
}
