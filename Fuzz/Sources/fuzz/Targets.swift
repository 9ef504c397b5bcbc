// What is fuzzed, and what must hold of any bytes. A broken promise is a trap, as a crash is.

private import Foundation
private import Persona
private import PersonaFile

@testable private import PersonaSync

/// By the name of its corpus.
let targets: [String: @Sendable ([UInt8]) -> Void] = [
  "persona": personaFile, "settings": settings, "csv": table, "json": jsonLines, "compressed": compressed,
]

/// Any bytes are refused for a reason that a person can mend, or come back as they were but for the tool's part.
private func personaFile(_ bytes: [UInt8]) {
  let path = bytes.first == UInt8(ascii: "{") ? "jen.json" : "jen.md"
  do throws(Failure) {
    let document = try PersonaDocument(bytes: bytes, path: path)
    _ = try? document.prose()
    let text = "What the data say\n\n| a | b |"
    let written = try document.replacing(block: text, toolText: text, stage: .dataAugmented)
    let again = try PersonaDocument(bytes: written, path: path)
    check(try again.replacing(block: text, toolText: text, stage: .dataAugmented) == written, "written twice")
    check(again.blockText != nil, "the block is lost")
    check(again.rulesDigest == document.rulesDigest, "the rules moved")
  } catch {
    check(error.kind == .fixable, "\(error)")
  }
}

/// Any bytes are read with the problems in them, or refused for a reason that a person can mend.
private func settings(_ bytes: [UInt8]) {
  var reader = SettingsReader()
  do throws(Failure) {
    let settings = try reader.read(bytes)
    var twin = SettingsReader()
    check(try twin.read(bytes).digest == settings.digest, "another digest")
    check(twin.problems.map(\.message) == reader.problems.map(\.message), "other problems")
  } catch {
    check(error.kind == .fixable, "\(error)")
  }
}

/// - Parameter says: what does not hold.
func check(_ holds: Bool, _ says: @autoclosure () -> String) {
  guard !holds else { return }
  FileHandle.standardError.write(Data("fuzz: \(says())\n".utf8))
  preconditionFailure("a promise is broken")
}
