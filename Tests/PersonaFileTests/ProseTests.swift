import Persona
import PersonaFile
import Testing

/// What is left of a file without its front matter and the tool's block.
@Suite("Prose")
struct ProseTests {
  private static let block = GoldenMarkdownTests.block

  @Test(
    "the prose is what people wrote below the front matter",
    arguments: [
      ("# Jen\n\nProse.\n", "# Jen\n\nProse.\n"),
      ("---\nname: Jen\n---\n# Jen\n", "# Jen\n"),
      ("---\nname: Jen\n---\n# Jen\n\n\(block)\n", "# Jen\n"),
      ("---\nname: Jen\n---\n# Jen\n\n\(block)\n\nAfter it.\n", "# Jen\n\nAfter it.\n"),
      ("\u{FEFF}---\r\nname: Jen\r\n---\r\nA\r\n", "A\r\n"),
      ("\u{FEFF}A\n", "A\n"),
      ("---\nname: Jen\n---", ""),
      ("+++\ntitle = \"Jen\"\n[match]\n+++\n\n# Jen\n", "\n# Jen\n"),
      ("+++\nno end\n", "+++\nno end\n"),
      ("---\nname: Jen\n---\n\n\(block)\n", ""),
      ("", ""),
    ])
  func prose(file: String, prose: String) throws {
    #expect(try PersonaDocument(bytes: Array(file.utf8), path: "x.md").prose() == prose)
  }

  @Test("front matter in TOML is no part of the prose, and is told of")
  func toml() throws {
    let file = "+++\ntitle = \"Sofia\"\n[match]\ntrait = \"plan\"\n+++\n# Sofie\n"
    let document = try PersonaDocument(bytes: Array(file.utf8), path: "x.md")
    #expect(document.name == "Sofie")
    #expect(document.writtenMatch == .absent)
    #expect(document.unreadRules.map(\.message) == ["front matter in TOML is not read"])
  }

  @Test(
    "the language of the words is what `lang` says, else `language`, where it is one",
    arguments: [
      ("lang: ja", "ja"), ("language: de-AT", "de-AT"), ("lang: zh-Hant-TW", "zh-Hant-TW"),
      ("lang: fr\nlanguage: en", "fr"),
      ("language: German", nil), ("lang: \"de\\\" onclick=x\"", nil), ("lang: [de]", nil), ("name: x", nil),
    ] as [(String, String?)])
  func language(matter: String, expected: String?) throws {
    let file = "---\n\(matter)\n---\n"
    #expect(try PersonaDocument(bytes: Array(file.utf8), path: "x.md").language == expected)
  }

  @Test("the prose of a persona in JSON are its other keys, as a list")
  func json() throws {
    let file =
      #"{"name": "Jen", "match": {}, "goals": ["fun", "fame"], "home": {"town": "Kiel"}, "age": null}"#
    #expect(
      try PersonaDocument(bytes: Array(file.utf8), path: "x.json").prose()
        == "- **goals**: fun, fame\n- **home**\n  - **town**: Kiel\n")
  }
}
