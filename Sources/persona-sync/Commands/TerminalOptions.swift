// The options that every command has: how it looks in a terminal.

import ArgumentParser

/// Read by `Terminal` before the parser, so that mistakes in the words look as asked, too; declared for help and checks.
struct TerminalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Use colours: auto, always or never.", valueName: "when"))
  var color = ColorChoice.auto

  @Flag(help: "Print long output without a pager.")
  var noPager = false
}

extension ColorChoice: ExpressibleByArgument {}
