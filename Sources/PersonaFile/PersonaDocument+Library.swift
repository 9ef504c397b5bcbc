// A persona in the JSON of the DevRel Foundation's persona library, for tools that read such files.

public import Persona

extension PersonaDocument {
  /// The persona by the schema of the library, version 1.0: its id, its name, what people wrote as the narrative, and
  /// its goals and frustrations as such. Of a JSON persona it is what stands in the file under keys of the schema.
  ///
  /// - Parameters:
  ///   - findings: what the data say, in Markdown; the narrative ends with it.
  ///   - channels: names of channels, of which those are taken that the schema knows.
  public func libraryJSON(findings: String, channels: [String]) throws(Failure) -> String {
    let own = [
      ("$schema", quotedJSON(Library.schema)), ("id", quotedJSON(id)), ("label", quotedJSON(name)),
    ]
    switch form {
    case .json(let json): return Library.text(own + written(json))
    case .markdown(let markdown):
      let narrative = try narrative(from: markdown)
      let whole = [narrative, findings].filter { !$0.isEmpty }.joined(separator: "\n\n")
      let formats = channels.filter(Library.channelFormats.contains)
      let motivations = [
        ("goals", listItems(below: "Goals", in: narrative)),
        ("dislikes", listItems(below: "Frustrations", in: narrative)),
      ].filter { !$0.1.isEmpty }.map { "\(quotedJSON($0)): \(Library.list($1.map(quotedJSON)))" }
      var members = own
      if !whole.isEmpty { members.append(("narrative", quotedJSON(whole))) }
      if !formats.isEmpty {
        let items = formats.map { "{\"format\": \(quotedJSON($0))}" }
        members.append(("awareness", "{\n    \"channels\": \(Library.list(items))\n  }"))
      }
      if !motivations.isEmpty {
        members.append(("motivations", "{\n    \(motivations.joined(separator: ",\n    "))\n  }"))
      }
      return Library.text(members)
    }
  }

  /// The text that people wrote, without the heading that is the name.
  private func narrative(from markdown: MarkdownForm) throws(Failure) -> String {
    let text = String(decoding: try removingBlock()[markdown.bodyStart...], as: UTF8.self)
    var lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
    lines = Array(lines.drop { $0.allSatisfy(\.isWhitespace) })
    if let first = lines.first, first.hasPrefix("# "), markdown.heading == first.dropFirst(2).trimmed {
      lines.removeFirst()
    }
    while lines.last?.allSatisfy(\.isWhitespace) ?? false { lines.removeLast() }
    return lines.drop { $0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
  }

  /// The members of a JSON persona that the schema knows, as they are written.
  private func written(_ json: JSONForm) -> [(String, String)] {
    guard case .map(let members) = json.root.kind else { return [] }
    return members.compactMap { key, value in
      guard let name = key.text, Library.keys.contains(name), let range = value.byteRange else { return nil }
      return (name, String(decoding: bytes[range], as: UTF8.self))
    }
  }
}

/// The items of the list that follows a heading, each on one line, as people wrote them.
private func listItems(below heading: String, in markdown: String) -> [String] {
  var items: [String] = []
  var isBelow = false
  for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
    if line.hasPrefix("#") {
      isBelow = line.drop { $0 == "#" }.trimmed.lowercased() == heading.lowercased()
    } else if isBelow, ["- ", "* ", "+ "].contains(where: line.hasPrefix) {
      items.append(line.dropFirst(2).trimmed)
    } else if isBelow, line.hasPrefix(" "), !items.isEmpty {
      items[items.count - 1] += " " + line.trimmed
    } else if !line.allSatisfy(\.isWhitespace), !items.isEmpty {
      isBelow = false
    }
  }
  return items.filter { !$0.isEmpty }
}

/// What the schema of the library says.
private enum Library {
  static let schema = "https://github.com/DevRel-Foundation/persona-library/blob/main/src/schema/persona.json"
  /// Its top-level keys, but for those that every export has of its own.
  static let keys: Set<String> = [
    "parent", "narrative", "segment", "organization", "awareness", "adoption", "role", "motivations",
    "strategies",
  ]
  static let channelFormats: Set<String> = [
    "blog", "newsletter", "video", "product", "docs", "social", "web",
  ]

  static func text(_ members: [(String, String)]) -> String {
    "{\n" + members.map { "  \(quotedJSON($0)): \($1)" }.joined(separator: ",\n") + "\n}\n"
  }

  /// A list within a member of the whole, an item a line.
  static func list(_ items: [String]) -> String {
    "[\n" + items.map { "      " + $0 }.joined(separator: ",\n") + "\n    ]"
  }
}

extension Substring {
  fileprivate var trimmed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
