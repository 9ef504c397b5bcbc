import Foundation
import PersonaFile
import Testing

/// Python with its `jsonschema` package judges the evidence: a reader of JSON that is not ours.
@Suite(
  "The schema of evidence files",
  .enabled(if: python("import jsonschema") == 0, "Python 3 with the package jsonschema is not here"))
struct EvidenceSchemaTests {
  private static let validation = """
    import json, sys, jsonschema
    schema = json.load(open(sys.argv[1]))
    jsonschema.Draft202012Validator.check_schema(schema)
    text = sys.stdin.read()
    jsonschema.Draft202012Validator(schema).validate(json.loads(text))
    """

  private let schema = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Documentation/evidence.schema.json").path

  @Test("evidence that is written is valid")
  func valid() {
    for evidence in [fullEvidence, featureEvidence, bareEvidence] {
      #expect(python(Self.validation, [schema], input: EvidenceFile.bytes(of: evidence)) == 0)
    }
  }

  @Test("evidence that lacks a figure or has one too many is not valid")
  func invalid() {
    let good = String(decoding: EvidenceFile.bytes(of: fullEvidence), as: UTF8.self)
    for (part, replacement) in [("\"mean\"", "\"meen\""), ("\"n\": 1230", "\"n\": \"1230\""), ("null", "2")] {
      let bytes = Array(good.replacing(part, with: replacement).utf8)
      #expect(python(Self.validation, [schema], input: bytes) == 1)
    }
  }
}

/// The exit status of a Python program that reads `input`; nil where there is no Python.
func python(_ program: String, _ arguments: [String] = [], input: [UInt8] = []) -> Int32? {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = ["python3", "-c", program] + arguments
  let pipe = Pipe()
  process.standardInput = pipe
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return nil }
  try? pipe.fileHandleForWriting.write(contentsOf: Data(input))
  try? pipe.fileHandleForWriting.close()
  process.waitUntilExit()
  return process.terminationStatus
}
