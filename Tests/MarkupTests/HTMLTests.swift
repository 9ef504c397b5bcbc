// Words never become markup.

import Markup
import Testing

@Suite struct HTMLTests {
  @Test("words are escaped, literals and HTML are not")
  func interpolation() {
    let words = #"<b class="x">'&amp;'</b>"#
    let inner: HTML = "<i>\(words)</i>"
    let outer: HTML = "<p title=\"\(words)\">\(inner)\(3)\([inner, inner])</p>"
    let escaped = "&lt;b class=&quot;x&quot;&gt;&#39;&amp;amp;&#39;&lt;/b&gt;"
    #expect(inner.text == "<i>\(escaped)</i>")
    #expect(
      outer.text
        == "<p title=\"\(escaped)\"><i>\(escaped)</i>3<i>\(escaped)</i><i>\(escaped)</i></p>")
  }

  @Test("no character of any word can open or close anything")
  func everyScalar() {
    for value in UInt32(0)...0x1_FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = ("\(String(scalar))" as HTML).text
      #expect(!text.contains { "<>\"'".contains($0) })
      #expect(text.hasPrefix("&") == "&<>\"'".unicodeScalars.contains(scalar))
      let isControl = value < 0x20 && value != 9 && value != 10 || (0x7F...0x9F).contains(value)
      #expect(!isControl || text == "\u{FFFD}")
    }
  }

  @Test("pieces are joined")
  func joined() {
    #expect(["a" as HTML, "b"].joined(separator: ", ").text == "a, b")
    #expect([HTML]().joined(separator: ", ").isEmpty)
  }

  /// The examples of RFC 4648, section 10.
  @Test(
    "base64 is that of its RFC",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func base64OfTheRFC(plain: String, encoded: String) {
    #expect(base64(Array(plain.utf8)) == encoded)
  }

  @Test("a picture's kind is told by its ending")
  func kinds() {
    #expect(PictureKind(path: "a/b.PNG") == .png)
    #expect(PictureKind(path: "a.jpeg") == .jpeg)
    #expect(PictureKind(path: "a.svg") == .svg)
    #expect(PictureKind(path: "a.html") == nil)
    #expect(PictureKind(path: "png") == nil)
    #expect(dataURL(.gif, Array("foo".utf8)) == "data:image/gif;base64,Zm9v")
  }
}
