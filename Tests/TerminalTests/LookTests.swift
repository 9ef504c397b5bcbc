// What a stream shows follows from the environment and the words alone.

import Testing

@testable import persona_sync

@Suite("The look of a stream")
struct LookTests {
  private func look(
    _ environment: [String: String], isTerminal: Bool = true, color: ColorChoice = .auto, columns: Int? = 97
  ) -> Look {
    Look(
      isTerminal: isTerminal, terminalColumns: columns, color: color,
      environment: ["TERM": "xterm", "LANG": "en_GB.UTF-8"].merging(environment) { $1 })
  }

  @Test("a terminal has colours, signs and its width")
  func terminal() {
    let look = look([:])
    #expect(look.hasColors)
    #expect(look.hasSymbols)
    #expect(look.columns == 97)
    #expect(look.styled(.good, "yes") == "\u{1B}[32myes\u{1B}[m")
  }

  @Test("a file or a pipe gets the same bytes whatever the environment says")
  func file() {
    for environment in [[:], ["NO_COLOR": "1"], ["TERM": "dumb"], ["LC_ALL": "C"], ["COLUMNS": "20"]] {
      #expect(look(environment, isTerminal: false) == .plain)
    }
    #expect(Look.plain.styled(.bad, "no") == "no")
    #expect(Look.plain.shown("✓ – “") == "✓ – “")
  }

  @Test("NO_COLOR with any value, and a dumb or unknown terminal, take the colours away")
  func noColors() {
    #expect(!look(["NO_COLOR": "0"]).hasColors)
    #expect(look(["NO_COLOR": ""]).hasColors)
    #expect(!look(["TERM": "dumb"]).hasColors)
    #expect(!look(["TERM": ""]).hasColors)
  }

  @Test("--color is stronger than the environment")
  func choice() {
    #expect(look(["NO_COLOR": "1", "TERM": "dumb"], isTerminal: false, color: .always).hasColors)
    #expect(!look([:], color: .never).hasColors)
  }

  @Test("the last --color before -- counts")
  func words() {
    #expect(ColorChoice.typed(in: ["sync", "--color", "never", "--color=always"]) == .always)
    #expect(ColorChoice.typed(in: ["add", "--", "--color=always"]) == .auto)
    #expect(ColorChoice.typed(in: ["--color", "sometimes"]) == .auto)
  }

  @Test("the first variable of the locale that is set decides about signs")
  func locale() {
    #expect(!look(["LC_ALL": "C"]).hasSymbols)
    #expect(look(["LC_ALL": "", "LC_CTYPE": "C.utf8", "LANG": "C"]).hasSymbols)
    #expect(!look(["LANG": "de_DE.ISO-8859-1"]).hasSymbols)
    #expect(!look(["LANG": ""]).hasSymbols)
    #expect(look(["LC_ALL": "C"]).shown("✓ 7–9 “Jörg” →") == "+ 7-9 \"Jörg\" >")
  }

  @Test("COLUMNS is stronger than the terminal, and 80 is what there is without both")
  func columns() {
    #expect(look(["COLUMNS": "120"]).columns == 120)
    #expect(look(["COLUMNS": "wide"]).columns == 97)
    #expect(look([:], columns: nil).columns == 80)
  }

  @Test("the pager is one's own, else less where it is; an empty one and cat are none")
  func pager() {
    let both = ["PERSONA_SYNC_PAGER": "most", "PAGER": "more"]
    #expect(Pager.command(environment: both) == "most")
    #expect(Pager.command(environment: ["PAGER": "more"]) == "more")
    #expect(Pager.command(environment: ["PAGER": "more", "PERSONA_SYNC_PAGER": ""]) == nil)
    #expect(Pager.command(environment: ["PAGER": "cat"]) == nil)
    #expect(Pager.command(environment: ["PATH": "/nowhere", "TERM": "xterm"]) == nil)
    #expect(Pager.command(environment: ["PATH": "/bin:/usr/bin", "TERM": "dumb"]) == nil)
  }
}
