// Writes the manual: reads the output of `persona-sync --experimental-dump-help`, makes a page a command.
// Called by scripts/make-extras: FOLDER VERSION [DATE].

import Foundation

@main
enum Main {
  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.count >= 2 else {
      throw CocoaError(.fileNoSuchFile, userInfo: [NSLocalizedDescriptionKey: "give FOLDER VERSION [DATE]"])
    }
    let dump = try JSONDecoder().decode(
      CommandDump.self, from: FileHandle.standardInput.readDataToEndOfFile())
    let manual = Manual(command: dump.command, version: words[1], date: words.count > 2 ? words[2] : "")
    let folder = URL(filePath: words[0])
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, page) in manual.pages {
      try Data(page.utf8).write(to: folder.appending(path: name))
    }
  }
}
