import Persona
import PersonaFile
import Testing

@Suite("Files that are refused or were edited")
struct RefusalTests {
  static let begin = GoldenMarkdownTests.begin
  static let end = GoldenMarkdownTests.end

  @Test(
    "rules in front matter that begins too late are pointed out",
    arguments: [
      ("\n---\nmatch: { metric: m, at_least: 1 }\n---\n", 2),
      ("\u{FEFF}\r\n \r\n---\r\nclaims:\r\n---\r\n", 3),
      ("# Jen\n\n---\nmatch: { metric: m, at_least: 1 }\n---\n", 3),
      ("<!-- exported -->\n---\nname: x\nclaims: []\n---\n", 2),
      ("```yaml\n---\nname: x\nmatch: { metric: m, at_least: 1 }\n---\n```\n", 2),
    ])
  func misplaced(text: String, line: Int) throws {
    let document = try PersonaDocument(bytes: Array(text.utf8), path: "personas/jen.md")
    #expect(document.unreadRules.map(\.severity) == [.warning])
    #expect(
      document.unreadRules.map(\.location) == [SourceLocation(file: "personas/jen.md", line: line, column: 1)]
    )
    #expect(document.rules.match == nil)
  }

  @Test(
    "a rule in the prose, or an example of rules, is no front matter that begins too late",
    arguments: [
      "# Jen\n\n---\nThey match: all\n---\n", "\n---\nname: Jen\n---\nmatch: x\n",
      "\n---\n  match: x\n", "```\nmatch: x\n```\n", "\n\n", "",
    ])
  func elsewhere(text: String) throws {
    let document = try PersonaDocument(bytes: Array(text.utf8), path: "personas/jen.md")
    #expect(document.problems.isEmpty && document.unreadRules.isEmpty)
  }

  @Test(
    "front matter with rules whose first line is gone is refused",
    arguments: [
      ("name: Jen\nmatch: { metric: m, at_least: 1 }\n---\n# Jen\n", 3),
      ("\u{FEFF}stage: research-driven\r\n---\r\n", 2),
      ("match:\n  metric: m\n  at_least: 1\n\n--- \n", 5),
    ])
  func unopened(text: String, end: Int) {
    let failure = #expect(throws: Failure.self) {
      try PersonaDocument(bytes: Array(text.utf8), path: "personas/jen.md")
    }
    #expect(
      failure?.causes == ["front matter begins here without a line `---` above it, and ends on line \(end)"])
    #expect(failure?.location == SourceLocation(file: "personas/jen.md", line: 1, column: 1))
  }

  @Test(
    "prose that begins with a word and a colon is no front matter",
    arguments: [
      "Note: she plays.\n---\nmatch: x\n", "name: Jen\nmatch: x\n", "Jen says: no\nmatch: x\n---\n",
      "https://example.com\nmatch: x\n---\n", "name: Jen\n---\n",
    ])
  func prose(text: String) throws {
    #expect(try PersonaDocument(bytes: Array(text.utf8), path: "personas/jen.md").rules.match == nil)
  }

  @Test(
    "what cannot be told for certain is refused with its line",
    arguments: [
      ("---\nname: Jen\n", 1, "its front matter begins with `---` and never ends"),
      ("A\n\(begin)\nB\n", 2, "the block that begins here never ends"),
      ("A\n\(begin)\n```\n\(end)\n", 2, "the block that begins here never ends"),
      ("A\n\n\(end)\n", 3, "a block ends here that begins nowhere"),
      ("\(begin)\n\(end)\n\(begin)\n\(end)\n", 3, "a second block begins here"),
      ("\(begin)\n\(begin)\n\(end)\n", 2, "a block begins inside a block"),
      (" \(begin)\n\(end)\n", 1, "this marker is mistyped or not at the beginning of its line"),
      ("- \(begin)\n", 1, "this marker is mistyped or not at the beginning of its line"),
      ("\(begin) x\n\(end)\n", 1, "this marker is mistyped or not at the beginning of its line"),
      ("<!--persona-sync:begin-->\n", 1, "this marker is mistyped or not at the beginning of its line"),
      (
        "\(begin)\nA\n<!-- persona-sync:end -->\n", 3,
        "this marker is mistyped or not at the beginning of its line"
      ),
      ("<!--\n\(begin)\nA\n\(end)\n-->\n", 4, "a block ends here that begins nowhere"),
    ])
  func refused(text: String, line: Int, cause: String) {
    let failure = #expect(throws: Failure.self) {
      try PersonaDocument(bytes: Array(text.utf8), path: "personas/jen.md")
    }
    #expect(failure?.causes == [cause])
    #expect(failure?.location?.line == line)
    #expect(failure?.location?.file == "personas/jen.md")
    #expect(failure?.hint != nil)
    #expect(failure?.kind == .fixable)
  }

  @Test(
    "conflict markers that were committed are named, whatever they break",
    arguments: [
      ("jen.md", "A\n\n<<<<<<< HEAD\n\(begin)\nB\n=======\n\(begin)\nC\n>>>>>>> main\n\(end)\n", 3),
      ("jen.md", "A\r\n<<<<<<<\r\n\(begin)\r\n=======\r\n>>>>>>>\r\n", 2),
      ("jen.md", "---\nname: Jen\n<<<<<<< HEAD\n---\n||||||| base\n=======\n>>>>>>> main\n\(end)\n", 3),
      ("jen.md", "---\nmatch: {}\n<<<<<<< HEAD\nstage: x\n=======\nstage: y\n>>>>>>> main\n---\n", 3),
      ("jen.json", "{\n<<<<<<< HEAD\n  \"name\": 1\n=======\n  \"name\": 2\n>>>>>>> main\n}\n", 2),
      ("persona-sync.yml", "timezone: UTC\n<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> main\n", 2),
    ])
  func conflictMarkers(path: String, text: String, line: Int) {
    var hints: [String?] = []
    do {
      if path.hasSuffix(".yml") { _ = try parseYAML(Array(text.utf8), file: path) }
      hints = try PersonaDocument(bytes: Array(text.utf8), path: path).problems.map(\.hint)
    } catch {
      hints = [error.hint]
    }
    #expect(hints.count == 1)
    #expect(
      hints.first??.contains("conflict markers of a merge stand in the file, the first in line \(line):")
        ?? false)
  }

  @Test(
    "what only looks like conflict markers is not named",
    arguments: [
      "Heading\n=======\n", "> > > > > > >\n", "<<<<<<< a\n=======\n", ">>>>>>> a\n=======\n<<<<<<< a\n",
      " <<<<<<< a\n=======\n>>>>>>> b\n", "<<<<<<<<\n========\n>>>>>>>>\n",
    ])
  func noConflictMarkers(text: String) {
    let failure = #expect(throws: Failure.self) {
      try PersonaDocument(bytes: Array((text + Self.end + "\n").utf8), path: "jen.md")
    }
    #expect(failure?.hint == "restore the markers, or remove the whole block and sync again")
  }

  @Test(
    "bytes that are not UTF-8 text are refused by name",
    arguments: [
      ([0xFF, 0xFE, 0x41, 0x00], "it is UTF-16 text"), ([0xFE, 0xFF, 0x00, 0x41], "it is UTF-16 text"),
      ([0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0], "it is UTF-32 text"), ([0, 0, 0xFE, 0xFF], "it is UTF-32 text"),
      ([0x41, 0, 0x0A, 0], "it is UTF-16 text"), ([0, 0x41, 0, 0xE9, 0, 0x0A], "it is UTF-16 text"),
      ([0x41, 0x0A, 0x00], "it holds a NUL byte, as binary files do"),
      ([0, 0, 0x41, 0x0A], "it holds a NUL byte, as binary files do"),
      ([0x41, 0x0A, 0x42, 0xC3, 0x28], "it is not valid UTF-8"),
      ([0xED, 0xA0, 0x80], "it is not valid UTF-8"),
    ] as [([UInt8], String)])
  func notText(bytes: [UInt8], cause: String) {
    for path in ["jen.md", "jen.json"] {
      let failure = #expect(throws: Failure.self) { try PersonaDocument(bytes: bytes, path: path) }
      #expect(failure?.causes == [cause])
    }
  }

  @Test("a broken byte is found")
  func brokenByte() {
    let failure = #expect(throws: Failure.self) {
      try PersonaDocument(bytes: Array("é\nab".utf8) + [0xC3, 0x28], path: "jen.md")
    }
    #expect(failure?.location == SourceLocation(file: "jen.md", line: 2, column: 3))
  }

  @Test(
    "a block that would be swallowed is refused, and a warning tells so before",
    arguments: [
      ("A\n```\ncode\n", 2, "code fence"), ("~~~~\n~~~\n", 1, "code fence"),
      ("A\n\n<pre>\n", 3, "HTML block"),
      ("<!-- open\n\n\n", 1, "HTML block"), ("<?php\n", 1, "HTML block"),
    ])
  func swallowed(text: String, line: Int, name: String) throws {
    let document = try PersonaDocument(bytes: Array(text.utf8), path: "jen.md")
    #expect(document.problems.map(\.severity) == [.warning])
    #expect(document.problems.first?.location.line == line)
    let failure = #expect(throws: Failure.self) {
      try document.replacing(block: "Text", toolText: "Text", stage: .dataFirst)
    }
    #expect(failure?.causes == ["the \(name) that starts here never ends, and would swallow it"])
    #expect(failure?.location?.line == line)
  }

  @Test("an edit inside the block is seen, and merged text keeps the tool's checksum")
  func edited() throws {
    let before = "A\n\(Self.begin)\nText\n\(Self.end)\n"
    let byHand = before.replacing("Text", with: "My text")
    let document = try PersonaDocument(bytes: Array(byHand.utf8), path: "jen.md")
    let digest = BlockText.digest(of: "Text")
    #expect(document.blockState == .edited(text: "My text\n", recordedDigest: digest))
    let merged = try document.replacing(block: "My new text", toolText: "New text", stage: .dataFirst)
    let back = try PersonaDocument(bytes: merged, path: "jen.md")
    #expect(
      back.blockState == .edited(text: "My new text\n", recordedDigest: BlockText.digest(of: "New text")))
  }

  @Test("a block that a person edited stays edited in another version of the file")
  func editedElsewhere() throws {
    let byHand = "A\n\(Self.begin)\nMy text\n\(Self.end)\n"
    let edited = try PersonaDocument(bytes: Array(byHand.utf8), path: "jen.md")
    let other = try PersonaDocument(bytes: Array("B\n".utf8), path: "jen.md")
    let result = try #require(try other.replacingToolPart(with: edited))
    #expect(
      try PersonaDocument(bytes: result, path: "jen.md").blockState
        == .edited(text: "My text\n", recordedDigest: BlockText.digest(of: "Text")))
  }

  @Test("git's conversion of line endings is no edit")
  func convertedLineEndings() throws {
    let crlf = "A\r\n\(Self.begin)\r\nText\r\n\(Self.end)\r\n"
    let document = try PersonaDocument(bytes: Array(crlf.utf8), path: "jen.md")
    #expect(document.blockState == .intact)
    let same = try document.replacing(block: "Text\n", toolText: "Text\n", stage: .dataFirst)
    #expect(same == Array(crlf.utf8))
  }

  @Test("text that would break its own block is our mistake, and nothing comes of it")
  func badBlockText() throws {
    let document = try PersonaDocument(bytes: Array("A\n".utf8), path: "jen.md")
    for text in ["\(Self.end)", "a\n\(Self.begin)\nb", "```"] {
      let failure = #expect(throws: Failure.self) {
        try document.replacing(block: text, toolText: text, stage: .dataFirst)
      }
      #expect(failure?.kind == .bug)
    }
  }

  @Test("front matter that is not YAML is a problem, and the file can still hold a block")
  func brokenFrontMatter() throws {
    let foreign = try PersonaDocument(bytes: Array("---\nbad: [\n---\nA\n".utf8), path: "jen.md")
    #expect(foreign.problems.map(\.severity) == [.warning])
    #expect(foreign.problems.first?.location == SourceLocation(file: "jen.md", line: 3, column: 1))
    _ = try foreign.replacing(block: "T", toolText: "T", stage: .dataFirst)
    let own = try PersonaDocument(bytes: Array("---\nmatch: [\n---\nA\n".utf8), path: "jen.md")
    #expect(own.problems.map(\.severity) == [.error])
    let repeated = try PersonaDocument(bytes: Array("---\nmatch: {}\nmatch: {}\n---\n".utf8), path: "jen.md")
    #expect(repeated.problems.first?.message.contains("`match` stands here more than once") ?? false)
  }

  @Test("a key that is nearly ours is pointed out")
  func mistypedKey() throws {
    let document = try PersonaDocument(
      bytes: Array("---\nclaim: []\nlayout: page\n---\n".utf8), path: "jen.md")
    #expect(document.unreadRules.map(\.hint) == ["did you mean `claims`?"])
  }
}
