// A persona in a form that other programs take: a slide, the persona file as people wrote it, the JSON of a persona
// library, the people themselves for a mailing or CRM tool.

internal import Persona
internal import PersonaFile
internal import Profiles
internal import Report
internal import Workspace

public enum ExportFormat: String, Sendable, CaseIterable {
  case card, markdown, json, csv

  /// Whether it names people, so that it may not get into a repository.
  public var isPersonal: Bool { self == .csv }
}

/// What is exported, and where to.
public struct ExportOptions: Sendable {
  public var format: ExportFormat
  /// A file; `nil`: the bytes are handed back instead.
  public var output: String?
  /// The folder that `output` is relative to.
  public var folder: String
  /// Whether a file that is there may be replaced.
  public var overwrites: Bool
  /// Of the people, the others say what is committed.
  public var asOf: String?

  public init(format: ExportFormat, output: String?, folder: String, overwrites: Bool, asOf: String?) {
    self.format = format
    self.output = output
    self.folder = folder
    self.overwrites = overwrites
    self.asOf = asOf
  }
}

/// Exports one persona; hands back the bytes that were not written to a file.
public func exportPersona(
  _ id: String, in folder: WorkspaceFolder, options: ExportOptions,
  progress: @escaping RunProgress.Report = { _ in }
) throws -> [UInt8] {
  let workspace = try OpenWorkspace(folder)
  try folder.requirePersona(id)
  // A place that will not do is refused before the sources are read.
  let place = try options.output.map { output throws(Failure) in
    try ExportPlace(
      output, from: options.folder, overwrites: options.overwrites, isPrivate: options.format.isPersonal,
      workspace: workspace.repository)
  }
  let bytes =
    options.format == .csv
    ? Array(try members(of: id, in: folder, asOf: options.asOf, progress: progress).utf8)
    : try exported(id, as: options.format, in: workspace)
  guard let place else { return bytes }
  try place.write(bytes)
  return []
}

/// What is known of the persona without its people.
private func exported(_ id: String, as format: ExportFormat, in workspace: OpenWorkspace) throws -> [UInt8] {
  let personas = try workspace.personas(workspace.settings())
  guard let entry = personas.entries.first(where: { $0.id == id }) else {
    throw WrittenProblems(personas.problems)
  }
  switch format {
  case .markdown: return try entry.disk.removingBlock()
  case .json:
    let evidence = entry.committedEvidence
    return Array(
      try entry.disk.libraryJSON(
        findings: evidence.map(claimsMarkdown) ?? "",
        channels: evidence?.distributions.channels.map(\.name) ?? []
      ).utf8)
  case .card, .csv:
    guard let evidence = entry.committedEvidence else {
      throw Failure(
        "there is nothing to show of \(id) yet", causes: ["no sync has found evidence of it"],
        hint: "run `persona-sync sync`; a card shows what is committed")
    }
    return Array(cardSVG(evidence, name: entry.rules.name).utf8)
  }
}

/// The people of a persona as CSV: a column for each kind of identifier, a row for each person.
private func members(
  of id: String, in folder: WorkspaceFolder, asOf: String?, progress: @escaping RunProgress.Report
) throws -> String {
  let identified = try IdentifiedPeople(folder, asOf: asOf, progress: progress)
  let members = try identified.people.members(ofPersona: id)
  let selection = ProfileSelection(persona: id, metrics: [], format: .csv, asOf: asOf)
  let columns = try ProfileColumns(identified, selection: selection)
  let kinds = identified.people.behaviour.settings.identity.kinds.count
  var text = csvLine(Array(columns.names.prefix(kinds)))
  for profile in columns.order where members[profile] {
    text += csvLine(columns.cells(of: profile).prefix(kinds).map(\.text))
  }
  return text
}
