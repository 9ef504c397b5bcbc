// What is left of an address without its query: as somebody would look who goes back from every mark.

import Testing

@testable import EventStream

@Suite("Addresses")
struct AddressTests {
  /// What is left of a text.
  private func cut(_ text: [UInt8]) -> [UInt8] {
    Array(text[FieldRange(0..<text.count).withoutQuery(text).range])
  }

  /// The same, mark by mark.
  private func cutByMarks(_ text: [UInt8]) -> [UInt8] {
    let text = String(decoding: text, as: UTF8.self)
    for (place, mark) in text.enumerated() where "?#".contains(mark) {
      let before = text.prefix(place)
      let behind = text.dropFirst(place + 1).prefix { $0 != " " }
      let isPath = text.hasPrefix("/") && !before.contains(" ")
      let isURL = before.split(separator: " ", omittingEmptySubsequences: false).last?.contains("://") == true
      let isQuery = mark == "?" && behind.firstIndex(of: "=").map { $0 > behind.startIndex } == true
      if isPath || isURL || isQuery { return Array(text.prefix(max(1, place)).utf8) }
    }
    return Array(text.utf8)
  }

  @Test("what is left is what is left mark by mark", arguments: 1...20)
  func marks(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      let pieces = ["?", "#", "?", "=", "://", ":", "/", " ", "a", "b"]
      let text = (0..<Int.random(in: 1...14, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      #expect(cut(Array(text.utf8)) == cutByMarks(Array(text.utf8)), "seed \(seed): \(text)")
    }
  }

  @Test("a text of nothing but marks is looked at once", arguments: ["?", "#", "?#"])
  func manyMarks(mark: String) {
    // Looked at mark by mark, it would take hours.
    let text = Array("a\(String(repeating: mark, count: 1_000_000))".utf8)
    #expect(cut(text) == text)
  }
}
