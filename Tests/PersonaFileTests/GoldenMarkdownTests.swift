import Persona
import PersonaFile
import Testing

/// Whole files before and after, written down by hand: one oddity each.
@Suite("Blocks in Markdown")
struct GoldenMarkdownTests {
  /// The block around `Text\n`; the checksum is `printf 'Text\n' | sha256sum`.
  static let begin = "<!-- persona-sync:begin -->"
  static let end =
    "<!-- persona-sync:end sha256:533bfd360a1274c99f13658e6c774d9dc3c4518cd1d31231e6503876509157db -->"
  static let block = "\(begin)\nText\n\(end)"

  @Test(
    "a block comes at the end, after a blank line, and every byte before it stays",
    arguments: [
      ("plain", "# Jen\n\nProse.\n", "# Jen\n\nProse.\n\n\(block)\n"),
      ("empty", "", "\(block)\n"),
      ("byte order mark only", "\u{FEFF}", "\u{FEFF}\(block)\n"),
      ("byte order mark", "\u{FEFF}# Jen\n", "\u{FEFF}# Jen\n\n\(block)\n"),
      ("one line ending", "\n", "\n\n\(block)\n"),
      ("no final line ending", "Prose", "Prose\n\n\(block)"),
      ("several final line endings", "Prose\n\n\n", "Prose\n\n\n\n\(block)\n"),
      ("CRLF", "# Jen\r\nProse.\r\n", "# Jen\r\nProse.\r\n\r\n\(begin)\r\nText\r\n\(end)\r\n"),
      ("CRLF, no final line ending", "A\r\nB", "A\r\nB\r\n\r\n\(begin)\r\nText\r\n\(end)"),
      ("mostly LF", "A\nB\r\nC\n", "A\nB\r\nC\n\n\(block)\n"),
      ("a lone CR at the end", "A\nB\r", "A\nB\r\n\n\(block)"),
      ("only front matter", "---\nname: Jen\n---\n", "---\nname: Jen\n---\n\n\(block)\n"),
      ("front matter without final line ending", "---\nname: Jen\n---", "---\nname: Jen\n---\n\n\(block)"),
      ("empty front matter", "---\n---\n", "---\n---\n\n\(block)\n"),
      (
        "front matter with comments, closed by dots", "---\n# note\nname: Jen # short\n...\nProse\n",
        "---\n# note\nname: Jen # short\n...\nProse\n\n\(block)\n"
      ),
      ("tabs and trailing spaces", "\tcode\t\nprose  \n", "\tcode\t\nprose  \n\n\(block)\n"),
      (
        "fences with examples of markers", "```html\n\(block)\n```\n~~~~\n~~~\n\(begin)\n~~~~\n",
        "```html\n\(block)\n```\n~~~~\n~~~\n\(begin)\n~~~~\n\n\(block)\n"
      ),
      ("an indented example", "    \(begin)\n", "    \(begin)\n\n\(block)\n"),
      ("a quoted example", "> \(begin)\n", "> \(begin)\n\n\(block)\n"),
      ("a marker in prose", "Write \(begin) there.\n", "Write \(begin) there.\n\n\(block)\n"),
      ("a comment over lines", "<!--\nnote\n-->\n", "<!--\nnote\n-->\n\n\(block)\n"),
      (
        "a fence that ends with its list", "- a\n  ```\n  code\n\nb\n",
        "- a\n  ```\n  code\n\nb\n\n\(block)\n"
      ),
      (
        "a block between words", "Above\n\(begin)\nOld\n\(oldEnd)\nBelow",
        "Above\n\(begin)\nText\n\(end)\nBelow"
      ),
      (
        "a block with CRLF among LF", "A\nB\nC\n\(begin)\r\nOld\r\n\(oldEnd)\r\n",
        "A\nB\nC\n\(begin)\r\nText\r\n\(end)\r\n"
      ),
    ])
  func golden(name: String, before: String, after: String) throws {
    let document = try PersonaDocument(bytes: Array(before.utf8), path: "jen.md")
    let result = try document.replacing(block: "Text", toolText: "Text\n", stage: .dataAugmented)
    #expect(String(decoding: result, as: UTF8.self) == after)
    #expect(result == Array(after.utf8))
    let again = try PersonaDocument(bytes: result, path: "jen.md")
    #expect(again.blockState == .intact)
    #expect(try again.replacing(block: "Text\n", toolText: "Text", stage: .dataAugmented) == result)
    if document.blockState == .absent { #expect(try again.removingBlock() == Array(before.utf8)) }
  }

  @Test("a block directly below a paragraph goes without a byte of it", arguments: ["\n", "\r\n"])
  func removal(ending: String) throws {
    func bytes(_ lines: [String]) -> [UInt8] { lines.flatMap { Array(($0 + ending).utf8) } }
    let document = try PersonaDocument(
      bytes: bytes(["# Jen", "Prose", Self.begin, "Text", Self.end, "More"]), path: "jen.md")
    #expect(try document.removingBlock() == bytes(["# Jen", "Prose", "More"]))
  }

  @Test("a line of backticks that is moved in by four blanks does not end a fence")
  func indentedFence() throws {
    let text = "```\n    ```\n\(Self.block)\n```\n"
    let document = try PersonaDocument(bytes: Array(text.utf8), path: "jen.md")
    #expect(document.hasBlock == false)
    #expect(document.problems.isEmpty)
  }

  /// `printf 'Old\n' | sha256sum`.
  static let oldEnd =
    "<!-- persona-sync:end sha256:4e82898f7e3ddcf8d4782cee34d28cb9ce960afa34d1494e333a42a2f206fa81 -->"

  @Test(
    "the stage is written in place and nothing else moves",
    arguments: [
      ("stage: research-driven\n", "stage: data-augmented\n"),
      (
        "a: 1\nstage:   research-driven   # computed\nb: 2\n",
        "a: 1\nstage:   data-augmented   # computed\nb: 2\n"
      ),
      ("stage: \"research-driven\"\n", "stage: \"data-augmented\"\n"),
      ("stage: 'data-first' # x\n", "stage: 'data-augmented' # x\n"),
      ("stage:\nname: Jen\n", "stage: data-augmented\nname: Jen\n"),
      ("stage: # computed\n", "stage: data-augmented # computed\n"),
      ("stage: ~\n", "stage: data-augmented\n"),
      ("{name: Jen, stage: data-first, b: 2}\n", "{name: Jen, stage: data-augmented, b: 2}\n"),
      ("name: Jürgen 😀\n\"stage\": Research-Driven\n", "name: Jürgen 😀\n\"stage\": data-augmented\n"),
      ("? stage\n: data-first\n", "? stage\n: data-augmented\n"),
      ("? stage\n:\nname: Jen\n", "? stage\n: data-augmented\nname: Jen\n"),
      // Not the tool's to write: another tool's word, a list, an alias, a tag, a nested key, no key, no colon.
      ("? stage\nname: Jen\n", nil), ("{? stage , b: 2}\n", nil), ("? stage\n", nil),
      ("stage: draft\n", nil), ("stage: [data-first]\n", nil), ("a: &s data-first\nstage: *s\n", nil),
      ("stage: !!str data-first\n", nil), ("stage: &s data-first\n", nil), ("stage: |\n  data-first\n", nil),
      ("a:\n  stage: data-first\n", nil), ("# stage: data-first\n", nil),
    ])
  func stage(before: String, after: String?) throws {
    let document = try PersonaDocument(bytes: Array("---\n\(before)---\n".utf8), path: "jen.md")
    let result = try document.replacing(block: "Text", toolText: "Text", stage: .dataAugmented)
    #expect(String(decoding: result, as: UTF8.self) == "---\n\(after ?? before)---\n\n\(Self.block)\n")
    #expect(document.problems.allSatisfy { $0.severity == .warning })
    #expect(
      try PersonaDocument(bytes: result, path: "jen.md").writtenStage == after.map { _ in "data-augmented" })
  }

  @Test(
    "a stage that cannot be written in place is told at its key, with what to write",
    arguments: ["? stage\nname: Jen\n", "stage: &s data-first\n", "stage: !!str data-first\n"])
  func stageElsewhere(frontMatter: String) throws {
    let document = try PersonaDocument(bytes: Array("---\n\(frontMatter)---\n".utf8), path: "jen.md")
    let problem = try #require(document.problems.first)
    #expect(problem.message == "the value of `stage` cannot be written in place, so it is left as it is")
    #expect(problem.location.line == 2)
    #expect(
      problem.hint == "write `stage: ` and the stage itself on one line, without anchor, alias or tag")
  }

  @Test(
    "a persona is named by its front matter, else its first heading, else its file",
    arguments: [
      ("---\nname: Jen\ntitle: T\n---\n# H\n", "Jen"), ("---\ntitle: T # x\n---\n# H\n", "T"),
      ("---\nname:\n---\n## Deep # head ##\n", "Deep # head"), ("---\nname: [a]\n---\nA\nB\n===\n", "A B"),
      ("```\n# not this\n```\n<!--\n# nor this\n-->\n# This\n", "This"), ("- # item\n", "item"),
      ("#\n#tag\n####### seven\n", "jen"), ("", "jen"), ("a\n\n---\n", "jen"),
    ])
  func name(text: String, expected: String) throws {
    #expect(try PersonaDocument(bytes: Array(text.utf8), path: "personas/team/jen.md").name == expected)
  }
}
