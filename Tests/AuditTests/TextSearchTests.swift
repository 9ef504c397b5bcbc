// What the search finds is what regular expressions find that say the same in another language.

import Audit
import Foundation
import Testing

@Suite("Looking for values in a text")
struct TextSearchTests {
  private static func sought(_ values: [String]) -> SoughtValues {
    var hashed = HashedValues()
    for value in values { hashed.add(Array(value.utf8).span, isIdentifier: true) }
    var sought = SoughtValues(most: values.count)
    sought.add(hashed)
    sought.finish()
    return sought
  }

  private static func found(_ values: [String], in text: String) -> [String] {
    var search = TextSearch()
    var found: [String] = []
    let bytes = Array(text.utf8)
    search.search(bytes.span, for: sought(values)) { hit in
      #expect(String(decoding: bytes[hit.range], as: UTF8.self).lowercased().utf8.elementsEqual(hit.folded))
      found.append("\(hit.range.lowerBound) " + String(decoding: hit.folded, as: UTF8.self))
    }
    return found.sorted()
  }

  /// Every place where a value stands by itself, by ICU's regular expressions.
  private static func expected(_ values: [String], in text: String) throws -> [String] {
    try values.flatMap { value in
      let literal = NSRegularExpression.escapedPattern(for: value)
      // A look-ahead finds places that overlap.
      let pattern = "(?=(?<![A-Za-z0-9](?=[A-Za-z0-9]))(\(literal))(?!(?<=[A-Za-z0-9])[A-Za-z0-9]))"
      let expression = try NSRegularExpression(pattern: pattern, options: .caseInsensitive)
      return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap { match in
        Range(match.range(at: 1), in: text).map { range in
          let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
          return "\(start) " + value.lowercased()
        }
      }
    }.sorted()
  }

  private static let values = [
    "anna.smith@example.com", "smith@example.com", "u-10001", "4917012345", "Annabella", "12-ab-34",
    "münchen7",
    "7münchen", "a1b2c3d4-e5f6-4789-8abc-def012345678", "Anna Smith", "smith", "田中一郎99",
  ]

  @Test("values are found where they stand by themselves, in any case, and nowhere else")
  func findings() throws {
    let pieces =
      Self.values + [
        " ", "x", "-", "@", "4", "ü", "\n", "\"", "Anna", "SMITH", ".", "u-1000", "„",
        "ANNA.SMITH@EXAMPLE.COM",
        "1", "_", "/", "田",
      ]
    var dice = SystemDice(seed: 7)
    var count = 0
    // `smith` is one word of five letters and not looked for.
    let looked = Self.values.filter { $0 != "smith" }
    for _ in 0..<3_000 {
      let text = (0..<Int(dice.next() % 9)).map { _ in pieces[Int(dice.next() % UInt64(pieces.count))] }
        .joined()
      let expected = try Self.expected(looked, in: text)
      #expect(Self.found(Self.values, in: text) == expected, "\(text)")
      count += expected.count
    }
    #expect(count > 1_000)
  }

  /// Places around the end of the first window, 131,072 bytes, that a value of 22 or of 120 bytes can reach across.
  private static let crossings: [(Int, String)] =
    (131_050...131_075).map { ($0, "anna.smith@example.com") }
    + (130_960...131_075).map { ($0, "anna.smith@\(String(repeating: "a", count: 105)).com") }

  @Test("values are found across the windows in which a long text is read", arguments: crossings)
  func windows(start: Int, value: String) {
    let text = String(repeating: "word 12345 ", count: 20_000)
    var bytes = Array(text.utf8)
    bytes.replaceSubrange(start..<(start + value.utf8.count + 2), with: " \(value) ".utf8)
    let found = Self.found([value], in: String(decoding: bytes, as: UTF8.self))
    #expect(found == ["\(start + 1) \(value)"])
    // With a letter before it or behind it, it is another one.
    bytes[start] = UInt8(ascii: "x")
    #expect(Self.found([value], in: String(decoding: bytes, as: UTF8.self)) == [])
  }

  @Test(
    "what is neither a letter nor a digit at the ends of a value is no part of it",
    arguments: ["+4917012345", "{4917012345}", " 4917012345 ", "<4917012345>"])
  func ends(value: String) {
    #expect(Self.found([value], in: "call 4917012345.") == ["5 4917012345"])
  }

  @Test("what cannot be told from words and figures is not looked for, and counted")
  func unsought() {
    func reasons(_ values: [String], isIdentifier: Bool) -> [Unsought: Int] {
      var hashed = HashedValues()
      for value in values + values { hashed.add(Array(value.utf8).span, isIdentifier: isIdentifier) }
      var sought = SoughtValues(most: values.count)
      sought.add(hashed)
      let counts = Unsought.allCases.map { ($0, sought.count(of: $0)) }.filter { $0.1 > 0 }
      #expect(sought.count == values.count - counts.reduce(0) { $0 + $1.1 })
      return Dictionary(uniqueKeysWithValues: counts)
    }
    #expect(
      reasons(
        ["17", "2024", "123456", "20260331", "2026-03-31", "31.03.2026", "1,234.5"], isIdentifier: true)
        == [.figure: 7])
    #expect(reasons(["u1", "ab-1", "x"], isIdentifier: true) == [.short: 3])
    #expect(reasons(["anna", "sebastian", "Jen"], isIdentifier: false) == [.word: 1, .short: 2])
    #expect(reasons(["manager", "elisabeth"], isIdentifier: true) == [.word: 1])
    #expect(reasons(["1234567", "99999999", "u-123", "anna smith", "a@b.com"], isIdentifier: true) == [:])
  }
}

/// Numbers that look random and are the same on every run.
private struct SystemDice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
