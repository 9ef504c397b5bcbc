// Commands run only where somebody allowed exactly them, and permission never travels with a repository.

import Foundation
import Persona
import PersonaSync
import Testing
import Workspace

@Suite("Trust")
struct TrustTests {
  /// The shop, read by a command that leaves a trace when it runs.
  private static func shop(
    _ command: String = "touch data/ran; cat data/shop.csv", environment: [String: String] = [:]
  ) throws -> TestWorkspace {
    let settings = Shop.settings.replacing("files: data/*.csv", with: "command: \"\(command)\"")
    let workspace = try TestWorkspace(
      settings: settings, files: ["personas/regular.md": Shop.persona],
      environment: ["PATH": Peers.path].merging(environment) { $1 })
    try workspace.write(Shop.events(), to: "data/shop.csv")
    return workspace
  }

  private func hasRun(_ workspace: TestWorkspace) -> Bool {
    FileManager.default.fileExists(atPath: workspace.root + "/data/ran")
  }

  private func trustFolder(_ workspace: TestWorkspace) -> String {
    workspace.home + "/.local/share/persona-sync/trust"
  }

  private func trustFiles(_ workspace: TestWorkspace) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: trustFolder(workspace))
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test("nothing that reads data runs a command that nobody trusts, and nothing is written")
  func untrusted() throws {
    let workspace = try Self.shop()
    let head = try workspace.git("rev-parse", "HEAD")
    let failure = #expect(throws: Failure.self) { try workspace.sync() }
    #expect(failure?.summary == "the settings want to run a command that you do not trust; nothing was run")
    #expect(failure?.causes.first?.contains("\n    touch data/ran; cat data/shop.csv") == true)
    #expect(throws: Failure.self) { try workspace.profiles() }
    #expect(throws: Failure.self) { try explainProfile("u1", in: workspace.folder, asOf: nil) }
    #expect(throws: Failure.self) { try listStoppedLinks(in: workspace.folder, asOf: nil) }
    let check = try check(workspace.folder)
    #expect(check.problems.map(\.severity) == [.warning])
    #expect(check.sources.isEmpty)
    #expect(
      try status(of: workspace.folder, tool: "persona-sync test").sources[0].problem
        == "its command is not trusted")
    #expect(!hasRun(workspace))
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--short") == "")
  }

  @Test("a trusted command is read as its file would be, and gives the same evidence")
  func trusted() throws {
    let workspace = try Self.shop()
    #expect(try trustCommands(in: workspace.folder).map(\.state) == [.trustedNow])
    #expect(try trustCommands(in: workspace.folder).map(\.state) == [.trusted])
    #expect(!hasRun(workspace))
    _ = try workspace.sync()
    #expect(hasRun(workspace))
    let files = try Shop.workspace()
    _ = try files.sync()
    // The digest of the settings is the only difference.
    func evidence(_ workspace: TestWorkspace) throws -> [Substring] {
      try String(decoding: workspace.read("evidence/regular.json"), as: UTF8.self).split(separator: "\n")
        .filter { !$0.hasPrefix("  \"rules\"") }
    }
    #expect(try evidence(workspace) == evidence(files))
  }

  @Test("nothing of what a command printed is kept in the workspace")
  func nothingKept() throws {
    let workspace = try Self.shop()
    _ = try trustCommands(in: workspace.folder)
    _ = try workspace.sync()
    #expect(
      try workspace.git("ls-files", "--others", "--ignored", "--exclude-standard").split(separator: "\n")
        .sorted() == [
          ".persona-sync/.gitignore", ".persona-sync/lock", ".persona-sync/segments/.gitignore",
          ".persona-sync/segments/lock", "data/ran", "data/shop.csv",
        ])
    #expect(try !workspace.git("log", "-p").contains("@example.com,"))
  }

  @Test(
    "a command asks again after any change",
    arguments: ["touch data/ran; cat  data/shop.csv", "touch data/ran; cat data/shop.csv "])
  func changed(command: String) throws {
    let workspace = try Self.shop()
    _ = try trustCommands(in: workspace.folder)
    try workspace.write(
      Shop.settings.replacing("files: data/*.csv", with: "command: \"\(command)\""), to: "persona-sync.yml")
    let failure = #expect(throws: Failure.self) { try workspace.sync() }
    #expect(failure?.causes.first?.contains("is not the one that was trusted") == true)
    #expect(!hasRun(workspace))
    #expect(try listCommands(in: workspace.folder).map(\.state) == [.untrusted, .unused])
  }

  @Test("texts that look alike are different commands")
  func alike() throws {
    let workspace = try Self.shop("echo 'caf\u{E9}' > data/ran; cat data/shop.csv")
    _ = try trustCommands(in: workspace.folder)
    let settings = try String(decoding: workspace.read("persona-sync.yml"), as: UTF8.self)
    try workspace.write(settings.replacing("\u{E9}", with: "e\u{301}"), to: "persona-sync.yml")
    #expect(throws: Failure.self) { try workspace.sync() }
    #expect(try listCommands(in: workspace.folder).map(\.state) == [.untrusted, .unused])
  }

  @Test("another source with the same command asks for itself")
  func otherSource() throws {
    let workspace = try Self.shop()
    _ = try trustCommands(in: workspace.folder)
    let settings = try String(decoding: workspace.read("persona-sync.yml"), as: UTF8.self)
    try workspace.write(settings.replacing("  shop:", with: "  other:"), to: "persona-sync.yml")
    #expect(throws: Failure.self) { try workspace.sync() }
    #expect(!hasRun(workspace))
  }

  @Test("a clone asks for itself")
  func clone() throws {
    let origin = try Self.shop()
    _ = try trustCommands(in: origin.folder)
    let clone = try TestWorkspace { root in
      try TestWorkspace.run(["git", "clone", "-q", origin.root, root], home: "/tmp")
    }
    let folder = WorkspaceFolder(root: clone.root, surroundings: origin.folder.surroundings)
    #expect(throws: Failure.self) { try listStoppedLinks(in: folder, asOf: nil) }
    #expect(try listCommands(in: folder).map(\.state) == [.untrusted])
  }

  @Test("a workspace behind a symbolic link is the same workspace")
  func link() throws {
    let workspace = try Self.shop()
    _ = try trustCommands(in: workspace.folder)
    let link = workspace.home + "/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: workspace.root)
    let folder = WorkspaceFolder(root: link, surroundings: workspace.folder.surroundings)
    #expect(try listCommands(in: folder).map(\.state) == [.trusted])
  }

  @Test("what is trusted is for its owner's eyes only")
  func rights() throws {
    let workspace = try Self.shop()
    _ = try trustCommands(in: workspace.folder)
    var folder = trustFolder(workspace)
    let file = try #require(trustFiles(workspace).first)
    #expect(try mode(folder + "/" + file) == 0o600)
    while folder != workspace.home {
      #expect(try mode(folder) == 0o700)
      folder = (folder as NSString).deletingLastPathComponent
    }
  }

  @Test("a file that does not say exactly what its name says allows nothing")
  func forged() throws {
    let workspace = try Self.shop()
    _ = try trustCommands(in: workspace.folder)
    let file = try trustFolder(workspace) + "/" + #require(trustFiles(workspace).first)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    for forged in [text + " ", text.replacing("cat", with: "dog"), "", "{}", String(text.dropLast(20))] {
      try forged.write(toFile: file, atomically: false, encoding: .utf8)
      #expect(throws: Failure.self) { try workspace.sync() }
      #expect(!hasRun(workspace))
      #expect(try listCommands(in: workspace.folder).map(\.state) == [.untrusted])
    }
    _ = try trustCommands(in: workspace.folder)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
  }

  @Test("a folder that others can write to allows nothing")
  func writableByOthers() throws {
    let workspace = try Self.shop()
    _ = try trustCommands(in: workspace.folder)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o777], ofItemAtPath: trustFolder(workspace))
    let failure = #expect(throws: Failure.self) { try workspace.sync() }
    #expect(failure?.causes == ["others can write to it"])
    #expect(!hasRun(workspace))
    #expect(try check(workspace.folder).problems.map(\.severity) == [.error])
    #expect(
      try status(of: workspace.folder, tool: "persona-sync test").sources[0].problem
        == "its command is not trusted")
  }

  @Test("what the repository brings along allows nothing", arguments: ["", "/link"])
  func insideTheRepository(name: String) throws {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "persona-sync-data-\(UUID().uuidString)").path()
    let workspace = try Self.shop(environment: ["XDG_DATA_HOME": folder + name])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    if name.isEmpty {
      try FileManager.default.createSymbolicLink(atPath: folder, withDestinationPath: workspace.root)
    } else {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: folder + name, withDestinationPath: workspace.root + "/data")
    }
    for attempt in [{ _ = try workspace.sync() }, { _ = try trustCommands(in: workspace.folder) }] {
      let failure = #expect(throws: Failure.self) { try attempt() }
      #expect(failure?.causes.first?.hasPrefix("it lies inside the repository") == true)
    }
    #expect(!FileManager.default.fileExists(atPath: workspace.root + "/persona-sync"))
    #expect(!FileManager.default.fileExists(atPath: workspace.root + "/data/persona-sync"))
  }

  @Test("XDG_DATA_HOME counts where it is absolute, else the home")
  func dataFolder() throws {
    let workspace = try Self.shop(environment: ["XDG_DATA_HOME": "data"])
    _ = try trustCommands(in: workspace.folder)
    #expect(try trustFiles(workspace).count == 1)

    let other = NSTemporaryDirectory() + "persona-sync-data-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: other) }
    let moved = try Self.shop(environment: ["XDG_DATA_HOME": other])
    _ = try trustCommands(in: moved.folder)
    #expect(try FileManager.default.contentsOfDirectory(atPath: other + "/persona-sync/trust").count == 1)
    #expect(!FileManager.default.fileExists(atPath: trustFolder(moved)))
  }

  @Test("without a home nothing can be trusted, and sources of files are read all the same")
  func noHome() throws {
    let workspace = try Self.shop(environment: ["HOME": ""])
    let failure = #expect(throws: Failure.self) { try workspace.sync() }
    #expect(failure?.summary == "cannot tell where trusted commands are kept")
    try workspace.write(Shop.settings, to: "persona-sync.yml")
    _ = try workspace.sync()
  }

  @Test("what is taken back runs no more, whatever the settings say by then")
  func revoked() throws {
    let workspace = try Self.shop()
    _ = try trustCommands(in: workspace.folder)
    let other = try Self.shop()
    let neighbour = WorkspaceFolder(root: other.root, surroundings: workspace.folder.surroundings)
    _ = try trustCommands(in: neighbour)
    let settings = try workspace.read("persona-sync.yml")
    try workspace.write("sources: {}\n", to: "persona-sync.yml")
    #expect(try revokeTrust(in: workspace.folder).map(\.state) == [.revoked])
    try workspace.write(settings, to: "persona-sync.yml")
    #expect(throws: Failure.self) { try workspace.sync() }
    #expect(try revokeTrust(in: workspace.folder).isEmpty)
    #expect(try listCommands(in: neighbour).map(\.state) == [.trusted])
  }

  @Test("a command that fails ends the sync before anything is written")
  func failing() throws {
    let workspace = try Self.shop("cat data/shop.csv; echo 'no such table' >&2; exit 4")
    _ = try trustCommands(in: workspace.folder)
    let head = try workspace.git("rev-parse", "HEAD")
    let failure = #expect(throws: Failure.self) { try workspace.sync() }
    #expect(failure?.summary == "the command of the source shop failed with status 4")
    #expect(failure?.causes == ["no such table"])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--short") == "")
  }

  @Test(
    "settings say either files or a command",
    arguments: [
      (
        "files: data/shop.csv\n    command: cat data/shop.csv", "the source shop has both files and a command"
      ),
      ("format: csv", "the source shop says neither files nor a command"),
      ("command: \"cat data/shop.csv\\0; rm\"", "the command of the source shop holds a NUL character"),
      ("command: \" \"", "command needs a text, not ` `"),
      ("command: [cat, data/shop.csv]", "command needs a text, not a list"),
    ])
  func settings(written: String, message: String) throws {
    let workspace = try Self.shop()
    try workspace.write(Shop.settings.replacing("files: data/*.csv", with: written), to: "persona-sync.yml")
    let problems = #expect(throws: WrittenProblems.self) { try workspace.sync() }?.problems ?? []
    #expect(problems.map(\.message) == [message])
    #expect(throws: WrittenProblems.self) { try trustCommands(in: workspace.folder) }
  }
}
