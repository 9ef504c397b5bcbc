// YAML to located nodes, through Yams. Its own file because it is the only one that knows Yams: it turns Yams'
// marks, which count characters, into bytes, and guards against texts that are small but expand without end.

public import Persona
internal import Yams

/// Reads one YAML document.
///
/// - Parameters:
///   - bytes: UTF-8 text; a byte order mark is passed over.
///   - file: The path as it is shown to people.
///   - firstLine: The number of the text's first line in that file.
/// - Returns: The document's value; `.null` for an empty document.
/// - Throws: A located `Failure` for text that is not UTF-8 or not YAML, repeated keys, several documents, or more
///   than `NodeLimits` allow.
public func parseYAML(_ bytes: [UInt8], file: String, firstLine: Int = 1) throws(Failure) -> Node {
  let start = bytes.starts(with: [UInt8].byteOrderMark) ? 3 : 0
  var reader = YAMLReader(bytes: bytes, range: start..<bytes.count, file: file, firstLine: firstLine)
  do throws(Failure) {
    return try reader.document()
  } catch {
    throw error.explained(by: bytes)
  }
}

/// Reads one YAML document out of a part of a file.
struct YAMLReader {
  private let bytes: [UInt8]
  private let range: Range<Int>
  private let file: String
  private let firstLine: Int
  private let yamlLines: TextLines
  private let fileLines: TextLines
  private let characters: CharacterPlaces
  private var nodeCount = 0

  /// - Parameter firstLine: The number of the line on which `range` starts.
  init(bytes: [UInt8], range: Range<Int>, file: String, firstLine: Int) {
    self.bytes = bytes
    self.range = range
    self.file = file
    self.firstLine = firstLine
    yamlLines = TextLines(yaml: bytes, in: range)
    fileLines = TextLines(of: bytes, in: range)
    characters = CharacterPlaces(bytes, in: range)
  }

  mutating func document() throws(Failure) -> Node {
    guard range.count <= NodeLimits.bytes else {
      throw failure("has more than \(NodeLimits.bytes >> 20) MiB of YAML", at: range.lowerBound)
    }
    guard let text = String(validating: bytes[range], as: UTF8.self) else {
      throw failure("is not valid UTF-8", at: range.lowerBound)
    }
    try refuseManyAliases()
    do {
      // The encoding is given because finding it out reads the environment, and may print. Without rules for what
      // scalars are, keys are the same when they read the same, and no scalar is matched with regular expressions.
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot() else {
        return Node(.null, at: location(of: range.lowerBound))
      }
      return try node(from: root, depth: 1)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw self.failure(for: error)
    }
  }

  private mutating func node(from yaml: Yams.Node, depth: Int) throws(Failure) -> Node {
    let start = yaml.mark.map(offset(of:)) ?? range.lowerBound
    nodeCount += 1
    guard nodeCount <= NodeLimits.nodes else {
      throw failure("expands to more than \(NodeLimits.nodes) values", at: start)
    }
    guard depth <= NodeLimits.depth else {
      throw failure("has more than \(NodeLimits.depth) levels inside each other", at: start)
    }
    switch yaml {
    case .scalar(let scalar):
      return node(from: scalar, at: start)
    case .sequence(let sequence):
      var items: [Node] = []
      for item in sequence { items.append(try node(from: item, depth: depth + 1)) }
      return Node(.list(items), at: location(of: start))
    case .mapping(let mapping):
      var members: [(key: Node, value: Node)] = []
      for (key, value) in mapping {
        members.append((try node(from: key, depth: depth + 1), try node(from: value, depth: depth + 1)))
      }
      return Node(.map(members), at: location(of: start))
    case .alias:
      throw failure("has an alias without its anchor", at: start)
    }
  }

  private func node(from scalar: Yams.Node.Scalar, at start: Int) -> Node {
    let isPlain = scalar.style == .plain
    let isNull = isPlain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    return Node(
      isNull ? .null : .scalar(text: scalar.string, isPlain: isPlain), at: location(of: start),
      byteRange: byteRange(of: scalar, at: start))
  }

  /// The bytes of a scalar that stands in the text exactly as its value reads, with its quotes if it has any.
  private func byteRange(of scalar: Yams.Node.Scalar, at start: Int) -> Range<Int>? {
    let quote: [UInt8]
    switch scalar.style {
    case .plain: quote = []
    case .singleQuoted: quote = Array("'".utf8)
    case .doubleQuoted: quote = Array("\"".utf8)
    case .any, .literal, .folded: return nil
    }
    let written = quote + Array(scalar.string.utf8) + quote
    return bytes[start..<range.upperBound].starts(with: written) ? start..<(start + written.count) : nil
  }

  /// Refuses more aliases than `NodeLimits.aliases`, before Yams sees the text: it compares keys by value, which
  /// takes exponential time when a key is an alias of aliases of aliases.
  private func refuseManyAliases() throws(Failure) {
    var count = 0
    var hasAnchor = false
    var previous = UInt8.space
    for offset in range {
      let byte = bytes[offset]
      let startsToken = previous <= .space || "[]{},:-?".utf8.contains(previous)
      let next = offset + 1 < range.upperBound ? bytes[offset + 1] : .space
      if startsToken, next > .space {
        hasAnchor = hasAnchor || byte == UInt8(ascii: "&")
        if byte == UInt8(ascii: "*"), next != byte { count += 1 }
      }
      if hasAnchor, count > NodeLimits.aliases {
        throw failure("has more than \(NodeLimits.aliases) YAML aliases", at: offset)
      }
      previous = byte
    }
  }
}

// Places and messages.
extension YAMLReader {
  /// The byte at a mark. Yams counts lines as YAML does and columns in Unicode scalars.
  private func offset(of mark: Mark) -> Int {
    guard mark.line >= 1, mark.line <= yamlLines.starts.count else {
      return mark.line < 1 ? range.lowerBound : range.upperBound
    }
    return characters.offset(of: mark.column - 1, behind: yamlLines.starts[mark.line - 1], in: bytes)
  }

  private func location(of offset: Int) -> SourceLocation {
    var location = fileLines.location(of: offset, file: file)
    location.line = location.line.map { $0 + firstLine - 1 }
    return location
  }

  private func failure(_ what: String, at offset: Int, hint: String? = nil) -> Failure {
    Failure("\(file) \(what)", at: location(of: offset), hint: hint)
  }

  /// Whether a tab stands before the first word of the line of a place.
  private func isIndentedByTab(_ place: Int) -> Bool {
    let start =
      bytes[range.lowerBound..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? range.lowerBound
    return bytes[start..<range.upperBound].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      .contains(UInt8(ascii: "\t"))
  }

  private func failure(for error: any Error) -> Failure {
    let summary = "cannot read the YAML"
    guard let error = error as? YamlError else {
      return Failure(summary, at: location(of: range.lowerBound), causes: ["\(error)"])
    }
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let place = offset(of: mark)
      if isIndentedByTab(place) {
        return Failure(
          summary, at: location(of: place), causes: ["a tab stands in the indentation"],
          hint: "indent with spaces; YAML takes no tabs there")
      }
      let cause = context.map { "\(problem) \($0.text)" } ?? problem
      return Failure(
        summary, at: location(of: place), causes: [cause],
        hint: "check the indentation, and put text that holds `: `, `#`, `[` or `{` in quotes")
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "`\($0)`" }.joined(separator: ", ")
      return Failure(
        summary, at: location(of: offset(of: context.mark)), causes: ["\(names) stands here more than once"],
        hint: "keep one of them")
    case .reader(let problem, _, _, _):
      return Failure(summary, at: location(of: range.lowerBound), causes: [problem])
    default:
      return Failure(summary, at: location(of: range.lowerBound), causes: ["\(error)"])
    }
  }
}
