import Persona
import PersonaFile
import Testing

@Suite("Damaged files")
struct MutationTests {
  private static let json = """
    {"name": "Jen \\u00e9", "stage": "data-first", "match": {"metric": "m", "at_least": 3},
     "claims": [{"says": "S", "share": "events", "where": {"hours": ["7-9"]}, "at_least": 0.5}], "x": [1.5e3, null]}
    """

  /// A linear congruential generator with the constants of Knuth's MMIX; the seed is in the failure's arguments.
  private struct Random {
    var state: UInt64
    mutating func next(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }

  @Test("a damaged file is refused or keeps its bytes, and nothing crashes", arguments: 0..<40)
  func damaged(seed: Int) throws {
    var random = Random(state: UInt64(seed))
    let path = seed % 2 == 0 ? "jen.md" : "jen.json"
    let original = try PersonaDocument(bytes: Array((seed % 2 == 0 ? jen : Self.json).utf8), path: path)
    let whole = try original.replacing(block: "A\n\nB", toolText: "A\n\nB", stage: .dataFirst)
    let pieces = Array("---\n\n```\n<!--\n-->\n<pre>\n{}[]\",:'&*!|>%@`#~-0.9eé\u{FEFF}\r\n\t ".utf8)
    for _ in 0..<25 {
      var bytes = whole
      for _ in 0...random.next(below: 3) {
        let place = random.next(below: bytes.count)
        let length = random.next(below: 12)
        let end = min(place + length, bytes.count)
        switch random.next(below: 3) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(pieces[random.next(below: pieces.count)], at: place)
        default: bytes.insert(contentsOf: bytes[place..<end], at: random.next(below: bytes.count))
        }
      }
      do throws(Failure) {
        let document = try PersonaDocument(bytes: bytes, path: path)
        let result = try document.replacing(block: "New", toolText: "New", stage: .dataAugmented)
        let again = try PersonaDocument(bytes: result, path: path)
        #expect(try again.replacing(block: "New", toolText: "New", stage: .dataAugmented) == result)
      } catch {
        #expect(error.kind == .fixable, "\(error) \(String(decoding: bytes, as: UTF8.self).debugDescription)")
      }
    }
  }
}
