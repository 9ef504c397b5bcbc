import Persona
import Testing

@testable import PersonaFile

@Suite("Real persona files", .enabled(if: sharedData != nil, "the shared data is not here"))
struct RealFilesTests {
  static let markdownSets = ["personas-md", "markdown-torture"]

  @Test("every Markdown file keeps its bytes outside the block", arguments: markdownSets)
  func markdown(dataSet: String) throws {
    let files = try personaFiles(in: dataSet, endings: [".md", ".markdown", ".txt"])
    #expect(!files.isEmpty)
    var refused: [String: String] = [:]
    for (path, bytes) in files {
      do { try checkBlock(in: bytes, path: path) } catch let failure as Failure {
        refused[path] = ([failure.summary] + failure.causes).joined(separator: ": ")
      }
    }
    print(dataSet, files.count, refused)
  }

  @Test("every JSON file keeps its bytes outside the reserved key")
  func json() throws {
    let files = try personaFiles(in: "personas-json", endings: [".json"])
    #expect(files.count == 17)
    for (path, bytes) in files { try checkBlock(in: bytes, path: path) }
  }
}

/// Puts a block in, replaces it, and takes it out again, comparing bytes at each step.
func checkBlock(in bytes: [UInt8], path: String) throws {
  let document = try PersonaDocument(bytes: bytes, path: path)
  #expect(document.blockState == .absent, "\(path)")
  let first = try document.replacing(block: "One line\n", toolText: "One line", stage: .dataAugmented)
  let second = try PersonaDocument(bytes: first, path: path)
  #expect(second.blockState == .intact, "\(path)")
  #expect(second.blockText == "One line\n", "\(path)")
  #expect(second.name == document.name, "\(path)")
  let same = try second.replacing(block: "One line", toolText: "One line", stage: .dataAugmented)
  #expect(same == first, "\(path): the same text again")
  let longer = "Two\n\n| a | b |\n|---|---|\n| `x` | 2 |\n"
  let third = try second.replacing(block: longer, toolText: longer, stage: .dataAugmented)
  let back = try PersonaDocument(bytes: third, path: path)
  let returned = try back.replacing(block: "One line", toolText: "One line", stage: .dataAugmented)
  #expect(returned == first, "\(path): the first text again")
  if document.writtenStage == nil {
    #expect(try back.removingBlock() == bytes, "\(path): the block taken out")
  }
}
