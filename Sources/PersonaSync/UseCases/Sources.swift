// Looks at export files and proposes how the settings could read them.

internal import EventStream
internal import Foundation
public import Persona
internal import PersonaFile
internal import Workspace

/// Proposed settings.
public struct SourceProposal: Sendable {
  /// A `sources:` mapping to paste.
  public var yaml: String
  /// Things worth knowing about the files, and what was written.
  public var notes: [String]
}

/// Proposes a mapping for each file, or for everything in `data/`; with `write`, adds them to the settings.
public func proposeSources(
  for written: [String], in folder: WorkspaceFolder, write: Bool
) throws(Failure) -> SourceProposal {
  let files = try FileStore(root: folder.root)
  let paths = written.isEmpty ? dataFiles(folder) : written
  guard !paths.isEmpty else {
    throw Failure("there is no file in data/ to look at", hint: "name one: `persona-sync sources FILE`")
  }
  let settingsBytes = try files.read(Settings.fileName, limitBytes: Limits.settingsBytes) ?? []
  let settings = String(decoding: settingsBytes, as: UTF8.self)
  var reader = SettingsReader()
  var taken = Set(try reader.read(settingsBytes).sources.map(\.name))

  var notes: [String] = []
  var entries = ""
  for path in paths {
    let survey = try survey(file: path, root: folder.root)
    let name = freeName(for: path, taken: &taken)
    entries +=
      SourceYAML(
        proposal(from: survey, name: name, files: [path]), preset: survey.preset
      ).text
    notes.append(words(for: survey))
  }
  if write {
    let changed = try adding(entries, to: settings)
    try files.replace(Settings.fileName, with: Array(changed.utf8), expecting: settingsBytes)
    notes.append("added to \(Settings.fileName); `persona-sync check` reads it")
  }
  return SourceProposal(yaml: "sources:\n" + entries, notes: notes)
}

/// What was seen in a file, in a line.
private func words(for survey: SourceSurvey) -> String {
  let preset = survey.preset.map { ", looks like \($0.rawValue)" } ?? ""
  let packed = survey.compression.map { ", \($0)" } ?? ""
  return
    "\(survey.file): \(survey.fields.count) fields in \(survey.records) records looked at\(packed)\(preset)"
}

private func dataFiles(_ folder: WorkspaceFolder) -> [String] {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.root + "/data")) ?? []
  return names.filter { !$0.hasPrefix(".") }.sorted().map { "data/" + $0 }
}

/// A name from the file's: `data/app-2026-01.ndjson.gz` is `app-2026-01`.
private func freeName(for path: String, taken: inout Set<String>) -> String {
  let file = path.split(separator: "/").last.map(String.init) ?? path
  let base = personaID(from: String(file.prefix { $0 != "." }))
  let stem = base.isEmpty ? "source" : base
  var name = stem
  var number = 2
  while !taken.insert(name).inserted {
    name = "\(stem)-\(number)"
    number += 1
  }
  return name
}

/// The settings with more sources: below `sources:` where that stands as a block, else at the end.
private func adding(_ entries: String, to settings: String) throws(Failure) -> String {
  var lines = settings.components(separatedBy: "\n")
  guard let index = lines.firstIndex(where: { $0.hasPrefix("sources:") }) else {
    let separator = settings.isEmpty || settings.hasSuffix("\n") ? "" : "\n"
    return settings + separator + "sources:\n" + entries
  }
  let rest = lines[index].dropFirst("sources:".count).prefix { $0 != "#" }
  guard rest.allSatisfy({ $0 == " " }) || rest.trimmingCharacters(in: .whitespaces) == "{}" else {
    throw Failure(
      "cannot add to `sources`: it is written on one line",
      at: SourceLocation(file: Settings.fileName, line: index + 1),
      hint: "paste the proposal by hand, or write `sources:` as a block")
  }
  lines[index] = "sources:"
  let indent =
    lines[(index + 1)...].first { $0.contains { $0 != " " } && !$0.hasPrefix("#") }?
    .prefix { $0 == " " }.count ?? 2
  let shift = String(repeating: " ", count: max(indent, 1))
  let shifted = entries.split(separator: "\n").map { shift + $0.dropFirst(2) }
  lines.insert(contentsOf: shifted, at: index + 1)
  return lines.joined(separator: "\n")
}
