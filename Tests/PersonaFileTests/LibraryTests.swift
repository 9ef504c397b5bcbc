// Personas in the JSON of the DevRel Foundation's library, judged by its own schema.

import Foundation
import Persona
import PersonaFile
import SharedData
import Testing

@Suite("The JSON of the persona library")
struct LibraryTests {
  private static let markdown = """
    ---
    name: Jen
    match: { metric: sessions, at_least: 3 }
    ---
    # Jen

    > "One hand on the pole."

    ## Goals

    - Finish a level or two,
      between two stops.
    * Keep her place.

    Not a goal.

    ## Frustrations

    - Buttons that do not answer.
    """

  private func exported(_ text: String, path: String = "personas/jen.md") throws -> [String: Any] {
    let written = try PersonaDocument(bytes: Array(text.utf8), path: path)
    let synced = try written.replacing(block: "the tool's\n", toolText: "the tool's\n", stage: .dataAugmented)
    let document = try PersonaDocument(bytes: synced, path: path)
    let json = try document.libraryJSON(
      findings: "## What the data says\n\n- Yes.", channels: ["web", "phone"])
    return try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  }

  @Test(
    "what people wrote is the narrative, what the data say its end; goals and frustrations stand by themselves"
  )
  func markdown() throws {
    let persona = try exported(Self.markdown)
    #expect(persona["id"] as? String == "jen")
    #expect(persona["label"] as? String == "Jen")
    let narrative = try #require(persona["narrative"] as? String)
    #expect(narrative.hasPrefix("> \"One hand on the pole.\"\n\n## Goals"))
    #expect(narrative.hasSuffix("Buttons that do not answer.\n\n## What the data says\n\n- Yes."))
    #expect(!narrative.contains("the tool's") && !narrative.contains("match"))
    let motivations = try #require(persona["motivations"] as? [String: [String]])
    #expect(
      motivations == [
        "goals": ["Finish a level or two, between two stops.", "Keep her place."],
        "dislikes": ["Buttons that do not answer."],
      ])
    let awareness = try #require(persona["awareness"] as? [String: [[String: String]]])
    #expect(awareness == ["channels": [["format": "web"]]])
  }

  @Test("of a JSON persona the keys of the schema stay as they are, and no others")
  func json() throws {
    let persona = try exported(
      #"{"label": "Dev", "role": {"level": "ic", "responsibilities": ["coding"]}, "match": {"all": []}}"#,
      path: "personas/dev.json")
    #expect(Set(persona.keys) == ["$schema", "id", "label", "role"])
    #expect((persona["role"] as? [String: Any])?["level"] as? String == "ic")
  }

  @Test(
    "every export is valid by the library's schema, as its own personas are",
    .needsSharedData, .enabled(if: LibrarySchema.canJudge, "Python 3 with the package jsonschema is not here")
  )
  func schema() throws {
    let folder = try #require(SharedData.folder) + "/personas-json"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".json") && $0 != "persona.json" }.sorted()
    #expect(names.count == 16)
    var texts = [
      (Self.markdown, "personas/jen.md"), ("Only a line.\n", "personas/a b.md"), ("", "personas/e.md"),
    ]
    for name in names {
      texts.append((try String(contentsOfFile: folder + "/" + name, encoding: .utf8), "personas/" + name))
    }
    for (text, path) in texts {
      let document = try PersonaDocument(bytes: Array(text.utf8), path: path)
      let json = try document.libraryJSON(
        findings: "## What the data says\n\n- Yes.", channels: ["web", "phone"])
      let verdict = LibrarySchema.judge(json, by: folder + "/persona.json")
      // One or the other of the library's own personas is not valid; an export is no worse.
      if path.hasSuffix(".json"), LibrarySchema.judge(text, by: folder + "/persona.json") != 0 { continue }
      #expect(verdict == 0, "\(path)")
    }
  }
}

/// Python with `jsonschema` reads the schema and the persona.
private enum LibrarySchema {
  static var canJudge: Bool { python("import jsonschema") == 0 }

  /// 0 where the persona is valid.
  static func judge(_ persona: String, by schema: String) -> Int32? {
    python(
      "import json, sys, jsonschema; jsonschema.validate(json.load(sys.stdin), json.load(open(sys.argv[1])))",
      [schema], input: Array(persona.utf8))
  }
}
