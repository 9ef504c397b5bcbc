// A persona in JSON: the reserved key that holds the tool's part, and how it is spliced in without writing the rest
// of the text anew.

internal import Persona

/// The parts of a JSON file.
struct JSONForm {
  /// The top-level key that is the tool's.
  static let reservedKey = "persona-sync"
  private static let reservedKeys = ["sha256", "stage", "summary"]

  let root: Node
  let block: WrittenBlock?
  /// The stage in the tool's part; nil where there is none.
  let blockStage: Stage?
  private let layout: Layout

  init(bytes: [UInt8], path: String) throws(Failure) {
    let root = try parseJSON(bytes, file: path)
    guard case .map(let members) = root.kind else {
      throw Failure(
        "cannot read \(path)", at: root.location, causes: ["a persona is a JSON object, not \(root.kindName)"]
      )
    }
    self.root = root
    let layout = Layout(of: members.first?.key, root, bytes)
    self.layout = layout
    let own = members.filter { $0.key.text == Self.reservedKey }
    guard own.count <= 1 else {
      throw Failure(
        "cannot tell the tool's part in \(path)", at: own[1].key.location,
        causes: ["the key `\(Self.reservedKey)` stands more than once"], hint: "keep one of them")
    }
    blockStage = own.first?.value["stage"]?.text.flatMap(Stage.init)
    block = try own.first.map { member throws(Failure) in
      try Self.block(member.value, path, layout.lineEnding)
    }
  }

  private static func block(_ node: Node, _ path: String, _ ending: [UInt8]) throws(Failure) -> WrittenBlock {
    guard case .map(let members) = node.kind, case .list(let items)? = node["summary"]?.kind,
      let digest = node["sha256"]?.text, let range = node.byteRange,
      members.map({ $0.key.text ?? "" }).sorted() == reservedKeys, items.allSatisfy({ $0.text != nil })
    else {
      throw Failure(
        "cannot tell the tool's part in \(path)", at: node.location,
        causes: ["`\(reservedKey)` does not hold exactly \(reservedKeys.joined(separator: ", "))"],
        hint: "move what you added beside it, or remove the key and sync again")
    }
    let text = items.map { ($0.text ?? "") + "\n" }.joined()
    return WrittenBlock(
      range: range, text: BlockText.normalised(text), recordedDigest: digest, lineEnding: ending)
  }

  /// The edit that puts the tool's part in: the value of its key, or the key as the last member.
  func edit(block text: String, digest: String, stage: Stage, of bytes: [UInt8]) -> Edit? {
    let value = layout.value(lines: BlockText.lines(of: text), digest, stage)
    if let block {
      if bytes[block.range].elementsEqual(value) { return nil }
      return Edit(range: block.range, replacement: value)
    }
    guard case .map(let members) = root.kind, let range = root.byteRange else { return nil }
    let member = Array("\"\(Self.reservedKey)\":".utf8) + (layout.isOneLine ? [] : [.space]) + value
    if let last = members.last?.value.byteRange {
      let end = last.upperBound..<last.upperBound
      return Edit(range: end, replacement: [UInt8(ascii: ",")] + layout.separator + member)
    }
    let start = range.lowerBound + 1
    return Edit(range: start..<start, replacement: member)
  }

  /// The edit that takes the tool's key out, with the comma that joins it to its neighbour.
  func removal() -> Edit? {
    guard case .map(let members) = root.kind,
      let index = members.firstIndex(where: { $0.key.text == Self.reservedKey }),
      let key = members[index].key.byteRange, let value = members[index].value.byteRange
    else { return nil }
    if index > 0, let previous = members[index - 1].value.byteRange {
      return Edit(range: previous.upperBound..<value.upperBound, replacement: [])
    }
    let end = index + 1 < members.count ? members[index + 1].key.byteRange?.lowerBound : nil
    return Edit(range: key.lowerBound..<(end ?? value.upperBound), replacement: [])
  }

  /// How a file lays out its members, so that the tool's look like the others.
  struct Layout {
    /// Spaces or tabs before a top-level key; nil when the whole object stands on one line.
    private let indentation: [UInt8]?
    let lineEnding: [UInt8]
    private let hasSpaces: Bool

    var isOneLine: Bool { indentation == nil && !hasSpaces }

    init(of key: Node?, _ root: Node, _ bytes: [UInt8]) {
      lineEnding = TextLines.commonEnding(of: bytes)
      guard let start = key?.byteRange?.lowerBound, let object = root.byteRange else {
        indentation = nil
        hasSpaces = true
        return
      }
      let before = bytes[(object.lowerBound + 1)..<start]
      indentation = before.lastIndex(of: .lineFeed).map { Array(before[($0 + 1)...]) }
      let colon = bytes[start...].firstIndex(of: UInt8(ascii: ":")) ?? start
      hasSpaces = bytes[colon...].dropFirst().first == .space
    }

    /// What stands between two top-level members, after the comma.
    var separator: [UInt8] { line(1) }

    /// A new line, indented by levels; a space or nothing where all stands on one line.
    private func line(_ depth: Int) -> [UInt8] {
      guard let indentation else { return hasSpaces ? [.space] : [] }
      return lineEnding + Array(repeatElement(indentation, count: depth).joined())
    }

    /// `{"stage": ..., "summary": [...], "sha256": ...}`, one line of the summary a line.
    func value(lines: [String], _ digest: String, _ stage: Stage) -> [UInt8] {
      let colon = isOneLine ? ":" : ": "
      let inner = indentation == nil ? [] : line(3)
      let items = lines.map { inner + Array(quotedJSON($0).utf8) }
      let comma = [UInt8(ascii: ",")] + (indentation == nil ? line(1) : [])
      let close = indentation == nil || lines.isEmpty ? [] : line(2)
      var result: [UInt8] = []
      result += "{".utf8
      result += indentation == nil ? [] : line(2)
      result += "\"stage\"\(colon)\(quotedJSON(stage.rawValue)),".utf8
      result += line(2) + Array("\"summary\"\(colon)[".utf8)
      result += items.joined(separator: comma)
      result += close + Array("],".utf8)
      result += line(2) + Array("\"sha256\"\(colon)\(quotedJSON(digest))".utf8)
      result += indentation == nil ? [] : line(1)
      result += "}".utf8
      return result
    }
  }
}
