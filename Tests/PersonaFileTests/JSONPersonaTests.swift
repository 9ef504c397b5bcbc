import Persona
import PersonaFile
import Testing

/// Whole files before and after. The checksum is `printf 'A\nB "b"\n' | sha256sum`.
@Suite("Personas in JSON")
struct JSONPersonaTests {
  private static let digest = "f712284af8f3199affc33bef58d0511cfaaded4e9169d3991e6dc5ded8d658d4"

  @Test("a key of the tool that stands twice is an error, as in YAML; another's is not")
  func repeatedKey() throws {
    func problems(_ text: String) throws -> [String] {
      try PersonaDocument(bytes: Array(text.utf8), path: "personas/jen.json").problems.map {
        "\($0.location) \($0.message)"
      }
    }
    #expect(
      try problems(#"{"match": {"metric": "a", "at_least": 1}, "match": {"metric": "b", "at_least": 1}}"#)
        == ["personas/jen.json:1:43 `match` stands here more than once"])
    #expect(try problems(#"{"color": 1, "color": 2}"#) == [])
  }

  @Test(
    "the reserved key comes last, laid out as the file is, and every other byte stays",
    arguments: [
      (
        "{\n  \"name\": \"Jen\"\n}\n",
        "{\n  \"name\": \"Jen\",\n  \"persona-sync\": {\n    \"stage\": \"data-first\",\n    \"summary\": [\n"
          + "      \"A\",\n      \"B \\\"b\\\"\"\n    ],\n    \"sha256\": \"\(digest)\"\n  }\n}\n"
      ),
      (
        "{\r\n\t\"a\": [1,2]\r\n}",
        "{\r\n\t\"a\": [1,2],\r\n\t\"persona-sync\": {\r\n\t\t\"stage\": \"data-first\",\r\n\t\t\"summary\": [\r\n"
          + "\t\t\t\"A\",\r\n\t\t\t\"B \\\"b\\\"\"\r\n\t\t],\r\n\t\t\"sha256\": \"\(digest)\"\r\n\t}\r\n}"
      ),
      (
        "{\"a\":1}",
        "{\"a\":1,\"persona-sync\":{\"stage\":\"data-first\",\"summary\":[\"A\",\"B \\\"b\\\"\"],\"sha256\":\"\(digest)\"}}"
      ),
      (
        "{\"a\": 1 }",
        "{\"a\": 1, \"persona-sync\": {\"stage\": \"data-first\", \"summary\": [\"A\", \"B \\\"b\\\"\"], "
          + "\"sha256\": \"\(digest)\"} }"
      ),
      (
        "{ }",
        "{\"persona-sync\": {\"stage\": \"data-first\", \"summary\": [\"A\", \"B \\\"b\\\"\"], \"sha256\": \"\(digest)\"} }"
      ),
    ])
  func golden(before: String, after: String) throws {
    let document = try PersonaDocument(bytes: Array(before.utf8), path: "jen.json")
    let text = "A\nB \"b\"\n"
    let result = try document.replacing(block: text, toolText: text, stage: .dataFirst)
    #expect(String(decoding: result, as: UTF8.self) == after)
    let again = try PersonaDocument(bytes: result, path: "jen.json")
    #expect(again.blockState == .intact)
    #expect(try again.replacing(block: text, toolText: text, stage: .dataFirst) == result)
    #expect(try again.removingBlock() == Array(before.utf8))
    let other = try again.replacing(block: "", toolText: "", stage: .dataAugmented)
    let back = try PersonaDocument(bytes: other, path: "jen.json")
    #expect(try back.replacing(block: text, toolText: text, stage: .dataFirst) == result)
  }

  @Test("rules, name and stage are read, and the stage is written in place")
  func rules() throws {
    let text = #"{"label": "Jen J.", "stage": null, "match": {"trait": "plan", "is": "pro"}, "claims": []}"#
    let document = try PersonaDocument(bytes: Array(text.utf8), path: "team/jen.json")
    #expect(document.id == "jen")
    #expect(document.name == "Jen J.")
    #expect(
      document.rules.match?.withoutLocations == .condition(Condition(.trait("plan"), .is(.text("pro")))))
    #expect(document.problems.isEmpty && document.rules.claims.isEmpty)
    let result = try document.replacing(block: "A", toolText: "A", stage: .dataFirst)
    #expect(
      String(decoding: result, as: UTF8.self).hasPrefix(
        #"{"label": "Jen J.", "stage": "data-first", "match""#))
  }

  @Test(
    "what a hint says to write is JSON",
    arguments: [
      (#""at_least": "50%""#, "write `0.5` without quotes"),
      (#""at_least": "12.3%""#, "write `0.123` without quotes"),
      (#""at_least": "100%""#, "write `1` without quotes"), (#""at_least": 50"#, "write `0.5`"),
      (#""between": [20, 0.4]"#, "write `0.2`"), (#""at_least": "0.5""#, "write `0.5` without quotes"),
      (#""at_least": 0.1, "at_most": 0.2"#, #"for a range write `"between": [low, high]`"#),
    ])
  func hints(expectation: String, hint: String) throws {
    let text = #"{"claims": [{"says": "S", "share": "events", "where": {"hours": [7]}, \#(expectation)}]}"#
    let document = try PersonaDocument(bytes: Array(text.utf8), path: "personas/jen.json")
    #expect(document.problems.map(\.hint) == [hint])
  }

  @Test("conditions that are no list are told how JSON has one")
  func conditions() throws {
    let text = #"{"match": {"all": {"trait": "plan", "is": "pro"}}}"#
    let document = try PersonaDocument(bytes: Array(text.utf8), path: "personas/jen.json")
    #expect(document.problems.map(\.hint) == ["put them between `[` and `]`"])
  }

  @Test(
    "what cannot be told for certain is refused with its place",
    arguments: [
      ("[]", "a persona is a JSON object, not a list"), ("", "the text ends where a value must stand"),
      ("{\"persona-sync\": 1}", "`persona-sync` does not hold exactly sha256, stage, summary"),
      (
        "{\"persona-sync\": {\"sha256\": \"\", \"stage\": \"\", \"summary\": [], \"note\": \"mine\"}}",
        "`persona-sync` does not hold exactly sha256, stage, summary"
      ),
      ("{\"persona-sync\": 1, \"persona-sync\": 2}", "the key `persona-sync` stands more than once"),
    ])
  func refused(text: String, cause: String) {
    let failure = #expect(throws: Failure.self) {
      try PersonaDocument(bytes: Array(text.utf8), path: "jen.json")
    }
    #expect(failure?.causes == [cause])
    #expect(failure?.location?.line == 1)
  }

  @Test("an edit of the summary is seen")
  func edited() throws {
    let document = try PersonaDocument(bytes: Array("{}".utf8), path: "jen.json")
    let result = try document.replacing(block: "A\nB", toolText: "A\nB", stage: .dataFirst)
    let byHand = String(decoding: result, as: UTF8.self).replacing("\"A\"", with: "\"My A\"")
    let back = try PersonaDocument(bytes: Array(byHand.utf8), path: "jen.json")
    #expect(back.blockState == .edited(text: "My A\nB\n", recordedDigest: BlockText.digest(of: "A\nB\n")))
  }
}
