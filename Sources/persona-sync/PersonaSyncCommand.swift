import ArgumentParser

@main
struct PersonaSyncCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "persona-sync")
}
