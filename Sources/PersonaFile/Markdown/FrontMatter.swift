// The YAML that a Markdown file may begin with, between `---` and `---` or `...`.

internal import Persona

/// Where the front matter of a Markdown file stands.
struct FrontMatter {
  /// The YAML between the lines that enclose it.
  let range: Range<Int>
  /// Index of the line that closes it, from 0.
  let endLine: Int

  /// Finds the front matter; nil where the first line is not `---`.
  ///
  /// - Throws: A `Failure` where nothing closes it.
  init?(bytes: [UInt8], lines: TextLines, path: String) throws(Failure) {
    func isLine(_ index: Int, _ mark: String) -> Bool { Self.isLine(index, mark, of: lines, in: bytes) }
    guard isLine(0, "---") else { return nil }
    for line in 1..<max(lines.count, 1) where isLine(line, "---") || isLine(line, "...") {
      range = lines.starts[1]..<lines.starts[line]
      endLine = line
      return
    }
    throw Failure(
      "cannot read \(path)", at: SourceLocation(file: path, line: 1, column: 1),
      causes: ["its front matter begins with `---` and never ends"],
      hint: "end the front matter with a line `---`; a rule in the prose can be written `***`")
  }

  private static func isLine(_ index: Int, _ mark: String, of lines: TextLines, in bytes: [UInt8]) -> Bool {
    let content = bytes[lines.content(of: index, in: bytes)]
    return content.starts(with: mark.utf8) && content.dropFirst(3).allSatisfy(isSpace)
  }

  /// Index of the line that ends front matter in TOML, which stands between lines `+++`; nil in a file without any.
  static func endOfTOML(in bytes: [UInt8], lines: TextLines) -> Int? {
    guard isLine(0, "+++", of: lines, in: bytes) else { return nil }
    return (1..<max(lines.count, 1)).first { isLine($0, "+++", of: lines, in: bytes) }
  }

  /// Refuses a file that begins inside front matter with rules, whose first line somebody deleted: read as prose, it would
  /// have no rules at all.
  static func requireOpened(_ bytes: [UInt8], lines: TextLines, path: String) throws(Failure) {
    func content(_ line: Int) -> ArraySlice<UInt8> { bytes[lines.content(of: line, in: bytes)] }
    guard lines.count > 0, isKey(content(0)),
      let end = (1..<lines.count).first(where: { isLine($0, "---", of: lines, in: bytes) }),
      (0..<end).contains(where: { line in ownKeys.contains { content(line).starts(with: $0.utf8) } })
    else { return }
    throw Failure(
      "cannot read \(path)", at: SourceLocation(file: path, line: 1, column: 1),
      causes: ["front matter begins here without a line `---` above it, and ends on line \(end + 1)"],
      hint: "put a line `---` above the first line")
  }

  private static let ownKeys = ["match:", "claims:", "stage:"]

  /// Whether a line is `key:` with or without a value.
  private static func isKey(_ line: ArraySlice<UInt8>) -> Bool {
    let name = line.prefix { $0 != UInt8(ascii: ":") }
    guard name.count < line.count, !name.isEmpty, !name.contains(where: isSpace) else { return false }
    return line.dropFirst(name.count + 1).first.map(isSpace) ?? true
  }

  /// Index of the line that would begin front matter with rules if nothing stood above it: blank lines, a heading, a comment, or the
  /// first line of a code fence. Of a file without front matter.
  static func misplacedLine(in bytes: [UInt8], lines: TextLines) -> Int? {
    func content(_ line: Int) -> ArraySlice<UInt8> { bytes[lines.content(of: line, in: bytes)] }
    guard let begin = (0..<lines.count).first(where: { isLine($0, "---", of: lines, in: bytes) }) else {
      return nil
    }
    let inside = ((begin + 1)..<lines.count).prefix { !isLine($0, "---", of: lines, in: bytes) }
    let hasRules = inside.contains { line in
      ["match:", "claims:"].contains { content(line).starts(with: $0.utf8) }
    }
    return hasRules ? begin : nil
  }

  /// The value of the front matter; `.null`, and a problem, when it is not YAML.
  ///
  /// The problem is a warning when none of the tool's own keys can be seen: the file then belongs to another tool
  /// that may read it otherwise, and the rules stand in the settings.
  func root(of bytes: [UInt8], path: String, nodes: inout NodeReader) -> Node {
    do throws(Failure) {
      var reader = YAMLReader(bytes: bytes, range: range, file: path, firstLine: 2)
      return try reader.document()
    } catch {
      let lines = String(decoding: bytes[range], as: UTF8.self).split(whereSeparator: \.isNewline)
      let hasOwnKeys = lines.contains { line in
        Self.ownKeys.contains { line.hasPrefix($0) }
      }
      let place = error.location ?? SourceLocation(file: path, line: 2)
      nodes.report(
        ([error.summary] + error.causes).joined(separator: ": "), at: place,
        hint: error.explained(by: bytes).hint,
        severity: hasOwnKeys ? .error : .warning)
      return Node(.null, at: place)
    }
  }
}
