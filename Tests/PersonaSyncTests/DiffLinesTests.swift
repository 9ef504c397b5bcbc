// Diffs of files with any line ends, as a terminal shows them.

import PersonaSync
import Testing

@Suite("Lines of a diff")
struct DiffLinesTests {
  private static let head = "diff --git a/p.md b/p.md\n--- a/p.md\n+++ b/p.md\n"

  private func shown(_ hunk: String) -> [String] { Array(shownLines(ofDiff: Self.head + hunk).dropFirst(3)) }

  @Test("a file of CRLF lines is shown line by line, without the carriage returns")
  func carriageReturns() {
    #expect(
      shown("@@ -1,2 +1,2 @@\n one\r\n-two\r\n+three\r\n") == [
        "@@ -1,2 +1,2 @@", " one", "-two", "+three", "",
      ])
  }

  @Test("a last line without an end does not make the ends of a file different")
  func lastLine() {
    #expect(
      shown("@@ -1,2 +1,2 @@ head\r\n one\r\n-two\n\\ No newline at end of file\n+two\r\n")
        == ["@@ -1,2 +1,2 @@ head", " one", "-two", "\\ No newline at end of file", "+two", ""])
  }

  @Test("where only some lines have a carriage return it is shown")
  func bothEnds() {
    #expect(shown("@@ -1 +1 @@\n-one\n+one\r\n") == ["@@ -1 +1 @@", "-one", "+one^M", ""])
  }

  @Test("a hand edit of a CRLF file is shown as the lines that changed")
  func handEdit() throws {
    let written = Shop.persona.replacing("\n", with: "\r\n")
    let workspace = try Shop.workspace(files: ["personas/regular.md": written])
    try workspace.write(written.replacing("Comes several", with: "Comes many"), to: "personas/regular.md")
    let text = try differences(of: "regular", revisions: "HEAD", in: workspace.folder) { $0 }
    #expect(!text.contains { $0 == "\r\n" || $0 == "\r" })
    #expect(
      text.hasSuffix(
        """
            -Comes several times a week, mostly in the evening.
            +Comes many times a week, mostly in the evening.

        """))
  }
}
