// Completions and manual pages, as `make install` has them made: judged by the shells and by the readers of manuals.

import Foundation
import Testing

@Suite("Completions and manual pages")
struct ExtrasTests {
  /// A stage with the example shop and everything that goes with the program below `~/share`.
  private func stage() throws -> Stage {
    let stage = try Stage()
    let output = try stage.run(
      """
      . "$PACKAGE/Tests/ScenarioTests/Setup/shop.sh"
      "$PACKAGE/scripts/make-extras" "$(command -v persona-sync)" "$(command -v persona-sync-manual)" ~/share
      """)
    #expect(output == "")
    return stage
  }

  /// Whether a program is here.
  private static func has(_ program: String) -> Bool {
    (try? Stage().run("command -v \(program) >/dev/null")) == ""
  }

  @Test("bash accepts its completions, and completes commands, personas and values")
  func bash() throws {
    let stage = try stage()
    try stage.write(
      #"""
      source ~/share/bash-completion/completions/persona-sync
      # What bash does at a tab behind the words.
      try() {
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE} COMPREPLY=()
        _persona-sync persona-sync "${@: -1}" "${@: -2:1}"
        echo "$*: ${COMPREPLY[*]}"
      }
      try persona-sync st
      try persona-sync log reg
      try persona-sync export regular --format ca
      cd /; try persona-sync log -C ~/../shop reg
      try persona-sync log reg
      """#, to: "try.sh")
    let output = try stage.run(
      "bash -n ~/share/bash-completion/completions/persona-sync && bash --norc try.sh")
    #expect(
      output.replacing("/home/ada/../shop", with: "SHOP") == """
        persona-sync st: status
        persona-sync log reg: regular
        persona-sync export regular --format ca: card
        persona-sync log -C SHOP reg: regular
        persona-sync log reg:\u{20}

        """)
  }

  @Test("zsh accepts its completions", .enabled(if: has("zsh"), "zsh is not here"))
  func zsh() throws {
    #expect(try stage().run("zsh -n ~/share/zsh/site-functions/_persona-sync") == "")
  }

  /// Personas are completed at a prompt only: without one, fish tells a script nothing of the words.
  @Test("fish accepts its completions and completes commands", .enabled(if: has("fish"), "fish is not here"))
  func fish() throws {
    let stage = try stage()
    let script = "~/share/fish/vendor_completions.d/persona-sync.fish"
    #expect(try stage.run("fish -n \(script)") == "")
    let offered = try stage.run(
      #"fish -N -c 'source \#(script); complete -C "persona-sync stat"'"#)
    #expect(offered.split(separator: "\n").map { $0.prefix { $0 != "\t" } } == ["status"])
  }

  @Test("there is a page for every command of the help, with all its options, and none for what is hidden")
  func pages() throws {
    let stage = try stage()
    let commands = try stage.run(
      "persona-sync --help | sed -n '/^SUBCOMMANDS/,$ s/^  \\([a-z]*\\) .*/\\1/p'"
    ).split(separator: "\n")
    let pages = try stage.run("cd ~/share/man/man1 && ls").split(separator: "\n")
    #expect(commands.count > 10)
    #expect(Set(pages) == Set(["persona-sync.1"] + commands.map { "persona-sync-\($0).1" }))
    for command in commands {
      let page = try stage.run("cat ~/share/man/man1/persona-sync-\(command).1").replacing("\\-", with: "-")
      let help = try stage.run("persona-sync \(command) --help")
      let options = help.matches(of: /(?m)^ +(?:-\w, )?(--[a-z-]+)/).map { String($0.1) }
      for option in options where !["--version", "--help"].contains(option) {
        #expect(page.contains("\\fB\(option)\\fR"), "\(command) \(option)")
      }
    }
  }

  @Test(
    "readers of manuals find nothing wrong with the pages",
    arguments: ["groff -man -ww -Tutf8 -z", "mandoc -Tlint -Wwarning", "man --warnings -l"].filter {
      has(String($0.prefix { $0 != " " }))
    })
  func manual(reader: String) throws {
    let output = try stage().run(
      "for page in ~/share/man/man1/*; do MANROFFOPT= \(reader) $page 2>&1 >/dev/null; done")
    #expect(output == "")
    let shown = try stage().run("for page in ~/share/man/man1/*; do \(reader) $page; done | grep -i warning")
    #expect(shown.hasPrefix("[exit 1]"))
  }
}
