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

/// The files that a path names which a person typed.
private func sourceFiles(_ typed: String, in folder: WorkspaceFolder) throws(Failure) -> [String] {
  let path = folder.pathFromRoot(typed)
  var isFolder = false
  let absolute = path.hasPrefix("/") ? path : folder.root + "/" + path
  if FileManager.default.fileExists(atPath: absolute, isDirectory: &isFolder), isFolder {
    // What is to be typed next is typed where this was.
    throw Failure("\(typed) is a folder", hint: "name the files in it, for example `\(typed)/*.csv`")
  }
  return try EventStream.files(of: SourceMapping(name: "", files: [path]), root: folder.root)
}

/// Proposes a mapping for the named files, or for everything in `data/` that no source reads yet; with `write`,
/// adds them to the settings. Files in which nothing names a person are left out, because nothing could be
/// attributed from them. A relative path is taken from where the person stands.
public func proposeSources(
  for written: [String], in folder: WorkspaceFolder, write: Bool
) throws(Failure) -> SourceProposal {
  let files = try FileStore(root: folder.root)
  let settingsBytes = try files.read(Settings.fileName, limitBytes: Limits.settingsBytes) ?? []
  var reader = SettingsReader()
  let sources = try reader.read(settingsBytes).sources
  var notes: [String] = []
  var paths: [String] = []
  for typed in written { paths += try sourceFiles(typed, in: folder) }
  if written.isEmpty {
    let known = Set(sources.flatMap { (try? EventStream.files(of: $0, root: folder.root)) ?? [] })
    let all = dataFiles(folder)
    guard !all.isEmpty else {
      throw Failure("there is no file in data/ to look at", hint: "name one: `persona-sync sources FILE`")
    }
    paths = all.filter { !known.contains($0) }
    if paths.isEmpty { notes.append("every file in data/ belongs to a source already") }
  }

  var groups = SourceGroups(root: folder.root, taken: Set(sources.map(\.name)))
  for path in paths {
    do throws(Failure) {
      let survey = try survey(file: path, root: folder.root)
      notes.append(words(for: survey) + groups.add(survey).words)
      let mapping = proposal(from: survey, name: "", files: [])
      notes += remarks(on: survey, proposed: mapping).map { "\(path): \($0)" }
    } catch {
      guard written.isEmpty else { throw error }
      notes.append("\(path): left out: \(error.summary)" + (error.hint.map { "; \($0)" } ?? ""))
    }
  }
  let entries = groups.text()
  guard !entries.isEmpty else { return SourceProposal(yaml: "", notes: notes) }
  if write {
    let changed = try adding(entries, to: String(decoding: settingsBytes, as: UTF8.self))
    try requireOnlyMore(entries, in: changed, than: settingsBytes)
    let lock = try WorkspaceLock.acquire(in: folder.root)
    try files.replace(Settings.fileName, with: Array(changed.utf8), expecting: settingsBytes)
    _ = consume lock
    notes.append("added to \(Settings.fileName); `persona-sync check` reads it")
  }
  return SourceProposal(yaml: "sources:\n" + entries, notes: notes)
}

/// What was seen in a file, in a line.
private func words(for survey: SourceSurvey) -> String {
  let preset = survey.preset.map { ", looks like \($0.rawValue)" } ?? ""
  let packed = survey.compression.map { ", \($0)" } ?? ""
  let records = survey.records == 1 ? "1 record" : "\(survey.records) records"
  return "\(survey.file): \(survey.fields.count) fields in \(records) looked at\(packed)\(preset)"
}

/// Every file in `data/` and its folders, sorted bytewise; hidden ones are not looked at.
private func dataFiles(_ folder: WorkspaceFolder) -> [String] {
  let root = folder.root + "/data"
  guard let walk = FileManager.default.enumerator(atPath: root) else { return [] }
  var paths: [String] = []
  while let path = walk.nextObject() as? String {
    let isHidden = (path as NSString).lastPathComponent.hasPrefix(".")
    let type = walk.fileAttributes?[.type] as? FileAttributeType
    if isHidden, type == .typeDirectory { walk.skipDescendants() }
    if !isHidden, type != .typeDirectory { paths.append("data/" + path) }
  }
  return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// Refuses settings that do not say the same as before and the new sources besides: where a line ends a setting, and where
/// it goes on, a person may have written in more ways than `adding` knows.
private func requireOnlyMore(
  _ entries: String, in changed: String, than before: [UInt8]
) throws(Failure) {
  func parts(_ text: some Sequence<UInt8>) -> SettingsParts? {
    (try? parseYAML(Array(text), file: Settings.fileName)).flatMap(SettingsParts.init)
  }
  guard let now = parts(changed.utf8), let then = parts(before), let new = parts("sources:\n\(entries)".utf8),
    now.others == then.others, now.sources == (then.sources + new.sources).sorted()
  else {
    throw Failure(
      "cannot add to `sources` without changing what else the settings say",
      at: SourceLocation(file: Settings.fileName),
      hint: "paste the proposal by hand, or write each setting as a block that begins a line")
  }
}

/// What settings say, each setting and each source as a text that is the same however it is written.
private struct SettingsParts {
  var sources: [String] = []
  var others: [String] = []

  /// `nil` for what are no settings.
  init?(_ root: Node) {
    if case .null = root.kind { return }
    guard case .map(let members) = root.kind else { return nil }
    for member in members {
      let value = member.value.kind
      if member.key.text == "sources", case .map(let entries) = value {
        sources += entries.map { Self.text(of: $0) }
      } else if member.key.text == "sources", case .null = value {
        continue
      } else {
        others.append(Self.text(of: member))
      }
    }
    sources.sort()
    others.sort()
  }

  private static func text(of member: (key: Node, value: Node)) -> String {
    Node(.map([member]), at: member.key.location).canonicalText
  }
}

/// The settings with more sources: below `sources:` where that stands as a block, else at the end.
private func adding(_ entries: String, to settings: String) throws(Failure) -> String {
  let lineEnd = settings.contains("\r\n") ? "\r\n" : "\n"
  let entries = entries.replacingOccurrences(of: "\n", with: lineEnd)
  var lines = settings.components(separatedBy: lineEnd)
  guard let index = lines.firstIndex(where: { $0.hasPrefix("sources:") }) else {
    let separator = settings.isEmpty || settings.hasSuffix(lineEnd) ? "" : lineEnd
    return settings + separator + "sources:" + lineEnd + entries
  }
  let rest = lines[index].dropFirst("sources:".count).prefix { $0 != "#" }
  guard rest.allSatisfy({ $0 == " " }) || rest.trimmingCharacters(in: .whitespaces) == "{}" else {
    throw Failure(
      "cannot add to `sources`: it is written on one line",
      at: SourceLocation(file: Settings.fileName, line: index + 1),
      hint: "paste the proposal by hand, or write `sources:` as a block")
  }
  let comment = lines[index].drop { $0 != "#" }
  lines[index] = "sources:" + (comment.isEmpty ? "" : "  \(comment)")
  let indent =
    lines[(index + 1)...].first { $0.contains { $0 != " " } && !$0.hasPrefix("#") }?
    .prefix { $0 == " " }.count ?? 2
  let shift = String(repeating: " ", count: max(indent, 1))
  let shifted = entries.components(separatedBy: lineEnd).filter { !$0.isEmpty }.map {
    shift + $0.dropFirst(2)
  }
  lines.insert(contentsOf: shifted, at: index + 1)
  return lines.joined(separator: lineEnd)
}
