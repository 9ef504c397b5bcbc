// Tables and paragraphs fit the terminal that shows them, and are what they always were where none does.

import Foundation
import Testing

@testable import persona_sync

@Suite("Layout")
struct LayoutTests {
  private func look(columns: Int, color: ColorChoice = .never) -> Look {
    Look(
      isTerminal: true, terminalColumns: columns, color: color,
      environment: ["LANG": "C.UTF-8", "TERM": "xterm"])
  }

  private let rows = [
    ["PERSONA", "NEEDS", "PEOPLE"], ["jen", "events of the last ninety days", "1,230"], ["aiko", "-", "20"],
  ]

  @Test("a table that nobody watches is as wide as its cells")
  func plainTable() {
    #expect(
      table(rows, rightAligned: [2], look: .plain) == """
        PERSONA  NEEDS                           PEOPLE
        jen      events of the last ninety days   1,230
        aiko     -                                   20

        """)
  }

  @Test("a table that is too wide has its text broken at blanks")
  func narrowTable() {
    #expect(
      table(rows, rightAligned: [2], look: look(columns: 36)) == """
        PERSONA  NEEDS                PEOPLE
        jen      events of the last    1,230
                 ninety days\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}
        aiko     -                        20

        """)
  }

  @Test("a line that is too long goes on below, as far in as it is told; where nobody watches it is one")
  func fittedLine() {
    #expect(
      fitted("hint: write one two three", hanging: 2, look: look(columns: 16)) == [
        "hint: write", "  one two three",
      ])
    #expect(fitted("hint: write one two three", hanging: 2, look: .plain).count == 1)
  }

  @Test("a table without room for its figures becomes a list")
  func listedTable() {
    #expect(
      table(rows, rightAligned: [2], look: look(columns: 20)) == """
        jen
          NEEDS   events of
                  the last
                  ninety
                  days
          PEOPLE  1,230
        aiko
          NEEDS   -
          PEOPLE  20

        """)
  }

  @Test("a name that is too long is broken behind its hyphens, a column that must not break is not")
  func hyphens() {
    let rows = [["PERSONA", "STAGE"], ["evening-buyers-in-town", "data-augmented"]]
    #expect(
      table(rows, unbroken: [1], look: look(columns: 31)) == """
        PERSONA          STAGE
        evening-buyers-  data-augmented
        in-town\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}

        """)
  }

  @Test("blanks within a line are kept, those where it is broken are not")
  func blanks() {
    #expect(
      wrapped("held back  jen: few", indent: 0, hanging: 2, look: look(columns: 20))
        == "held back  jen: few\n")
    #expect(
      wrapped("held back  jen: few", indent: 0, hanging: 2, look: look(columns: 10))
        == "held back\n  jen: few\n")
  }

  @Test("no line of a table or an outline is wider than the terminal, down to 24 columns")
  func everythingFits() {
    let text =
      "heading of some length that goes on\n  pneumonoultramicroscopicsilicovolcanoconiosis 日本語の長い文章\n"
    for columns in 24...90 {
      for color in [ColorChoice.never, .always] {
        let look = look(columns: columns, color: color)
        let shown =
          outline(text, look: look) + wrapped("one two three four five", indent: 2, hanging: 4, look: look)
        let widths = shown.split(separator: "\n").map(\.displayWidth)
        #expect(widths.allSatisfy { $0 <= columns }, "\(columns) columns: \(widths)")
      }
    }
    for columns in 36...90 {
      let widths = table(rows, rightAligned: [2], look: look(columns: columns)).split(separator: "\n")
        .map(\.displayWidth)
      #expect(widths.allSatisfy { $0 <= columns }, "\(columns) columns: \(widths)")
    }
  }

  @Test("a colour that goes over a line's end is ended there and begun again")
  func colorsPerLine() {
    #expect(
      lines(of: "\u{1B}[32mgood news\u{1B}[m for all", columns: 5)
        == ["\u{1B}[32mgood\u{1B}[m", "\u{1B}[32mnews\u{1B}[m", "for", "all"])
  }

  @Test("a command between backticks is never broken", arguments: 10...60)
  func commands(columns: Int) {
    let text = "a model that agrees: `persona-sync promote 'späte Käuferin'` tries, or `git log`."
    let shown = wrapped(text, indent: 2, hanging: 4, look: look(columns: columns))
    #expect(shown.contains("`persona-sync promote 'späte Käuferin'`"))
    #expect(shown.contains("`git log`."))
    #expect(shown.split(separator: "\n").allSatisfy { $0.displayWidth <= max(columns, 40) })
  }

  @Test("a backtick without its other half breaks as any text")
  func loneBacktick() {
    #expect(lines(of: "the `key of a map", columns: 8) == ["the `key", "of a map"])
    #expect(lines(of: "a `key of` b", columns: 9) == ["a", "`key of`", "b"])
  }

  @Test("an outline that nobody watches stays as it is")
  func plainOutline() {
    let text = "A heading:\n    " + String(repeating: "long ", count: 40) + "\n"
    #expect(outline(text, look: .plain) == text)
  }

  @Test("a text is cut to the columns with its ellipsis")
  func cutText() {
    #expect(cut("reading shop", columns: 8, look: look(columns: 80)) == "reading…")
    #expect(cut("日本語", columns: 5, look: look(columns: 80)) == "日本…")
    #expect(cut("short", columns: 5, look: look(columns: 80)) == "short")
  }

  @Test("letters of East Asia and emoji take two columns, marks none")
  func widths() {
    #expect("日本".displayWidth == 4)
    #expect("ｱ".displayWidth == 1)
    #expect("한국".displayWidth == 4)
    #expect("\u{1112}\u{1161}\u{11AB}".displayWidth == 2)
    #expect("e\u{301}".displayWidth == 1)
    #expect("👩‍👩‍👧 👍🏽 ❤️".displayWidth == 8)
    #expect("\u{1B}[1mbold\u{1B}[m".displayWidth == 4)
  }

  #if canImport(Glibc)
    /// -1 where the library's Unicode is older than the character.
    @Test("a character is as wide as the C library has it")
    func widthsOfTheLibrary() throws {
      let script = """
        import ctypes, locale
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
        width = ctypes.CDLL(None).wcwidth
        print(*[width(code) for code in range(0x20, 0x20000)])
        """
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["python3", "-c", script]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let answer = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      let widths = String(decoding: answer, as: UTF8.self).split { $0.isWhitespace }.compactMap { Int($0) }
      try #require(widths.count == 0x20000 - 0x20)
      let different = zip(UInt32(0x20)..., widths).filter { code, width in
        // A half of a flag is one wide there; two halves are one character of two here. One mark of Ahom has become a
        // letter since that Unicode.
        guard width >= 0, !(0x1F1E6...0x1F1FF).contains(code), code != 0x1171E,
          let scalar = Unicode.Scalar(code)
        else {
          return false
        }
        return Character(scalar).displayWidth != width
      }
      let shown = different.prefix(40).map { String($0.0, radix: 16) + ": \($0.1)" }
      if !different.isEmpty { Issue.record("\(different.count) differ: \(shown)") }
    }
  #endif
}
