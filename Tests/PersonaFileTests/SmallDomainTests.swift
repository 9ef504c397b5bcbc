import Persona
import PersonaFile
import Testing

@Suite("All small files")
struct SmallDomainTests {
  /// 6 lines to the power of 0...6: 55,987 files; every second one also without its last line ending.
  @Test("every file is refused, or takes a block and keeps its bytes")
  func exhaustive() throws {
    let alphabet = ["```", GoldenMarkdownTests.begin, GoldenMarkdownTests.end, "a", "", "---"]
    var counts = (files: 0, refused: 0, absent: 0, replaced: 0)
    var texts = [""]
    for length in 0...6 {
      if length > 0 { texts = texts.flatMap { text in alphabet.map { text + $0 + "\n" } } }
      for (number, text) in texts.enumerated() {
        let text = number % 2 == 1 ? String(text.dropLast()) : text
        counts.files += 1
        guard let state = try check(Array(text.utf8)) else {
          counts.refused += 1
          continue
        }
        if state == .absent { counts.absent += 1 } else { counts.replaced += 1 }
      }
    }
    #expect(counts.files == 55_987)
    #expect(counts.refused > 20_000 && counts.absent > 5_000 && counts.replaced > 1_000)
  }

  /// What the block's state was; nil when the file was refused.
  private func check(_ bytes: [UInt8]) throws -> PersonaDocument.BlockState? {
    let document: PersonaDocument
    let result: [UInt8]
    do throws(Failure) {
      document = try PersonaDocument(bytes: bytes, path: "x.md")
      result = try document.replacing(block: "New", toolText: "New", stage: .dataFirst)
    } catch {
      if error.kind == .bug || error.location?.line == nil { throw error }
      return nil
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let written = String(decoding: result, as: UTF8.self)
    let block = "\(GoldenMarkdownTests.begin)\nNew\n"
    // The last begin marker outside fences is the new block's; what surrounds it is what surrounded the old one.
    if document.blockState == .absent {
      #expect(result.starts(with: bytes), "\(text.debugDescription)")
      let again = try PersonaDocument(bytes: result, path: "x.md")
      #expect(try again.removingBlock() == bytes, "\(text.debugDescription)")
    } else {
      let (before, after) = try #require(written.splitAround(block), "\(text.debugDescription)")
      let tail = after.drop { $0 != "\n" }
      #expect(text.hasPrefix(before) && text.hasSuffix(tail), "\(text.debugDescription)")
    }
    return document.blockState
  }
}

extension String {
  /// What stands before and after the only occurrence of `part`.
  fileprivate func splitAround(_ part: String) -> (Substring, Substring)? {
    guard let range = firstRange(of: part) else { return nil }
    return (self[..<range.lowerBound], self[range.upperBound...])
  }
}
