import Foundation
import Persona
import PersonaFile
import Testing

@Suite("The documentation of persona files")
struct DocumentationTests {
  @Test("every example is read without a problem")
  func examples() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Documentation/PersonaFile.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let fences = text.components(separatedBy: "\n```").enumerated().filter { $0.offset % 2 == 1 }.map(
      \.element)
    var claims = 0
    for fence in fences {
      let body = fence.drop { $0 != "\n" }.dropFirst()
      if fence.hasPrefix("yaml") {
        let file = try PersonaDocument(bytes: Array("---\n\(body)\n---\n".utf8), path: "example.md")
        #expect(file.problems == [], "\(body)")
        #expect(file.rules.match != nil || !file.rules.claims.isEmpty, "\(body)")
        claims += file.rules.claims.count
      } else if fence.hasPrefix("markdown"), body.hasPrefix("---") {
        let file = try PersonaDocument(bytes: Array(body.utf8), path: "example.md")
        #expect(file.problems == [])
        #expect(file.rules.match != nil)
        claims += file.rules.claims.count
      }
    }
    #expect(claims == 5)
  }
}
