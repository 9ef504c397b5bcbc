import Persona
import Testing

private func line(_ text: String) -> String { String(String.UnicodeScalarView(visibleScalars(of: text))) }

@Suite("What a line shows")
struct VisibleScalarsTests {
  /// The first five are in emoji-zwj-sequences.txt of Unicode, the others are words of dictionaries: mi-ravam and ketâb-hâ in
  /// Persian, Sri in Sinhala, half a ka in Hindi.
  @Test(
    "a joiner that shapes an emoji or a word stays",
    arguments: [
      "👩🏽\u{200D}💻", "👩\u{200D}❤\u{FE0F}\u{200D}👨", "🏳\u{FE0F}\u{200D}🌈", "👨\u{200D}👩\u{200D}👧\u{200D}👦",
      "🧔\u{200D}♂\u{FE0F}",
      "می\u{200C}روم", "کتاب\u{200C}ها", "ශ්\u{200D}රී", "क्\u{200D}ष",
    ])
  func joined(text: String) {
    #expect(Array(line(text).unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test(
    "a joiner that shapes nothing vanishes, as a soft hyphen does",
    arguments: [
      ("pay\u{200D}pal", "paypal"), ("pay\u{200C}pal", "paypal"), ("👩\u{200D} 💻", "👩 💻"), ("\u{200D}a", "a"),
      ("a\u{200D}", "a"),
      ("👩\u{200C}💻", "👩💻"), ("1\u{200D}2", "12"), ("می\u{200C}\u{200C}روم", "می\u{200C}روم"),
      ("Ein\u{AD}kaufs\u{AD}leiter", "Einkaufsleiter"),
    ])
  func vanishing(text: String, expected: String) {
    #expect(Array(line(text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test("no other character without a shape is left, whichever it is")
  func unseen() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let kinds: [Unicode.GeneralCategory] = [.control, .format, .lineSeparator, .paragraphSeparator]
      guard kinds.contains(scalar.properties.generalCategory) || value & 0xFFFE == 0xFFFE else { continue }
      let shown = line("a\(scalar)b")
      #expect(["a b", "ab", "a\u{FFFD}b"].contains(shown), "U+\(String(value, radix: 16))")
    }
    #expect(line("pay\u{202E}lap") == "pay\u{FFFD}lap")
    #expect(line("a\u{2068}b\u{2069}") == "a\u{FFFD}b\u{FFFD}")
  }
}
