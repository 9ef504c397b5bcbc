import Foundation
import Persona
import Testing

@testable import PersonaFile

@Suite("JSON taken apart")
struct JSONTapeTests {
  @Test("numbers are those that the C library reads")
  func numbers() throws {
    var state: UInt64 = 42
    func random(_ count: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % count
    }
    var texts = [
      "0", "-0", "0.1", "-0.1", "1e3", "1E-7", "0.30000000000000004", "123456789012345678",
      "9007199254740993",
      "0.000000000000001", "999999999999999.9", "1.7976931348623157e308", "5e-324",
    ]
    for _ in 0..<20_000 {
      var text = random(2) == 0 ? "-" : ""
      text += "\(random(10_000_000))"
      if random(4) > 0 { text += "." + (0...random(9)).map { _ in "\(random(10))" }.joined() }
      texts.append(text)
    }
    for text in texts {
      let tape = try JSONTape(reading: Array(text.utf8), file: "f.json")
      let number = try #require(tape.number(0))
      let expected = unsafe strtod(text, nil)
      #expect(number.bitPattern == expected.bitPattern, "\(text)")
    }
    #expect(try JSONTape(reading: Array("1e999".utf8), file: "f.json").number(0) == nil)
  }

  /// 8 and 7 characters to the power of 1...5.
  @Test(
    "a text is JSON where Foundation takes it for JSON, and means the same",
    arguments: [#"{}[]",:1"#, #""\u1-.e"#])
  func smallTexts(alphabet: String) throws {
    var texts: [String] = [""]
    var accepted = 0
    for _ in 1...5 {
      texts = texts.flatMap { text in alphabet.map { text + String($0) } }
      // Foundation lets a comma before a bracket through, which is no JSON.
      for text in texts where !text.contains(",]") {
        let tape = try? JSONTape(reading: Array(text.utf8), file: "f.json")
        let other = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        guard let tape, let other else {
          #expect(tape == nil && other == nil, "\(text)")
          continue
        }
        accepted += 1
        #expect(isSame(tape.node(), other), "\(text)")
      }
    }
    #expect(accepted > 100)
  }

  private func isSame(_ node: Node, _ other: Any) -> Bool {
    switch node.kind {
    case .null: return other is NSNull
    case .scalar(let text, false): return other as? String == text
    case .scalar: return (other as? NSNumber)?.doubleValue == node.number
    case .list(let items):
      guard let others = other as? [Any], others.count == items.count else { return false }
      return zip(items, others).allSatisfy(isSame)
    case .map(let members):
      guard let others = other as? [String: Any] else { return false }
      return members.allSatisfy { key, value in others[key.text ?? ""].map { isSame(value, $0) } ?? false }
    }
  }

  @Test("escapes mean what they mean in Foundation")
  func escapes() throws {
    for text in [
      #""\"\\\/\b\f\n\r\t""#, #""é😀""#, #""\u00e9 \ud83d\ude00 \u0000""#, #""a\u0041\\u0042""#,
    ] {
      let other =
        try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed) as? String
      #expect(try JSONTape(reading: Array(text.utf8), file: "f.json").text(0) == other, "\(text)")
    }
    // Half of a pair is no character; Foundation refuses the text.
    for text in [#""\ud83d""#, #""\ude00""#, #""\ud83d\u0041""#] {
      let read = try JSONTape(reading: Array(text.utf8), file: "f.json").text(0)
      #expect(read.hasPrefix("\u{FFFD}") && read.count == (text.count == 8 ? 1 : 2), "\(text)")
    }
  }
}
