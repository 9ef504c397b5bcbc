// A persona in Markdown: where its front matter and its block stand, and how a block is put in.

internal import Persona

/// The parts of a Markdown file.
struct MarkdownForm {
  /// The front matter's value; `.null` where there is none.
  private(set) var root: Node
  private(set) var heading: String?
  /// Where the text begins: after the front matter.
  private(set) var bodyStart: Int
  private(set) var block: WrittenBlock?
  /// What would swallow a block at the end of the file.
  private(set) var obstacle: Failure?
  /// Front matter that is not read as such, as a warning.
  private(set) var unreadMatter: Problem?

  /// - Parameter nodes: Takes the problems of front matter that is not YAML: such a file can still hold a block.
  init(bytes: [UInt8], path: String, nodes: inout NodeReader) throws(Failure) {
    let start = bytes.starts(with: [UInt8].byteOrderMark) ? 3 : 0
    let lines = TextLines(of: bytes, in: start..<bytes.count)
    root = Node(.null, at: SourceLocation(file: path, line: 1, column: 1))
    var firstBodyLine = 0
    if let matter = try FrontMatter(bytes: bytes, lines: lines, path: path) {
      firstBodyLine = matter.endLine + 1
      root = matter.root(of: bytes, path: path, nodes: &nodes)
    } else if let end = FrontMatter.endOfTOML(in: bytes, lines: lines) {
      firstBodyLine = end + 1
      unreadMatter = Problem(
        .warning, "front matter in TOML is not read", at: root.location,
        hint: "write it as YAML between lines `---`, or the rules into persona-sync.yml")
    } else {
      try FrontMatter.requireOpened(bytes, lines: lines, path: path)
      unreadMatter = FrontMatter.misplacedLine(in: bytes, lines: lines).map { line in
        Problem(
          .warning, "the rules below are not read: front matter begins on the first line of a file",
          at: SourceLocation(file: path, line: line + 1, column: 1), hint: "move it to the top of the file")
      }
    }
    var scanner = MarkdownScanner()
    for line in firstBodyLine..<max(lines.count, firstBodyLine) {
      scanner.scan(bytes[lines.content(of: line, in: bytes)], line: line)
    }
    heading = scanner.heading
    bodyStart = firstBodyLine < lines.count ? lines.starts[firstBodyLine] : bytes.count
    block = try Self.block(scanner, lines, bytes, path)
    obstacle = scanner.openAtEnd.map { open in
      Failure(
        "cannot add a block at the end of \(path)", at: SourceLocation(file: path, line: open.line + 1),
        causes: ["the \(open.name) that starts here never ends, and would swallow it"],
        hint: "end the \(open.name)")
    }
  }

  private static func block(
    _ scanner: MarkdownScanner, _ lines: TextLines, _ bytes: [UInt8], _ path: String
  ) throws(Failure) -> WrittenBlock? {
    var begin: Int?
    var block: WrittenBlock?
    for (marker, line) in scanner.markers {
      func refusal(_ cause: String, hint: String) -> Failure {
        Failure(
          "cannot tell the tool's block in \(path)",
          at: SourceLocation(file: path, line: line + 1, column: 1),
          causes: [cause], hint: hint)
      }
      let restore = "restore the markers, or remove the whole block and sync again"
      switch marker {
      case .begin:
        guard begin == nil else { throw refusal("a block begins inside a block", hint: restore) }
        guard block == nil else {
          throw refusal("a second block begins here", hint: "keep one of the blocks")
        }
        begin = line
      case .end(let digest):
        guard let first = begin else { throw refusal("a block ends here that begins nowhere", hint: restore) }
        let text = lines.starts[first + 1]..<lines.starts[line]
        block = WrittenBlock(
          range: lines.starts[first]..<lines.content(of: line, in: bytes).upperBound,
          text: BlockText.normalised(bytes.text(in: text)), recordedDigest: digest,
          lineEnding: lines.lineEnding(of: first, in: bytes))
        begin = nil
      case .malformed:
        throw refusal(
          "this marker is mistyped or not at the beginning of its line",
          hint: "\(restore); an example of a marker goes into a code fence")
      }
    }
    if let begin {
      throw Failure(
        "cannot tell the tool's block in \(path)", at: SourceLocation(file: path, line: begin + 1, column: 1),
        causes: ["the block that begins here never ends"],
        hint: "restore its last line, and end code fences and comments inside it")
    }
    return block
  }

  /// The edit that puts a block in; nil when it is there already.
  func edit(block text: String, digest: String, of bytes: [UInt8]) throws(Failure) -> Edit? {
    if let block {
      if block.text == text, block.recordedDigest == digest { return nil }
      return Edit(range: block.range, replacement: Self.bytes(text, digest, lineEnding: block.lineEnding))
    }
    if let obstacle { throw obstacle }
    let ending = TextLines.commonEnding(of: bytes)
    let end = bytes.count..<bytes.count
    let block = Self.bytes(text, digest, lineEnding: ending)
    if bytes.isEmpty || bytes == .byteOrderMark { return Edit(range: end, replacement: block + ending) }
    // A file without a final line ending stays one, which also tells how to take the block out again.
    if bytes.last == .lineFeed { return Edit(range: end, replacement: ending + block + ending) }
    return Edit(range: end, replacement: ending + ending + block)
  }

  /// The edit that takes the block out, together with the blank line that was put before it.
  func removal(of bytes: [UInt8]) -> Edit? {
    guard let block else { return nil }
    let ending = block.lineEnding
    var start = block.range.lowerBound
    var end = block.range.upperBound
    func endsBeforeStart() -> Bool { bytes[..<start].suffix(ending.count).elementsEqual(ending) }
    if end == bytes.count {
      // Nothing ends the last line: nothing ended it before the block came, either.
      for _ in 0..<2 where endsBeforeStart() { start -= ending.count }
    } else {
      end += bytes[end...].starts(with: [.carriageReturn, .lineFeed]) ? 2 : 1
      let before = bytes[..<start].dropLast(ending.count).last
      let isAfterBlankLine =
        endsBeforeStart() && (before == nil || before == .lineFeed || before == .carriageReturn)
      if isAfterBlankLine { start -= ending.count }
    }
    return Edit(range: start..<end, replacement: [])
  }

  private static func bytes(_ text: String, _ digest: String, lineEnding: [UInt8]) -> [UInt8] {
    let lines = [BlockText.begin] + BlockText.lines(of: text)
    let ended = lines.flatMap { Array($0.utf8) + lineEnding }
    return ended + Array(BlockText.end(digest: digest).utf8)
  }
}

/// The tool's block as it stands in a file.
struct WrittenBlock {
  /// From the first byte of its begin marker to the last of its end marker.
  var range: Range<Int>
  /// The normalised text between the markers.
  var text: String
  var recordedDigest: String
  var lineEnding: [UInt8]
}
