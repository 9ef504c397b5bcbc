// Exports come in parts (a file a day, a month): files of one kind that are read in one way become one source.

internal import EventStream
internal import Foundation

/// Gathers surveyed files into sources.
struct SourceGroups {
  private struct Group {
    var key: String
    var survey: SourceSurvey
    var files: [String]
  }

  private let root: String
  private var taken: Set<String>
  private var groups: [Group] = []

  /// `taken` are the names of the sources that exist.
  init(root: String, taken: Set<String>) {
    self.root = root
    self.taken = taken
  }

  /// What became of a file, as the end of the line about it.
  enum Reception {
    case taken, people, onlyTraits, nothing, nobody

    var words: String {
      switch self {
      case .taken: ""
      case .people: "; people, with traits and links and no events"
      case .onlyTraits: "; no time recognised, so it holds traits and no events"
      case .nothing: "; no time recognised, so it holds no events"
      case .nobody: "; no field names a person: left out"
      }
    }
  }

  /// Adds a file to the source of its kind, or to a new one; one in which nothing names a person is left out.
  mutating func add(_ survey: SourceSurvey) -> Reception {
    let mapping = proposal(from: survey, name: "", files: [])
    guard !mapping.identifiers.isEmpty else { return .nobody }
    let key = kind(of: survey.file) + "\n" + SourceYAML(mapping, preset: survey.preset).text
    if let index = groups.firstIndex(where: { $0.key == key }) {
      groups[index].files.append(survey.file)
    } else {
      groups.append(Group(key: key, survey: survey, files: [survey.file]))
    }
    if mapping.event == nil, mapping.time != nil || survey.preset != nil { return .people }
    guard mapping.time == nil else { return .taken }
    return mapping.traits.isEmpty ? .nothing : .onlyTraits
  }

  /// The sources as YAML entries.
  mutating func text() -> String {
    var text = ""
    for group in groups {
      let name = freeName(for: group)
      let files = group.files.count == 1 ? group.files : pattern(of: group.files)
      text +=
        SourceYAML(proposal(from: group.survey, name: name, files: files), preset: group.survey.preset).text
    }
    return text
  }

  /// `data/app-2026-01.ndjson.gz` is `app-2026-01`; as a part of several it is `app`.
  private mutating func freeName(for group: Group) -> String {
    let kind = self.kind(of: group.survey.file)
    let base = group.files.count == 1 || kind.isEmpty ? stem(of: group.survey.file) : kind
    let isNumber = group.files.count > 1 && kind.isEmpty
    let first = isNumber || base.isEmpty ? "events" : base
    var name = first
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(first)-\(number)"
      number += 1
    }
    return name
  }

  private func stem(of path: String) -> String {
    personaID(from: String((path as NSString).lastPathComponent.prefix { $0 != "." }))
  }

  /// The words of a file's name; its numbers tell the parts of an export apart. Of a day that is not over Google Analytics
  /// says so in the name: its events come again in the table of the whole day, and count once in one source.
  private func kind(of path: String) -> String {
    stem(of: path).split(separator: "-").filter { !$0.allSatisfy(\.isNumber) && $0 != "intraday" }
      .joined(separator: "-")
  }

  /// The glob that names exactly these files, so that the next part is read as well; else the files themselves.
  private func pattern(of paths: [String]) -> [String] {
    let folder = (paths[0] as NSString).deletingLastPathComponent
    let names = paths.map { ($0 as NSString).lastPathComponent }
    let start = names.dropFirst().reduce(names[0]) { $0.commonPrefix(with: $1) }
    let end = String(
      names.dropFirst().map { String($0.reversed()) }
        .reduce(String(names[0].reversed())) { $0.commonPrefix(with: $1) }.reversed())
    // Years and months go on, so the star begins at the first number; but `*` alone would take any later file.
    let words = start.prefix { !$0.isNumber }
    let prefix = words.isEmpty ? String(start.reversed().drop { $0.isNumber }.reversed()) : String(words)
    let suffix = end.drop { $0 != "." }
    let glob = (folder.isEmpty ? "" : folder + "/") + prefix + "*" + suffix
    let found = try? files(of: SourceMapping(name: "", files: [glob]), root: root)
    return found == paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } ? [glob] : paths
  }
}
