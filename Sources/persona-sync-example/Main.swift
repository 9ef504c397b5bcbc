// persona-sync-example-data FOLDER: writes the data of the example workspace.

internal import Foundation

@main
enum Main {
  static func main() throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: persona-sync-example-data FOLDER")
      exit(2)
    }
    let folder = URL(fileURLWithPath: CommandLine.arguments[1])
    for file in exampleFiles() {
      let bytes = file.isCompressed ? gzip(file.bytes) : file.bytes
      try Data(bytes).write(to: folder.appendingPathComponent(file.name))
      print("\(file.name): \(bytes.count) bytes")
    }
  }
}
