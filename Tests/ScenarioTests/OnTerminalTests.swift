// What somebody sees who sits at a terminal: the program runs on a real one, made for it.

import Foundation
import Testing

@Suite("On a terminal")
struct OnTerminalTests {
  private let stage: Stage

  init() throws {
    stage = try Stage()
    _ = try stage.run(#". "$PACKAGE/Tests/ScenarioTests/Setup/shop.sh"; persona-sync sync"#)
  }

  /// What the command sends to a terminal so wide, with `[exit N]` last when it fails.
  private func shown(_ command: String, columns: Int = 80, _ variables: String = "PAGER=cat") throws -> String
  {
    try stage.run(
      "\(variables) python3 \"$PACKAGE/Tests/ScenarioTests/Setup/on-terminal.py\" \(columns) \(command)")
  }

  private func withoutColors(_ text: String) -> String { text.replacing(/\u{1B}\[\d*m/, with: "") }

  @Test("a terminal is sent colours, and the words of a file beside them")
  func colors() throws {
    let log = try shown("persona-sync log")
    #expect(log.contains("\u{1B}[1mregular: first evidence"))
    #expect(withoutColors(log) == (try stage.run("persona-sync log")))
    #expect(try shown("persona-sync status").contains("\u{1B}[36mdata-augmented\u{1B}[m"))
    #expect(try shown("persona-sync log nobody").contains("\u{1B}[31merror:\u{1B}[m there is no persona"))
  }

  @Test("NO_COLOR, a dumb terminal and --color never are sent none; --color always colours a file")
  func noColors() throws {
    for (command, variables) in [
      ("persona-sync log", "PAGER=cat NO_COLOR=1"), ("persona-sync log", "PAGER=cat TERM=dumb"),
      ("persona-sync --color never log", "PAGER=cat"),
    ] {
      #expect(try shown(command, variables) == (try stage.run("persona-sync log")))
    }
    #expect(try stage.run("persona-sync log --color=always").contains("\u{1B}[1mregular"))
  }

  @Test("signs are ASCII where the locale is")
  func signs() throws {
    let ascii = try shown("persona-sync show regular", "PAGER=cat LC_ALL=C")
    #expect(ascii.utf8.allSatisfy { $0 < 0x80 })
    #expect(try shown("persona-sync show regular").contains("✓"))
  }

  @Test("nothing is wider than the terminal", arguments: [30, 40, 60, 80])
  func width(columns: Int) throws {
    for command in ["status", "log", "coverage"] {
      let lines = withoutColors(try shown("persona-sync \(command)", columns: columns)).split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= columns }, "\(command): \(lines)")
    }
  }

  @Test("status keeps figures and dates on one line in 80 columns, and says below which evidence is overdue")
  func statusTable() throws {
    _ = try stage.run(
      "cd personas && for id in spaete-kaeufer abendgast1; do sed s/Rita/$id/ regular.md >$id.md; done; "
        + "git add . && git commit -qm more && persona-sync sync && cd .. && "
        + "echo 'stages: { stale_after: 5 days }' >>persona-sync.yml")
    let text = withoutColors(try shown("persona-sync status"))
    #expect(
      text.contains("\nabendgast1     data-augmented      40          2             -     -  2026-05-20\n"))
    #expect(text.contains("\nspaete-        data-augmented "))
    #expect(
      text.contains(/\nAge of the evidence:\n  abendgast1, regular, spaete-kaeufer: \d+ days, overdue\n/))
  }

  @Test("long output goes through the pager, once it is wanted and there is a terminal")
  func pager() throws {
    let shouting = "PERSONA_SYNC_PAGER='tr a-z A-Z' PAGER=cat"
    #expect(try shown("persona-sync log", shouting).contains("FIRST EVIDENCE"))
    #expect(try shown("persona-sync log --no-pager", shouting).contains("first evidence"))
    #expect(try shown("persona-sync help sync", shouting).contains("OVERVIEW"))
    #expect(try stage.run("\(shouting) persona-sync log").contains("first evidence"))
    // Problems are read with the rest.
    #expect(try shown("persona-sync check", shouting).contains("0 ERRORS"))
  }

  @Test("less is given what it needs, unless the person has set it")
  func less() throws {
    let asking = "PERSONA_SYNC_PAGER='cat >/dev/null; echo $LESS'"
    #expect(try shown("persona-sync log", asking) == "FRX\n")
    #expect(try shown("persona-sync log", asking + " LESS=i") == "i\n")
  }

  @Test("a pager that has seen enough ends the run quietly")
  func quit() throws {
    // More than a pipe holds.
    _ = try stage.run(
      #"(head -1 data/shop.csv; seq 5000 | sed 's/.*/x&,x&@example.com,2026-05-19 10:00:00,Seen,web,\/,/') >data/more.csv; "#
        + "sed -i 's/files: data.shop.csv/files: data\\/*.csv/' persona-sync.yml")
    #expect(
      try shown("persona-sync profiles --metrics events", "PERSONA_SYNC_PAGER='head -2'").hasSuffix(
        "[exit 141]\n"))
  }
}
