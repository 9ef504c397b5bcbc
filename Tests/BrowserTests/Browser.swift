// The real browser, driven by a script beside this file. Where it is absent, the tests that need it are skipped.

import Foundation
import Persona
import SharedData
import Testing

/// Chromium with its driver, and the Python that speaks to it.
enum Browser {
  /// What `look.py` says is wrong with a page.
  struct Fault: Decodable, CustomStringConvertible {
    var page: String
    /// The width and the colours, the paper, or what was listened to.
    var place: String
    var fault: String

    var description: String { "\(page) (\(place)): \(fault)" }
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  /// The Python of `scripts/install-peers`.
  private static let python: String = {
    let environment = ProcessInfo.processInfo.environment["PERSONA_SYNC_PEERS"]
    let checkout = folder.deletingLastPathComponent().deletingLastPathComponent()
    return (environment ?? checkout.appending(path: ".peers").path()) + "/bin/python3"
  }()

  static let isHere: Bool = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    func isThere(_ program: String) -> Bool {
      folders.contains { FileManager.default.isExecutableFile(atPath: $0 + "/" + program) }
    }
    guard isThere("chromium"), isThere("chromedriver") else { return false }
    return (try? run(python, ["-c", "import selenium, axe_selenium_python"])) != nil
  }()

  /// Looks at every page below a folder at each width, light and dark, and at handouts on paper.
  static func faults(in site: String) throws -> [Fault] {
    try decoded(run(python, [folder.appending(path: "Browser/look.py").path(), site]))
  }

  /// Serves a workspace and uses its pages: the slider, the comparison, the page that is shown anew.
  static func faults(serving workspace: PlantedWorkspace, persona: String, file: String) throws -> [Fault] {
    let server = Process()
    server.executableURL = BuiltProducts.folder.appending(path: "persona-sync")
    server.arguments = ["serve", "--port", "0", "-C", workspace.root]
    server.standardInput = FileHandle.nullDevice
    let output = Pipe()
    server.standardOutput = output
    try server.run()
    defer { server.terminate() }
    // It says its address as soon as it can be called.
    let address = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    return try decoded(
      run(
        python,
        [
          folder.appending(path: "Browser/live.py").path(),
          address.trimmingCharacters(in: .whitespacesAndNewlines), persona, workspace.root + "/" + file,
        ]))
  }

  private static func decoded(_ output: String) throws -> [Fault] {
    try output.split(separator: "\n").map { try JSONDecoder().decode(Fault.self, from: Data($0.utf8)) }
  }

  /// Runs a program and gives what it prints.
  @discardableResult
  static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure("\(program) failed", causes: [text]) }
    return text
  }
}

extension Trait where Self == ConditionTrait {
  /// Runs only where Chromium and what drives it are.
  static var needsBrowser: Self {
    .enabled(
      if: Browser.isHere,
      "no Chromium, or nothing to drive it; `scripts/install-peers chromium` installs both")
  }
}
