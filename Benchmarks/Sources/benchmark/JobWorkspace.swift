// A workspace of persona-sync for a benchmark: settings, personas, one file of events, one commit.

import Foundation

struct JobWorkspace {
  let folder: String
  /// The file of events within it.
  let data: String

  /// Makes it anew. The events are a hard link to the input, or a copy where they are going to change.
  init(
    at folder: String, settings: String, personas: [String], input: Input, copiesInput: Bool = false
  ) throws {
    self.folder = folder
    data = folder + "/data/events." + input.kind.fileEnding
    let files = FileManager.default
    if files.fileExists(atPath: folder) { try files.removeItem(atPath: folder) }
    try files.createDirectory(atPath: folder + "/personas", withIntermediateDirectories: true)
    try files.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
    try Command([copiesInput ? "cp" : "ln", input.path, data], in: folder).run()
    try write(settings, to: "persona-sync.yml")
    try write("data/\n.persona-sync/\n", to: ".gitignore")
    for persona in personas { try write("# \(persona)\n\nA person.\n", to: "personas/\(persona).md") }
    for command in [["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "start"], ["tag", "start"]] {
      try git(command)
    }
  }

  /// A workspace that somebody else made.
  private init(folder: String, data: String) {
    self.folder = folder
    self.data = data
  }

  /// As it was made: no cache, no evidence, no evolution.
  func reset() throws {
    try git(["reset", "-q", "--hard", "start"])
    try git(["clean", "-q", "-f", "-d"])
    try removeCache()
  }

  func removeCache() throws {
    let cache = folder + "/.persona-sync"
    if FileManager.default.fileExists(atPath: cache) { try FileManager.default.removeItem(atPath: cache) }
  }

  func copy(to other: String) throws -> JobWorkspace {
    if FileManager.default.fileExists(atPath: other) { try FileManager.default.removeItem(atPath: other) }
    try Command(["cp", "-a", folder, other], in: "/").run()
    return JobWorkspace(folder: other, data: other + data.dropFirst(folder.count))
  }

  func remove() throws { try FileManager.default.removeItem(atPath: folder) }

  func git(_ arguments: [String]) throws { try Command(["git"] + arguments, in: folder).run() }

  func write(_ text: String, to path: String) throws {
    try text.write(toFile: folder + "/" + path, atomically: false, encoding: .utf8)
  }
}

extension Site {
  static let personas = ["loyal", "abandoner", "power", "casual"]

  /// The job of `Benchmarks/Job`.
  func jobSettings(_ kind: InputKind) throws -> String {
    try jobText("persona-sync.yml") + jobText("source-\(kind.rawValue).yml")
  }

  func jobWorkspace(_ name: String, _ input: Input, copiesInput: Bool = false) throws -> JobWorkspace {
    try JobWorkspace(
      at: "\(work)/workspaces/\(name)-\(input.kind.rawValue)", settings: jobSettings(input.kind),
      personas: Self.personas, input: input, copiesInput: copiesInput)
  }
}
