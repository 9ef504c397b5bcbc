import Persona
import PersonaFile
import SharedData
import Testing

/// Pages that real teams wrote, and Markdown chosen for its oddities.
@Suite("Real persona files", .needsSharedData)
struct RealFilesTests {
  @Test("every persona page takes a block and keeps its bytes")
  func personaPages() throws {
    let files = try files(of: "personas-md", endings: [".md"])
    #expect(files.count == 26)
    for (path, bytes) in files { try checkBlock(in: bytes, path: path) }
  }

  @Test("odd Markdown takes a block and keeps its bytes, or is refused by name")
  func oddMarkdown() throws {
    let files = try files(of: "markdown-torture", endings: [".md", ".markdown", ".txt"])
    #expect(files.count == 102)
    var refused: [String: [String]] = [:]
    for (path, bytes) in files {
      do {
        try checkBlock(in: bytes, path: path)
      } catch let failure as Failure {
        #expect(failure.summary == "cannot read \(path)")
        refused[path] = failure.causes
      }
    }
    #expect(
      refused == [
        "jekyll-test-source/test/source/_encodings/Unicode16LECRLFandBOM.md": ["it is UTF-16 text"],
        "jekyll-test-source/test/source/_includes/sig.markdown": [
          "its front matter begins with `---` and never ends"
        ],
      ])
  }

  @Test("every JSON persona takes the reserved key and keeps its bytes")
  func json() throws {
    let files = try files(of: "personas-json", endings: [".json"])
    #expect(files.count == 17)
    for (path, bytes) in files { try checkBlock(in: bytes, path: path) }
  }
}

/// Puts a block in, again, another, and takes it out, comparing bytes at each step.
func checkBlock(in bytes: [UInt8], path: String) throws {
  let short = "One line\n"
  let long = "Two\n\n| a | b |\n|---|---|\n| `x` | 2 |\n"
  let document = try PersonaDocument(bytes: bytes, path: path)
  #expect(document.blockState == .absent, "\(path)")
  let first = try document.replacing(block: short, toolText: short, stage: .dataAugmented)
  let second = try PersonaDocument(bytes: first, path: path)
  #expect(second.blockState == .intact, "\(path)")
  #expect(second.blockText == short, "\(path)")
  #expect(second.name == document.name, "\(path)")
  #expect(second.rules == document.rules, "\(path)")
  let again = try second.replacing(block: short, toolText: short, stage: .dataAugmented)
  #expect(again == first, "\(path): the same text again")
  let other = try second.replacing(block: long, toolText: long, stage: .dataAugmented)
  let back = try PersonaDocument(bytes: other, path: path)
  #expect(try back.replacing(block: short, toolText: short, stage: .dataAugmented) == first, "\(path)")
  // No file here has a stage of its own, so that taking the block out gives back the very file.
  #expect(document.writtenStage == nil, "\(path)")
  if !path.hasSuffix(".json") { #expect(first.starts(with: bytes), "\(path)") }
  #expect(try back.removingBlock() == bytes, "\(path): the block taken out")
}
