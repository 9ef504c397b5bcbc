// A persona file as a value: bytes in, bytes out. What a person wrote and what the tool wrote are told apart here.

internal import Digest
public import Persona

/// A persona file with its parts located: Markdown, or JSON where the path ends in `.json`.
///
/// The tool owns one block (in JSON: one key) and the value of the top-level key `stage`, where that stands. Every
/// other byte belongs to people and is never written anew.
public struct PersonaDocument: Sendable {
  /// How the tool's block stands in the file.
  public enum BlockState: Sendable, Equatable {
    case absent
    /// As the tool wrote it.
    case intact
    /// Changed by a person: the text as it is now, and the checksum of the text that the tool wrote.
    case edited(text: String, recordedDigest: String)
  }

  /// What stands behind the key `match`.
  public enum WrittenMatch: Sendable, Equatable {
    case absent, something
    /// Nothing, behind a key that is there.
    case empty(SourceLocation)
  }

  /// Bytes of the largest persona file that is read.
  public static let maximumBytes = 16 << 20

  /// The path as it is shown to people, relative to the workspace.
  public let path: String
  public let bytes: [UInt8]
  /// The file name without its ending.
  public let id: String
  /// `name`, else `title`, in JSON else `label`, in Markdown else the first heading, else the id.
  public let name: String
  /// The language that its words are in, as BCP 47 writes it: `lang`, else `language`; nil where neither is such a word.
  public let language: String?
  public let rules: PersonaRules
  /// SHA-256 of `match` and `claims` as they are written, without comments and layout, hexadecimal.
  public let rulesDigest: String
  /// What is wrong with the rules and with the place for the tool's part.
  public let problems: [Problem]
  /// What seems to be meant as rules and is not read: front matter that is none, and keys that are nearly those of the tool,
  /// which other tools may have. Warnings, as far as the file can tell.
  public let unreadRules: [Problem]
  /// The conditions that read well, where the match as a whole may not: see `RuleReader.wellWritten`.
  public let wellWritten: [Match]
  /// Whether people wrote who belongs, in the file itself.
  public let writtenMatch: WrittenMatch
  /// Where `claims` stands.
  public let claimsLocation: SourceLocation?
  public let blockState: BlockState
  /// The text of the block, each line ended by LF; nil where there is none.
  public let blockText: String?
  let form: Form
  let stagePlace: StagePlace?

  enum Form {
    case markdown(MarkdownForm)
    case json(JSONForm)
  }

  public var hasBlock: Bool { blockText != nil }

  /// The value of the `stage` key, where it is the tool's to write.
  public var writtenStage: String? { stagePlace?.written }

  /// Finds the parts of a file.
  ///
  /// - Throws: A located `Failure` for a file that is not UTF-8 text, is larger than `maximumBytes`, has front matter
  ///   that never ends, is not JSON, or whose block cannot be told for certain. What is wrong with the rules is
  ///   found in `problems` instead.
  public init(bytes: [UInt8], path: String) throws(Failure) {
    do throws(Failure) {
      try self.init(locatingPartsOf: bytes, path: path)
    } catch {
      throw error.explained(by: bytes)
    }
  }

  private init(locatingPartsOf bytes: [UInt8], path: String) throws(Failure) {
    try refuseWhatIsNotText(bytes, path)
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let ending = file.lastIndex(of: ".")
    let id = String(file[..<(ending ?? file.endIndex)])
    guard !id.isEmpty else {
      throw Failure(
        "cannot use \(path) as a persona", at: SourceLocation(file: path),
        causes: ["its name has nothing before the ending, so the persona has no id"])
    }
    var reader = RuleReader()
    let isJSON = ending.map { file[$0...].lowercased() == ".json" } ?? false
    let form: Form
    let root: Node
    let block: WrittenBlock?
    let heading: String?
    var unreadMatter: Problem?
    if isJSON {
      let json = try JSONForm(bytes: bytes, path: path)
      (form, root, block, heading) = (.json(json), json.root, json.block, json.root["label"]?.text)
      for key in json.root.repeatedKeys {
        reader.nodes.report(
          "`\(key.text ?? "")` stands here more than once", at: key.location, hint: "keep one of them")
      }
    } else {
      let markdown = try MarkdownForm(bytes: bytes, path: path, nodes: &reader.nodes)
      (form, root, block, heading) = (.markdown(markdown), markdown.root, markdown.block, markdown.heading)
      unreadMatter = markdown.unreadMatter
      if let obstacle = markdown.obstacle, block == nil {
        let place = obstacle.location ?? root.location
        reader.nodes.report(
          ([obstacle.summary] + obstacle.causes).joined(separator: ": "), at: place, hint: obstacle.hint,
          severity: .warning)
      }
    }
    stagePlace = StagePlace(in: root, of: bytes, isJSON: isJSON, nodes: &reader.nodes)
    let name = ["name", "title"].lazy.compactMap { displayName(root[$0]?.text) }.first
    self.name = name ?? displayName(heading) ?? id
    language = ["lang", "language"].lazy.compactMap { languageTag(root[$0]?.text) }.first
    rules = reader.rules(in: root, id: id, name: self.name)
    rulesDigest = SHA256.hexadecimal(of: Array(root.rulesText.utf8))
    // Where they broke something, that says so.
    if let line = conflictLine(in: bytes),
      !reader.problems.contains(where: { $0.hint == conflictHint(for: bytes) })
    {
      reader.nodes.report(
        "conflict markers of a merge stand in this file", at: SourceLocation(file: path, line: line),
        hint: conflictAdvice, severity: .warning)
    }
    for key in root.strayKeys {
      reader.nodes.report(
        "`\(key.text ?? "")` stands beside the rules and not in them", at: key.location,
        hint: "indent it with blanks, below the condition that it is part of")
    }
    problems = reader.problems
    unreadRules = (unreadMatter.map { [$0] } ?? []) + root.mistypedKeys
    writtenMatch = WrittenMatch(in: root)
    claimsLocation = root.key("claims")?.location
    wellWritten = reader.wellWritten
    blockText = block?.text
    blockState =
      switch block {
      case nil: .absent
      case let block? where BlockText.digest(of: block.text) == block.recordedDigest: .intact
      case let block?: .edited(text: block.text, recordedDigest: block.recordedDigest)
      }
    self.path = path
    self.bytes = bytes
    self.id = id
    self.form = form
  }
}

extension RuleReader {
  /// The rules that stand in front matter or in a JSON persona.
  fileprivate mutating func rules(in root: Node, id: String, name: String) -> PersonaRules {
    func written(_ key: String) -> Node? {
      guard let node = root[key] else { return nil }
      if case .null = node.kind { return nil }
      return node
    }
    let match = written("match").flatMap { self.match($0) }
    let claims = written("claims").map { self.claims($0) } ?? []
    return PersonaRules(id: id, name: name, match: match, claims: claims)
  }
}

extension PersonaDocument.WrittenMatch {
  fileprivate init(in root: Node) {
    switch root["match"]?.kind {
    case nil: self = .absent
    case .null?: self = .empty(root.key("match")?.location ?? root.location)
    default: self = .something
    }
  }
}

extension Node {
  /// The node of a key itself.
  fileprivate func key(_ name: String) -> Node? {
    guard case .map(let members) = kind else { return nil }
    return members.first { $0.key.text == name }?.key
  }

  /// Keys of other tools are welcome; one that is nearly ours, which is not there, is probably a slip.
  fileprivate var mistypedKeys: [Problem] {
    guard case .map(let members) = kind else { return [] }
    let missing = ["match", "claims"].filter { self[$0] == nil }
    return members.compactMap { member in
      guard let word = member.key.text, let hint = didYouMean(word, among: missing) else { return nil }
      return Problem(.warning, "`\(word)` is not a key of the tool", at: member.key.location, hint: hint)
    }
  }

  /// Parts of rules that lost their indentation, or have one of no-break blanks, which is none: rules would say less than was
  /// written. Without rules such keys are another tool's.
  fileprivate var strayKeys: [Node] {
    guard case .map(let members) = kind, self["match"] != nil || self["claims"] != nil else { return [] }
    return members.map(\.key).filter { key in
      guard let name = key.text, let first = name.unicodeScalars.first else { return false }
      return RuleReader.boundKeys.contains(name) || !first.isASCII && first.properties.isWhitespace
    }
  }

  /// The tool's keys that stand here again. In YAML no key may.
  fileprivate var repeatedKeys: [Node] {
    guard case .map(let members) = kind else { return [] }
    var seen: Set<String> = []
    return members.map(\.key).filter { key in
      guard let name = key.text, ["name", "title", "label", "stage", "match", "claims"].contains(name) else {
        return false
      }
      return !seen.insert(name).inserted
    }
  }

  /// `match` and `claims` as written.
  fileprivate var rulesText: String {
    ["match", "claims"].map { self[$0]?.canonicalText ?? "" }.joined(separator: "\n")
  }
}

/// A name on one line; nil when nothing is left of it.
private func displayName(_ text: String?) -> String? {
  let words = text?.split { $0.isWhitespace || $0.isNewline } ?? []
  return words.isEmpty ? nil : words.joined(separator: " ")
}

/// A language such as `ja` or `pt-BR`; nil for anything else, such as its name.
private func languageTag(_ text: String?) -> String? {
  guard let text, text.utf8.count <= 35, text.wholeMatch(of: /[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*/) != nil
  else {
    return nil
  }
  return text
}
