// A real repository in a temporary folder, made and judged by the real git.

import Foundation
import Persona
import Testing

@testable import Workspace

/// A folder that is removed when its owner's scope ends, with git at hand.
struct TemporaryRepository: ~Copyable {
  let path: String
  /// Beside the repository, so that nothing of the machine's own settings counts.
  let home: String
  var surroundings: Surroundings

  /// A folder with an empty repository; `git init` is left to the test when `initialised` is false.
  static func make(initialised: Bool = true) throws -> TemporaryRepository {
    let folder = try realPath(NSTemporaryDirectory()) + "/persona-sync-" + UUID().uuidString
    for each in ["work", "home"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(each)", withIntermediateDirectories: true)
    }
    let settings = "[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n"
    try Data(settings.utf8).write(to: URL(fileURLWithPath: folder + "/home/.gitconfig"))
    let made = TemporaryRepository(path: folder + "/work", home: folder + "/home")
    if initialised { try made.git("init", "--quiet") }
    return made
  }

  private init(path: String, home: String) {
    self.path = path
    self.home = home
    surroundings = Surroundings(
      environment: [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": home,
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": home + "/.gitconfig",
        "GIT_AUTHOR_NAME": "Ada Writer", "GIT_AUTHOR_EMAIL": "ada@example.com",
        "GIT_COMMITTER_NAME": "Ada Writer", "GIT_COMMITTER_EMAIL": "ada@example.com",
        "GIT_AUTHOR_DATE": "@1795163400 +0100", "GIT_COMMITTER_DATE": "@1795163400 +0100",
      ]
    ) { Surroundings.Moment(seconds: 1_795_163_400, offsetMinutes: 60) }
  }

  deinit { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }

  func write(_ name: String, _ text: String, in folder: String? = nil) throws {
    try write(name, Array(text.utf8), in: folder)
  }

  func write(_ name: String, _ bytes: [UInt8], in folder: String? = nil) throws {
    let file = (folder ?? path) + "/" + name
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
  }

  /// Runs git and answers what it printed; anything but exit 0 is an error.
  @discardableResult
  func git(_ arguments: String..., input: String = "", in folder: String? = nil) throws -> String {
    let result = try run(["git"] + arguments, input: input, in: folder)
    guard result.status == 0 else { throw GitRefused(arguments: arguments, words: result.errors) }
    return result.output
  }

  /// Runs a program found in PATH.
  @discardableResult
  func run(
    _ command: [String], input: String = "", in folder: String? = nil
  ) throws -> (status: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = URL(fileURLWithPath: folder ?? path)
    process.environment = surroundings.environment.merging(
      ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"]
    ) { $1 }
    let (inputPipe, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = inputPipe
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    inputPipe.fileHandleForWriting.write(Data(input.utf8))
    try inputPipe.fileHandleForWriting.close()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let complaints = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: printed, as: UTF8.self),
      String(decoding: complaints, as: UTF8.self)
    )
  }

  func open(_ folder: String = "") throws(Failure) -> Repository {
    try Repository.open(workspace: folder.isEmpty ? path : path + "/" + folder, surroundings: surroundings)
  }

  /// Commits some files with the real git.
  func commit(_ files: [String: String], _ message: String = "by hand") throws {
    for (name, text) in files.sorted(by: { $0.key < $1.key }) {
      try write(name, text)
      try git("add", "--", name)
    }
    try git("commit", "--quiet", "--message", message)
  }
}

struct GitRefused: Error, CustomStringConvertible {
  var arguments: [String]
  var words: String
  var description: String { "git \(arguments.joined(separator: " ")): \(words)" }
}

extension [UInt8] {
  /// The bytes of a text.
  static func text(_ text: String) -> [UInt8] { Array(text.utf8) }
}

/// The failure that `body` ends in.
func failure(of body: () throws -> Void) throws -> Failure {
  do {
    try body()
  } catch let failure as Failure {
    return failure
  }
  throw Unrefused()
}

struct Unrefused: Error {}
